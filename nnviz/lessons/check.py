"""Checks a whole lesson: it reads, each view runs, each condition is reached, each answer is the measured one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nnviz.engine import walk
from nnviz.experiments.address.echo import echo
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.replay.recipe import RunRecipe
from nnviz.experiments.run.settings import LIVE
from nnviz.experiments.yaml_files.fields import Notebook
from nnviz.experiments.yaml_files.problem import FileError, Problem
from nnviz.lessons.condition import QUANTITIES, Condition, read_condition
from nnviz.lessons.lesson import Action, Lesson, Step
from nnviz.lessons.library import bytes_of
from nnviz.lessons.measurements.answer import Answer, answer_of, differs
from nnviz.lessons.reading import read_into
from nnviz.lessons.running import Outcome, run_at, train_until
from nnviz.lessons.views import address_of_view, training_of

SEEDS = 3
"""Seeds on which every measured answer must be the same."""

Look = Callable[[Step], Iterable[tuple[str, str]]]
"""Runs a step's view as the app does and yields what is wrong: the step's key, and the message."""


@dataclass(frozen=True)
class CheckReport:
    """What a check found.

    Attributes
    ----------
    file : str
    lesson : Lesson or None
        None where the file cannot be read.
    problems : tuple of Problem
        In the order of their lines.
    lines : tuple of str
        What was found in order, a line each: steps, minutes, what was measured.
    """

    file: str
    lesson: Lesson | None
    problems: tuple[Problem, ...]
    lines: tuple[str, ...]

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def __str__(self) -> str:
        """Write it as the command line shows it, the verdict last."""
        verdict = "no problems found" if self.fine else counted(len(self.problems), "problem")
        return "\n".join([*self.lines, *map(str, self.problems), f"{self.file}: {verdict}"])


def check_lesson(path: Path, look: Look | None = None) -> CheckReport:
    """Check a lesson in a file.

    Parameters
    ----------
    path : Path
    look : callable, optional
        What looks at each view as the app shows it: `nnviz.ui.lessons.check_views.look`. Without it panels, controls
        and buttons are not looked for.
    """
    notebook = Notebook(path.name)
    try:
        lesson = read_into(notebook, bytes_of(path), path.stem)
    except FileError as error:
        return CheckReport(path.name, None, error.problems, ())
    lines = [_head(lesson)]
    for step in lesson.steps:
        lines.append(f"{step.id}: {address_of_view(step.view)}")
        found = _Checked(step, notebook)
        lines += [f"  {line}" for line in found.lines()]
        for key, message in look(step) if look else ():
            found.note(key, message)
    return CheckReport(path.name, lesson, tuple(sorted(notebook.problems)), tuple(lines))


def _head(lesson: Lesson) -> str:
    timed = sum(step.minutes > 0 for step in lesson.steps)
    untimed = f" ({counted(len(lesson.steps) - timed, 'step')} without minutes)" if timed < len(lesson.steps) else ""
    asked = counted(sum(step.ask is not None for step in lesson.steps), "question")
    return f"{lesson.title}: {counted(len(lesson.steps), 'step')}, {lesson.minutes:g} minutes{untimed}, {asked}"


class _Checked:
    """One step, looked at part by part; what is wrong goes into the notebook."""

    def __init__(self, step: Step, notebook: Notebook) -> None:
        self.step, self._notebook = step, notebook

    def note(self, key: str, message: str) -> None:
        """Note something wrong with a key of the step."""
        place = f"steps[{self.step.id}].{key}"
        line = self._notebook.places.get(place, self._notebook.places.get(f"steps[{self.step.id}].id", 0))
        self._notebook.note(line, place, message)

    def lines(self) -> Iterator[str]:
        """Yield what was measured and reached."""
        recipe = training_of(self.step.view)
        if recipe is not None:
            try:
                run_at(recipe, recipe.step)
            except ValueError as error:
                self.note("view", str(error))
                return
            self._check_point(recipe)
        yield from self._actions(recipe)
        yield from self._answer()

    def _check_point(self, recipe: RunRecipe) -> None:
        """Look for the tensor that a path names; words of drawings have no dot and no brackets."""
        point = self.step.point
        if not ("." in point or "[" in point):
            return
        run = run_at(recipe, recipe.step)
        known = [view.path for view in walk(run.last or run.next_record())]
        if point not in known:
            same = [path for path in known if path.rpartition(".")[2] == point.rpartition(".")[2]] or known
            self.note("point", f"expected a tensor of this network, such as {', '.join(same[:8])}, got {echo(point)}")

    def _actions(self, recipe: RunRecipe | None) -> Iterator[str]:
        for key, actions in (("do", self.step.do), ("reveal", self.step.reveal)):
            for action in actions:
                try:
                    recipe, line = _carried_out(action, recipe)
                except ValueError as error:
                    self.note(key, str(error))
                    return
                if line:
                    yield f"{key}: {line}"

    def _answer(self) -> Iterator[str]:
        """Measure the answer on several seeds; without a measurement there is nothing to compare."""
        ask = self.step.ask
        if ask is None or not ask.measure:
            return
        try:
            answers = [answer_of(self.step, shift) for shift in range(SEEDS)]
        except ValueError as error:
            self.note("ask.measure", str(error))
            return
        yield f"{ask.measure}: {', '.join(answer.words for answer in answers)} -> {answers[0].text}"
        if len({answer.option for answer in answers}) > 1:
            self.note("ask.measure", f"expected the same answer on {SEEDS} seeds, got {_told(answers)}; ask for less")
        elif differs(ask, answers[0]):
            wanted = f"expected the measured answer, {answers[0].text!r} ({answers[0].words}), got {ask.answer!r}"
            self.note("ask.answer", f"{wanted}; correct it, or write answer: measured")


def _told(answers: Iterable[Answer]) -> str:
    return ", ".join(f"{answer.text!r} ({answer.words})" for answer in answers)


def _carried_out(action: Action, recipe: RunRecipe | None) -> tuple[RunRecipe | None, str]:
    """Carry out an action headless; return where the training stands then, and what is to be told of it.

    Raises
    ------
    ValueError
        If it cannot be carried out, or what it waits for does not happen.
    """
    if action.kind == "play" and action.until:
        condition = read_condition(action.until)
        if recipe is None:
            _check_without_training(condition)
            return None, ""
        found = train_until(recipe, condition)
        if not found.met:
            raise ValueError(_not_reached(condition, found))
        return recipe.at(found.step), f"until {condition}: step {found.step:,}, loss {found.values['loss']:.4g}"
    if recipe is None:
        return None, ""
    if action.kind == "seek":
        run_at(recipe, action.step)
        return recipe.at(action.step), ""
    if action.kind == "set":
        return _with_settings(recipe, action.settings), ""
    return recipe, ""


def _check_without_training(condition: Condition) -> None:
    """Refuse a condition that no page without a training of its own can meet."""
    if condition.quantity != "step":
        raise ValueError(
            f"expected until step and a number on a page that trains no network of the Playground's kind, got "
            f"{condition}; use one of {', '.join(QUANTITIES)} on the Playground"
        )


def _not_reached(condition: Condition, found: Outcome) -> str:
    value = found.values.get(condition.quantity)
    came = "there is none on these data" if value is None else f"it came to {value:.4g}"
    ended = f" where training ended: {found.stopped}" if found.stopped else ""
    return (
        f"expected {condition} to be reached, but after step {found.step:,}{ended} {came}; choose another bound, or "
        "other settings"
    )


def _with_settings(recipe: RunRecipe, settings: dict[str, str]) -> RunRecipe:
    """Return the recipe with other settings: what may change during a run does, anything else begins anew."""
    wanted = RunRecipe.from_query(recipe.settings.to_query() | settings)[0].start
    names = [name for name in type(wanted).model_fields if getattr(wanted, name) != getattr(recipe.settings, name)]
    if set(names) <= LIVE:
        return recipe.with_fields(recipe.step, **{name: getattr(wanted, name) for name in names})
    return RunRecipe(wanted)

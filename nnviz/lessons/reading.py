"""Reads a lesson from a file and tells all that is wrong in it, each with its line and key."""

import re
from dataclasses import replace

from nnviz.experiments.address.echo import echo
from nnviz.experiments.yaml_files.fields import MAX_ID, Fields, Notebook, is_slug, kind_of, meant, shown
from nnviz.experiments.yaml_files.nodes import Entries, FileKind, Items, Node, Text, read_nodes
from nnviz.experiments.yaml_files.problem import FileError
from nnviz.lessons.ask_reading import read_ask
from nnviz.lessons.condition import read_condition
from nnviz.lessons.lesson import FORMAT, Action, ActionKind, Lesson, Step, View
from nnviz.lessons.markup import refused_markup
from nnviz.lessons.views import complaints_about, read_view

LESSON = FileKind("lesson", f"lesson: {FORMAT}", "six")

HEAD_KEYS = ("lesson", "title", "author", "language", "licence", "steps")
STEP_KEYS = ("id", "view", "say", "notes", "minutes", "hide", "only", "lock", "point", "do", "ask", "reveal")
ACTION_KINDS: tuple[ActionKind, ...] = ("play", "pause", "seek", "set", "open", "press")

MAX_STEPS = 60
MAX_ACTIONS = 10
MAX_NAMES = 20
MAX_TITLE, MAX_SAY, MAX_NOTES, MAX_NAME = 120, 400, 4000, 80
MAX_MINUTES = 120
MAX_SEEK = 10_000_000

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")


def read_lesson(data: bytes | str, name: str, file: str = "") -> Lesson:
    """Read a lesson.

    Parameters
    ----------
    data : bytes or str
        What stands in the file.
    name : str
        What addresses call the lesson.
    file : str
        What messages call the file; ``<name>.yaml`` unless given.

    Raises
    ------
    FileError
        With everything that is wrong.
    """
    return read_into(Notebook(file or f"{name}.yaml"), data, name)


def read_into(notebook: Notebook, data: bytes | str, name: str) -> Lesson:
    """Read a lesson as `read_lesson` does, and leave the line of every key in a notebook."""
    lesson = _lesson(read_nodes(data, notebook.file, LESSON), name, notebook)
    if notebook.problems:
        raise FileError(notebook.problems)
    return lesson


def _lesson(node: Node, name: str, notebook: Notebook) -> Lesson:
    fields = Fields(node, "", HEAD_KEYS, notebook)
    if isinstance(node, Entries):
        _check_head(fields)
    language = fields.text("language", 20) or "en"
    if not _LANGUAGE.fullmatch(language):
        fields.note("language", f"expected a language's code such as en, de or pt-BR, got {echo(language)}")
    return Lesson(
        name,
        fields.text("title", MAX_TITLE),
        fields.text("author", MAX_TITLE),
        language,
        fields.text("licence", MAX_TITLE),
        _steps(fields, notebook),
    )


def _check_head(fields: Fields) -> None:
    if fields.required("lesson", str(FORMAT)) and fields.text("lesson", 10) not in ("", str(FORMAT)):
        given = fields.text("lesson", 10)
        fields.note(
            "lesson", f"expected {FORMAT}, the version of the format, got {echo(given)}; write lesson: {FORMAT}"
        )
    fields.required("title", "Why depth helps")
    fields.required("steps", "")


def _steps(fields: Fields, notebook: Notebook) -> tuple[Step, ...]:
    node = fields.node("steps")
    if node is None:
        return ()
    if not isinstance(node, Items) or not node.items:
        wanted = "expected a list of steps, each beginning with '- id: ...'"
        fields.note("steps", f"{wanted}, got {'none' if isinstance(node, Items) else kind_of(node)}")
        return ()
    if len(node.items) > MAX_STEPS:
        fields.note("steps", f"expected at most {MAX_STEPS} steps, got {len(node.items)}; part the lesson into several")
    lines: dict[str, int] = {}
    steps = []
    for number, item in enumerate(node.items[:MAX_STEPS], 1):
        step = _step(item, number, notebook)
        if step.id in lines:
            wanted = f"expected a different id for each step, got {step.id} on line {lines[step.id]} too; rename one"
            notebook.note(item.line, f"steps[{step.id}].id", wanted)
        if step.id:
            lines.setdefault(step.id, item.line)
        steps.append(step)
    return tuple(steps)


def _step(node: Node, number: int, notebook: Notebook) -> Step:
    fields = Fields(node, _place(node, number), STEP_KEYS, notebook)
    if not isinstance(node, Entries):
        return Step("", View("home"))
    view = _view(fields)
    step = Step(
        _id(fields),
        view or View("home"),
        fields.text("say", MAX_SAY, refused=refused_markup),
        fields.text("notes", MAX_NOTES, lines=True, refused=refused_markup),
        fields.number("minutes", 0, MAX_MINUTES),
        fields.texts("hide", MAX_NAMES, MAX_NAME),
        fields.texts("only", MAX_NAMES, MAX_NAME),
        fields.texts("lock", MAX_NAMES, MAX_NAME),
        fields.text("point", MAX_NAME),
        _actions(fields, "do", view),
        _actions(fields, "reveal", view),
    )
    if step.hide and step.only:
        fields.note("only", "expected hide or only, got both; `only` hides all the rest")
    ask = fields.node("ask")
    return step if ask is None else replace(step, ask=read_ask(ask, fields.place("ask"), notebook, view))


def _place(node: Node, number: int) -> str:
    """Return how messages call a step: by its id, or by its number where it has none."""
    if isinstance(node, Entries):
        for key, value in node.entries:
            if key.text == "id" and isinstance(value, Text) and is_slug(value.text):
                return f"steps[{value.text}]"
    return f"steps[{number}]"


def _id(fields: Fields) -> str:
    if not fields.required("id", "why-sigmoid"):
        return ""
    text = fields.text("id", 10 * MAX_ID)
    if text and not is_slug(text):
        wanted = f"expected small letters, digits and hyphens, at most {MAX_ID}, such as why-sigmoid"
        fields.note("id", f"{wanted}, got {echo(text)}")
    return text


def _view(fields: Fields) -> View | None:
    """Return the view; None where there is none that can be used."""
    if not fields.required("view", "playground?hidden=8:relu"):
        return None
    text = fields.text("view", 8000)
    if not text:
        return None
    try:
        return read_view(text)
    except ValueError as error:
        fields.note("view", str(error))
        return None


def _actions(fields: Fields, name: str, view: View | None) -> tuple[Action, ...]:
    actions = [_action(item, name, fields, view) for item in fields.items(name)]
    if len(actions) > MAX_ACTIONS:
        fields.note(name, f"expected at most {MAX_ACTIONS} actions, got {len(actions)}; leave some out")
    return tuple(action for action in actions if action is not None)


def _action(node: Node, name: str, fields: Fields, view: View | None) -> Action | None:
    """Return an action; None where it is refused, which is noted."""
    try:
        return _read_action(node, view)
    except ValueError as error:
        fields.notebook.note(node.line, fields.place(name), str(error))
        return None


def _read_action(node: Node, view: View | None) -> Action:
    if isinstance(node, Text) and node.text in ("play", "pause"):
        return Action("play" if node.text == "play" else "pause")
    if not isinstance(node, Entries) or len(node.entries) != 1:
        raise ValueError(
            f"expected one action an entry, such as '- play', '- play: until loss < 0.1', '- seek: 300', "
            f"'- set: {{learning_rate: 0.3}}', '- open: Tensors' or '- press: Train', got {shown(node)}"
        )
    (key, value), *_ = node.entries
    kind = next((known for known in ACTION_KINDS if known == key.text), None)
    if kind is None or kind == "pause":
        raise ValueError(f"expected an action, got {echo(key.text)}; {meant(key.text, ACTION_KINDS)}")
    if kind == "set":
        return Action("set", settings=_settings(value, view))
    if not isinstance(value, Text) or not value.text.strip():
        raise ValueError(f"expected a text behind {kind}, got {kind_of(value)}")
    text = value.text.strip()
    if kind == "play":
        return Action("play", until=_until(text))
    if kind == "seek":
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= MAX_SEEK):
            raise ValueError(f"expected seek and a whole number from 0 to {MAX_SEEK:,}, got {echo(text)}")
        return Action("seek", step=int(text))
    if len(text) > MAX_NAME or "\n" in text:
        raise ValueError(f"expected the name of a panel or button of at most {MAX_NAME} characters, got {echo(text)}")
    return Action(kind, target=text)


def _until(text: str) -> str:
    first, _, condition = text.partition(" ")
    if first != "until":
        raise ValueError(f"expected play: until and a condition, such as play: until loss < 0.1, got {echo(text)}")
    return str(read_condition(condition))


def _settings(node: Node, view: View | None) -> dict[str, str]:
    if not isinstance(node, Entries) or not node.entries:
        raise ValueError(f"expected settings with their values, such as {{learning_rate: 0.3}}, got {shown(node)}")
    settings = {}
    for key, value in node.entries:
        if not isinstance(value, Text):
            raise ValueError(f"expected a text for {echo(key.text)}, as in an address, got {kind_of(value)}")
        settings[key.text] = value.text
    if view is not None:
        complaints = complaints_about(View(view.page, view.query | settings))
        if complaints:
            raise ValueError("; ".join(complaints))
    return settings

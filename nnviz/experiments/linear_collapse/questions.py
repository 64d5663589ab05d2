"""What the page "Linear collapse" asks before it shows; each answer is computed from the stack or the runs."""

import numpy as np

from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.linear_collapse.modes import ModeTraining
from nnviz.experiments.linear_collapse.race import CONTESTANTS, RACE_SEEDS, CollapseRace
from nnviz.experiments.linear_collapse.stack import Stack
from nnviz.experiments.questions.question import Option, Question

LEARNED = 0.9
"""From this accuracy on a network counts as having learned the circle."""

TOGETHER = 0.1
"""Modes that are half learned within this share of the slowest one's time are learned together."""


def rank_question(seen: Stack) -> Question:
    """Ask for the rank of W*."""
    widths = seen.settings.widths
    right = seen.rank
    options = sorted({1, 2, 3, min(widths[0], widths[-1]), right})
    return Question.pick(
        f"a stack of widths {'–'.join(map(str, widths))} is multiplied out into one matrix W* of shape "
        f"({widths[0]}, {widths[-1]}). What is its **rank**, the number of directions that it lets through?",
        [str(rank) for rank in options],
        options.index(right),
        f"Of its {counted(len(seen.singular_values), 'singular value')}, {right} "
        f"{'is' if right == 1 else 'are'} above the rounding error. The narrowest layer has "
        f"{counted(seen.narrowest, 'unit')}: everything has to pass through it.",
    )


def race_question(race: CollapseRace) -> Question:
    """Ask which of the two deep networks learns the circle; the race is complete.

    Raises
    ------
    ValueError
        If the race has not ended.
    """
    if not race.done:
        raise ValueError(f"expected a race at its end, got one at step {race.step} of {race.total}; run it to its end")
    now = race.settings
    # One that has diverged has not learned the circle.
    linear, relu = (float(np.median(np.nan_to_num(row, nan=0.0))) for row in race.end.accuracy)
    return Question(
        f"{counted(now.race_depth, 'layer')} of {counted(now.race_width, 'unit')} learn the circle, once with "
        f"**linear** units and once with **ReLU**: the same data, initial weights and batches, {RACE_SEEDS} seeds "
        f"each. Which reach {LEARNED:.0%} correct answers in {race.total} steps?",
        (
            Option("both", linear >= LEARNED and relu >= LEARNED),
            Option("only the linear ones", linear >= LEARNED > relu),
            Option("only ReLU", relu >= LEARNED > linear),
            Option("neither", linear < LEARNED and relu < LEARNED),
        ),
        f"{race_in_words(race)} Linear layers multiply into one matrix, so their decision boundary is one straight "
        "line, however many there are.",
    )


def race_in_words(race: CollapseRace) -> str:
    """Say how many answers the median network of each kind has correct, and how many have diverged."""
    told = []
    for title, median, gone in zip(contestant_titles(), race.end.medians, race.end.diverged, strict=True):
        if gone == RACE_SEEDS:
            told.append(f"all {RACE_SEEDS} networks with {title} have diverged")
        else:
            left_out = f" ({gone} of {RACE_SEEDS} diverged, left out)" if gone else ""
            told.append(f"the median network with {title} has {median:.1%} correct answers{left_out}")
    return f"After {race.step} steps at the learning rate {race.settings.race_learning_rate:g}, {' and '.join(told)}."


def contestant_titles() -> tuple[str, ...]:
    """Return what both contestants are called, in the order of the race's arrays."""
    return tuple({"identity": "linear units", "relu": "ReLU"}[name] for name in CONTESTANTS)


def half_times(training: ModeTraining) -> tuple[float, ...]:
    """Return for each mode the time (learning rate times step) at which it reached half of its goal; inf if never."""
    strengths = np.array([frame.strengths for frame in training.frames])
    reached = strengths >= 0.5 * training.goal.s
    times = training.times[: len(strengths)]
    return tuple(float(times[column.argmax()]) if column.any() else float("inf") for column in reached.T)


def learned_together(training: ModeTraining) -> bool:
    """Whether all modes are half learned at about the same time; see `TOGETHER`."""
    times = half_times(training)
    return max(times) - min(times) <= TOGETHER * max(times) if np.isfinite(times).all() else False


def modes_question(training: ModeTraining) -> Question | None:
    """Ask in which order the modes are learned; None where it is no order that can be told.

    So it is with one mode, one that begins half learned, a training that diverged, or another order.

    Parameters
    ----------
    training : ModeTraining
        At its end.
    """
    times, goal = np.array(half_times(training)), training.goal
    if len(times) < 2 or not 0.0 < times.min() <= times[0] < np.inf or training.diverged:
        return None
    together = learned_together(training)
    rising = bool((np.diff(times) >= 0.0).all())
    falling = bool((np.diff(times[::-1]) >= 0.0).all())
    named = "; ".join(f"{name} after {_time(t)}" for name, t in zip(goal.names, times, strict=True))
    return Question.unique(
        "a linear stack can only be one matrix. **How does it get there**: which of the matrix's modes, from the "
        f"strongest (s = {goal.s[0]:.3g}) to the weakest (s = {goal.s[-1]:.3g}), are learned first?",
        (
            Option("the strong ones, then the weak ones", rising and not together),
            Option("the weak ones, then the strong ones", falling and not together),
            Option("all at the same time", together),
        ),
        f"Each mode reaches half of its goal (time is learning rate × steps): {named}. {_why(training)}",
    )


def _why(training: ModeTraining) -> str:
    if training.settings.mode_layers == 1:
        return "A single matrix has no plateau: every mode approaches its goal at the same rate."
    return "Each stays on a plateau, then rises quickly: its speed grows with its own strength."


def _time(t: float) -> str:
    return f"{t:.2f}" if np.isfinite(t) else "the end of this training"

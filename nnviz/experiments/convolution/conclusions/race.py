"""What should have been seen in "Race", with the numbers of the races that have been run."""

from nnviz.experiments.convolution.questions.race import CLEAR
from nnviz.experiments.convolution.race import CONVOLUTION, DENSE, LINEAR, Race, RaceTask, nearest_mean
from nnviz.experiments.convolution.race_contestants import COURSES

NARROW = 0.05
"""Of a lead."""

MUCH = 0.6
"""How often the nearest mean of a class is correct where places say much."""


def conclusions(race: Race, other: Race | None) -> tuple[str, ...]:
    """Return them.

    Parameters
    ----------
    race : Race
        The one on view, as far as it has come.
    other : Race or None
        The same with the places shuffled the other way, where that has been run to its end.
    """
    task = race.task
    dense, convolution = task.parameters[DENSE], task.parameters[CONVOLUTION]
    if not race.done:
        return (
            f"{_sizes(dense, convolution)}: {convolution:,} parameters of the convolution against {dense:,}.",
            "**Train** the networks to the end: their results stand here.",
        )
    return (_standing(race), _why(race), *_shuffling(race, other))


def _standing(race: Race) -> str:
    """Who is ahead, and by how much."""
    end, task = race.end, race.task
    dense, convolution = (float(end.medians[lane]) for lane in (DENSE, CONVOLUTION))
    sizes = f"{task.parameters[CONVOLUTION]:,} parameters against {task.parameters[DENSE]:,}"
    if abs(convolution - dense) < CLEAR:
        who = "**Nobody wins**"
    else:
        who = f"**{'The convolution' if convolution > dense else 'The dense network'} wins**"
        if abs(convolution - dense) < NARROW:
            who += ", though not by much"
    return (
        f"{who}: {_percent(convolution)} against {_percent(dense)} of new {COURSES[task.data].what}s (convolution, "
        f"dense; medians of {task.seeds}), with {sizes}. The convolution is ahead in {end.ahead} of {task.seeds} seeds."
    )


def _why(race: Race) -> str:
    """Why these data are as they are, by what a linear layer gets correct and what was memorized."""
    end, task = race.end, race.task
    linear, dense, convolution = (float(x) for x in end.medians)
    learned = float(end.band("learned")[1, DENSE])
    alone = f"a linear layer, which weighs every place by itself, is correct on {_percent(linear)}"
    if task.shuffled:
        return (
            f"With shuffled places, neighbours are no neighbours any more: a kernel looks at numbers from anywhere. "
            f"For dense layers nothing changes, and {alone}."
        )
    here = nearest_mean(task)
    nearest = f"the nearest mean of a class, without any learning, on {_percent(here)}"
    if here > MUCH:
        bars = nearest_mean(RaceTask("bars", task.n_train, seed=task.seed))
        return (
            f"Here the place itself says much: {alone}; {nearest}, and on {_percent(bars)} of *bars anywhere*, where "
            "places tell nothing. So there is little to gain from using a kernel everywhere."
        )
    if convolution - dense < CLEAR and dense <= 0.95:
        return (
            f"From {task.n_train:,} {COURSES[task.data].what}s a kernel is **no help**: the dense network is correct "
            f"on {_percent(learned)} of what it has learned from and on {_percent(dense)} of what is new, the "
            f"convolution on {_percent(convolution)}; {alone}, {nearest}."
        )
    if learned - dense > 0.1:
        return (
            f"The dense network is correct on {_percent(learned)} of what it has learned from but only on "
            f"{_percent(dense)} of what is new: **what it learns at one place it does not know at the others**. "
            f"A kernel is used at all places; {alone}."
        )
    return (
        f"No place says much by itself: {alone}, {nearest}. A kernel is used at all places, so each sample teaches it "
        "something about all of them; a dense network must have seen the pattern at every place"
        + (f", and among {task.n_train:,} {COURSES[task.data].what}s it has." if dense > 0.95 else ".")
    )


def _shuffling(race: Race, other: Race | None) -> tuple[str, ...]:
    if other is None or not other.done:
        return ("**Shuffle the places**, the same way in all samples, and train again: who notices?",)
    plain, mixed = (other, race) if race.task.shuffled else (race, other)
    lost = {lane: float(plain.end.medians[lane] - mixed.end.medians[lane]) for lane in (LINEAR, DENSE, CONVOLUTION)}
    return (
        f"Shuffling the places costs the convolution **{_points(lost[CONVOLUTION])} points** of accuracy, the dense "
        f"network {_points(lost[DENSE])} and the linear one {_points(lost[LINEAR])}: a dense layer has no idea "
        "which numbers are neighbours, so it cannot miss it.",
    )


def _sizes(dense: int, convolution: int) -> str:
    if convolution > dense:
        return f"The convolution is {convolution / dense:.3g} times as large as the dense network"
    return f"The dense network is {dense / convolution:.3g} times as large as the convolution"


def _points(share: float) -> str:
    return f"{100 * share:.1f}".replace("-", "−")


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"

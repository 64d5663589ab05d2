"""What should have been seen in "Against recurrence", with the numbers of the networks that have been trained."""

from collections.abc import Sequence

import numpy as np

from nnviz.experiments.transformer.questions.race import first_kind
from nnviz.experiments.transformer.race import Race, tally
from nnviz.experiments.transformer.race_task import CONTESTANTS, INDUCTION

APART = 0.05
"""From this difference of both accuracies on, one of them is called far below the other."""


def conclusions(race: Race, finished: Sequence[Race]) -> tuple[str, ...]:
    """Return who has learned the task first, what whole sequences ask for, what steps cost, and other lengths.

    Parameters
    ----------
    race : Race
        The one on view, as far as it has come.
    finished : sequence of Race
        Those of other lengths that have been run to their end.
    """
    sizes = ", ".join(f"{one} {n:,}" for one, n in zip(CONTESTANTS, race.task.parameters, strict=True))
    if not race.done:
        return (f"Parameters: {sizes}.", "**Train** to the end: who has learned it first then stands here.")
    return (_order(race, sizes), _both(race), _cost(race), *_lengths(race, finished))


def _order(race: Race, sizes: str) -> str:
    said = ", ".join(f"**{one} {tally(race, k)}**" for k, one in enumerate(CONTESTANTS))
    seen = f"Learned in {race.step:,} steps: {said} networks. Parameters: {sizes}."
    first = first_kind(race)
    if first == 0:
        return (
            f"{seen} Here **attention is first**: it reaches every earlier symbol in one step, where a state of fixed "
            "size must carry all of them on."
        )
    if first < len(CONTESTANTS):
        return f"{seen} Here **recurrence wins**: of the {CONTESTANTS[first]}, more than half have learned it first."
    return f"{seen} **No kind** is clearly first here."


def _both(race: Race) -> str:
    symbols, whole = (np.median(found, axis=-1) for found in (race.end.symbols, race.end.whole))
    said = ", ".join(f"{one} {s:.1%} and {w:.1%}" for one, s, w in zip(CONTESTANTS, symbols, whole, strict=True))
    seen = f"Single symbols (teacher forcing) and whole sequences (free running), medians at the end: {said}."
    if (whole < symbols - APART).any():
        seen += " One fault spoils a whole sequence: so the second is far below the first until nearly all is right."
    return seen


def _cost(race: Race) -> str:
    cost = race.milliseconds
    said = ", ".join(f"{one} {ms:.1f} ms" for one, ms in zip(CONTESTANTS, cost, strict=True))
    spent = race.end.seconds
    least = CONTESTANTS[int(spent.argmin())]
    return (
        f"A step of {race.task.seeds} networks took on this machine: {said} of its processor (measured: another "
        f"run gives other numbers). To the end of its training the {least} took least, {spent.min():.1f} s. "
        f"A recurrent layer goes through {race.task.measured.steps} places one after the other; "
        "attention takes all places at once."
    )


def _lengths(race: Race, finished: Sequence[Race]) -> tuple[str, ...]:
    if race.task.task == INDUCTION:
        return ()
    if not finished:
        return ("**Choose another length** and train again: who needs how many more steps?",)
    pairs = sorted([race, *finished], key=lambda one: one.task.length)
    near, far = pairs[0], pairs[-1]
    said = []
    for k, one in enumerate(CONTESTANTS):
        if near.learned[k] and far.learned[k]:
            said.append(f"{one} {far.medians[k] / near.medians[k]:.3g} times the steps (medians)")
        else:
            said.append(f"{one} {far.learned[k]} instead of {near.learned[k]} networks")
    return (f"{far.task.length} symbols against {near.task.length}: {', '.join(said)}.",)

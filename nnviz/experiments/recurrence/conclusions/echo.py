"""What should have been seen in "Echo", with the numbers of the networks that have been trained."""

from collections.abc import Sequence

import numpy as np

from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.recurrence.cell_race import CELLS, tally
from nnviz.experiments.recurrence.echo import READABLE, EchoRace, best_delays, held
from nnviz.experiments.recurrence.network_settings import CELL_TITLES, Cell

HALF = 0.5


def conclusions(race: EchoRace, finished: Sequence[EchoRace], cell: Cell, k: int) -> tuple[str, ...]:
    """Return what the states hold, how single units share it, and who learns it first.

    Parameters
    ----------
    race : EchoRace
        The one on view, as far as it has come.
    finished : sequence of EchoRace
        Those of other delays that have been run to their end.
    cell : {'elman', 'gru', 'lstm'}
    k : int
        The network that is drawn, from 0 on.
    """
    told = (_held(race, cell, k), _units(race, cell, k))
    if not race.done:
        return (*told, "**Train** to the end: which cell has learned it first then stands here.")
    return (*told, _order(race), _delays(race, finished))


def _held(race: EchoRace, cell: Cell, k: int) -> str:
    d, lane = race.task.delay, CELLS.index(cell)
    now, start = (frame.read_out[lane, k] for frame in (race.end, race.frames[0]))
    title = f"{CELL_TITLES[cell]} {k + 1}"
    seen = (
        f"From the state of {title} a linear read-out names **{counted(int(held(now)), 'symbol')} without a gap**, of "
        f"this step and the steps before, in {100 * READABLE:.0f} % of the cases or more; before training it named "
        f"{held(start)}."
    )
    if held(now) == d + 1 and race.step:
        return (
            f"{seen} Asked is only for the one {d} back, but whatever will be asked for must be kept until then: these "
            f"{d + 1} are **a shift register**. One step further back, {100 * now[d + 1]:.0f} % are left."
        )
    return f"{seen} A shift register for delay {d} holds {d + 1}."


def _units(race: EchoRace, cell: Cell, k: int) -> str:
    shares = np.nan_to_num(race.end.shares[CELLS.index(cell), k])
    pure = int((shares.max(-1) > HALF).sum())
    count = np.bincount(best_delays(shares), minlength=shares.shape[-1])
    most = int(count.argmax())
    seen = (
        f"In {pure} of its {len(shares)} units, one symbol of the past explains more than half of the variance. No "
        f"symbol is carried best by more units than the one {most} back: {count[most]}."
    )
    if pure == len(shares) or held(race.end.read_out[CELLS.index(cell), k]) <= race.task.delay:
        return seen
    return (
        f"{seen} The others hold mixtures: it is the state as a whole that is the register, not a unit for each of its "
        "places."
    )


def _order(race: EchoRace) -> str:
    said = ", ".join(f"**{CELL_TITLES[cell]} {tally(race.of(cell))}**" for cell in CELLS)
    seen = f"Of {race.task.seeds} networks each have learned delay {race.task.delay}: {said}."
    elman, lstm = race.of("elman"), race.of("lstm")
    quicker = elman.solved > lstm.solved or (elman.solved == lstm.solved > 0 and elman.median < lstm.median)
    if not quicker:
        return seen
    return (
        f"{seen} “Gates remember better” **does not hold here**: each symbol is to be kept for a fixed time and then "
        "dropped, which an Elman layer does by passing it on. To keep one symbol and let all others pass is what gates "
        "are for: compare the topic Memory."
    )


def _delays(race: EchoRace, finished: Sequence[EchoRace]) -> str:
    if not finished:
        return "**Choose another delay** and train again: how many more steps does it take?"
    pairs = sorted([race, *finished], key=lambda one: one.task.delay)
    near, far = pairs[0], pairs[-1]
    said = []
    for cell in CELLS:
        one, other = near.of(cell), far.of(cell)
        if one.solved and other.solved:
            said.append(f"{CELL_TITLES[cell]} {other.median / one.median:.3g} times")
        else:
            said.append(f"{CELL_TITLES[cell]} {other.solved} instead of {one.solved} networks")
    return (
        f"Delay {far.task.delay} against delay {near.task.delay}, in steps of training (medians of those that have "
        f"learned it): {', '.join(said)}."
    )

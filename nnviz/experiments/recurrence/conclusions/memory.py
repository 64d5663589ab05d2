"""What should have been seen in "Memory", with the numbers of what has been trained."""

from collections.abc import Sequence

import numpy as np

from nnviz.experiments.recurrence.cell_race import CELLS, tally
from nnviz.experiments.recurrence.memory import CHRONO, MemoryRace, kept, vanished
from nnviz.experiments.recurrence.memory_settings import MEMORY_BIASES, MEMORY_STARTS
from nnviz.experiments.recurrence.network_settings import CELL_TITLES
from nnviz.experiments.run.through_time import VANISHED


def conclusions(race: MemoryRace, finished: Sequence[MemoryRace]) -> tuple[str, ...]:
    """Return what the initial biases keep, who remembers, and what other starts have changed.

    Parameters
    ----------
    race : MemoryRace
        The one on view, as far as it has come.
    finished : sequence of MemoryRace
        Those of other starts and biases that have been run to their end.
    """
    if not race.done:
        return (
            _kept(race),
            _vanishes(race),
            "**Train** the networks to the end: how many of them remember then stands here.",
        )
    return (_tally(race), _kept(race), _vanishes(race), *_others(race, finished))


def _tally(race: MemoryRace) -> str:
    n = race.task.seeds
    said = [f"**{CELL_TITLES[cell]} {tally(race.of(cell))}**" for cell in CELLS]
    return f"Of {n} networks each, these name the first of {race.task.length} symbols: {', '.join(said)}."


def _kept(race: MemoryRace) -> str:
    task = race.task
    share = kept(task, "lstm")
    over = f"over the {task.length - 1} steps after the first symbol"
    if task.bias == CHRONO:
        best = float(np.median(share.max(-1)))
        return (
            f"The chrono rule gives every unit a bias of its own: by that alone, the forget gate of the most patient "
            f"unit of an LSTM keeps {best:.2g} of its cell {over}, that of the median unit {np.median(share):.2g}."
        )
    once = 1.0 / (1.0 + np.exp(-float(task.bias)))
    return (
        f"With bias {task.bias} a forget gate starts at σ({task.bias}) = {once:.3g} and keeps "
        f"{once:.3g}^{task.length - 1} = **{share.flat[0]:.2g}** of its cell {over}. In the backward pass "
        "the gradient along the cell has the same factor."
    )


def _vanishes(race: MemoryRace) -> str:
    """Say in how many networks of each cell the diagnosis finds the gradient vanished, at the step on view."""
    said = [f"{int(vanished(race, cell).sum())} {CELL_TITLES[cell]}" for cell in CELLS]
    return (
        f"At step {race.step} the diagnosis finds a gradient that vanishes through time in {', '.join(said)} networks "
        f"of {race.task.seeds} each: less than {VANISHED:g} of what enters at the last symbol reaches the first."
    )


def _others(race: MemoryRace, finished: Sequence[MemoryRace]) -> tuple[str, ...]:
    if not finished:
        return ("**Choose another bias or start** and train again: all that have been trained stand in the table.",)
    said = [
        f"{MEMORY_BIASES[one.task.bias]} and {MEMORY_STARTS[one.task.start]}: "
        f"{one.of('elman').solved} Elman, {one.of('gru').solved} GRU, {one.of('lstm').solved} LSTM"
        for one in finished
    ]
    counts = [one.of("lstm").solved for one in (race, *finished)]
    least, most = min(counts), max(counts)
    lesson = ""
    if most - least > race.task.seeds // 4:
        lesson = f" The same LSTM: {least} to {most} of {race.task.seeds}. **Bias and start decide, not the name.**"
    return (f"With other biases and starts: {'; '.join(said)}.{lesson}",)

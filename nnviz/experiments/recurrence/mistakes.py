"""What can be got wrong in a recurrent network, line by line, and why it fails where it does."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, assignment
from nnviz.experiments.inspection.checked_gradients import failing
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.recurrence import mistaken_lines as lines
from nnviz.experiments.recurrence.check import PARAMETERS, by_length, recurrent_check
from nnviz.experiments.recurrence.check_settings import RecurrentMistake
from nnviz.experiments.recurrence.network_settings import Cell
from nnviz.experiments.recurrence.settings import RecurrenceSettings

TITLES: dict[RecurrentMistake, str] = {
    "time": "no gradient from t + 1",
    "slope": "no slope of tanh",
    "transpose": "W for Wᵀ",
    "cut": "gradient cut in the middle",
    "reset": "state reset in the middle",
}


@dataclass(frozen=True)
class RecurrentLines:
    """One way to get it wrong.

    Attributes
    ----------
    right, mistaken : str
        The textbook's lines and the wrong ones, read from their source.
    """

    right: str
    mistaken: str


def _lines(names: str, *functions: Callable[..., Array]) -> str:
    return "\n".join(assignment(f, name) for f, name in zip(functions, names.split(), strict=True))


def lines_of(mistake: RecurrentMistake, cell: Cell) -> RecurrentLines:
    """Return the lines of a mistake, as they stand in the backward pass of a cell.

    Parameters
    ----------
    mistake : RecurrentMistake
    cell : {'elman', 'gru', 'lstm'}
    """
    lstm = cell == "lstm"
    state, carried = lines.state_gradient, lines.lstm_cell_gradient
    if mistake == "time":
        wrong = (lines.state_gradient_of_this_step, lines.lstm_cell_gradient_of_this_step)
        return _both("dh dc" if lstm else "dh", (state, carried), wrong)
    if mistake == "cut":
        return _both(
            "dh dc" if lstm else "dh", (state, carried), (lines.state_gradient_cut, lines.lstm_cell_gradient_cut)
        )
    if mistake == "transpose":
        plain = cell == "elman"
        right = lines.through_weights if plain else lines.through_gates
        other = lines.through_weights_not_transposed if plain else lines.through_gates_not_transposed
        return _both("from_next", (right,), (other,))
    if mistake == "reset":
        return _both("h", (lines.state_before,), (lines.state_before_reset,))
    if cell == "elman":
        return _both("dz", (lines.elman_slope,), (lines.elman_slope_forgotten,))
    if cell == "gru":
        return _both("dz_n", (lines.gru_candidate,), (lines.gru_candidate_slope_forgotten,))
    return _both(
        "shown dz_g",
        (lines.lstm_shown, lines.lstm_candidate),
        (lines.lstm_shown_slope_forgotten, lines.lstm_candidate_slope_forgotten),
    )


def _both(
    names: str, right: tuple[Callable[..., Array], ...], wrong: tuple[Callable[..., Array], ...]
) -> RecurrentLines:
    n = len(names.split())
    return RecurrentLines(_lines(names, *right[:n]), _lines(names, *wrong[:n]))


def explained(settings: RecurrenceSettings, mistake: RecurrentMistake) -> str:
    """Say why a mistake fails where it does, and from which length on, from runs with this mistake alone.

    Parameters
    ----------
    settings : RecurrenceSettings
    mistake : RecurrentMistake
    """
    found = failing(parameters_wrong(settings, (mistake,)))
    return f"{_reason(mistake, settings)} Wrong: {found or 'nothing'}. {seen_from(settings, (mistake,))}"


def parameters_wrong(
    settings: RecurrenceSettings, mistakes: tuple[RecurrentMistake, ...]
) -> dict[str, NDArray[np.bool_]]:
    """Return which entries of the parameters' gradients are wrong, by their symbols.

    Parameters
    ----------
    settings : RecurrenceSettings
    mistakes : tuple of RecurrentMistake
    """
    wrong = recurrent_check(settings, mistakes).wrong
    return {name: wrong[name] for name in PARAMETERS}


def seen_from(settings: RecurrenceSettings, mistakes: tuple[RecurrentMistake, ...]) -> str:
    """Say from which length on the check flags which parameter.

    Parameters
    ----------
    settings : RecurrenceSettings
    mistakes : tuple of RecurrentMistake
    """
    first = {name: T for name, T in by_length(settings, mistakes).first.items() if name in PARAMETERS}
    if not first:
        return "The check flags no parameter at any length."
    at = {T: [name for name, since in first.items() if since == T] for T in sorted(set(first.values()))}
    parts = [f"{' and '.join(names)} from {counted(T, 'step')} on" for T, names in at.items()]
    return f"On sequences of 1 to 12 steps it shows in {', in '.join(parts)}."


def _reason(mistake: RecurrentMistake, settings: RecurrenceSettings) -> str:
    steps, middle = settings.check_steps, settings.check_steps // 2
    if steps == 1 and mistake != "slope":
        return "With a single step nothing goes from step to step."
    return {
        "time": "A state moves the loss of its own step and, through the next state, of all later ones. Only the last "
        "step has no later one.",
        "slope": "Where a unit is near ±1, tanh is flat and lets little through. Without its slope every step counts "
        "as if it were steep, also the last one.",
        "transpose": "Forward, W[j, k] goes from unit j to unit k, so its gradient comes back from k to j. A square "
        "matrix fits both ways, so NumPy does not complain. The last step sends nothing back through W.",
        "cut": f"The first {counted(middle, 'step')} never hear of the losses of the later ones; what belongs to the "
        "second half is right.",
        "reset": f"The forward pass forgets at step {middle + 1} all that came before, but the backward pass still "
        "sends gradient across. Cut it there as well, and both passes agree: the check compares them with each other "
        "and does not know which network was meant.",
    }[mistake]

"""The gates of one unit over time, and what becomes of memory, prediction and gradient where some are held by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from nnviz.engine import GRU, LSTM, Array, Clamp, Network, PerStepLoss
from nnviz.experiments.recurrence.gates_settings import GATES_UNITS, GatedCell, GatesFields, GatesTask
from nnviz.experiments.recurrence.recipe import Recipe, begin, score
from nnviz.experiments.recurrence.small_network import FRAMES, Pass, both_passes
from nnviz.experiments.recurrence.unroll import Row

HOLDABLE: dict[GatedCell, tuple[str, ...]] = {"lstm": LSTM.gates, "gru": GRU.gates}
KEEPER: dict[GatedCell, str] = {"lstm": "f", "gru": "u"}
"""The gate that says how much of the old state stays."""

CAROUSEL: dict[GatedCell, dict[str, float]] = {"lstm": {"i": 0.0, "f": 1.0}, "gru": {"u": 1.0}}
"""Held there, nothing is written and nothing is lost."""

_TITLES: dict[str, tuple[str, str]] = {
    "i": ("input gate iₜ", "σ(zₜ): how much is written"),
    "f": ("forget gate fₜ", "σ(zₜ): how much is kept"),
    "o": ("output gate oₜ", "σ(zₜ): how much is shown"),
    "g": ("candidate gₜ", "tanh(zₜ): what is written"),
    "r": ("reset gate rₜ", "σ(zₜ): how much n sees of hₜ₋₁"),
    "u": ("update gate uₜ", "σ(zₜ): how much is kept"),
    "n": ("candidate nₜ", "tanh(zₜ): what is written"),
    "c": ("cell cₜ", "fₜ cₜ₋₁ + iₜ gₜ"),
}


@dataclass(frozen=True, eq=False)
class Gates:
    """A sequence on its way through the network, twice: as it was trained, and with gates held by hand.

    Attributes
    ----------
    settings : GatesFields
    free, held : Pass
        The loss is that of the last step; where nothing is held both are the same.
    rows : tuple of Row
        Of the unit that is shown, in `held`: input, gates, state, direct path, gradient; each of shape (1, T).
    symbols, classes : tuple of str
        What the numbers of the input stand for, and the names of the predictions.
    """

    settings: GatesFields
    free: Pass
    held: Pass
    rows: tuple[Row, ...]
    symbols: tuple[str, ...]
    classes: tuple[str, ...]

    def row(self, name: str) -> Row:
        """Return the row of that name."""
        return next(row for row in self.rows if row.name == name)

    @property
    def predictions(self) -> Array:
        """The probabilities of the classes after the last step, free and held, shape (2, classes)."""
        return np.stack([_probabilities(found) for found in (self.free, self.held)])

    @property
    def truth(self) -> int:
        """The right class."""
        Y = self.free.loss.Y[0]
        return int(Y.argmax()) if Y.ndim == 1 else int(Y[-1, 0])

    @property
    def survives(self) -> tuple[float, float]:
        """What share of the last step's gradient of the cells (GRU: states) reaches the first, free and held."""
        return _survives(self.free), _survives(self.held)

    @property
    def path(self) -> float:
        """The product of the gate that keeps over all steps after the first: the direct path of the unit's memory."""
        return float(self.row("path").values[0, 0])


def gates_recipe(settings: GatesFields) -> Recipe:
    """Return how the network is trained."""
    return _recipe(
        settings.gates_task,
        settings.gates_steps,
        settings.gates_cell,
        settings.gates_bias,
        settings.gates_trained,
        settings.gates_seed,
    )


def _recipe(task: GatesTask, steps: int, cell: GatedCell, bias: float, trained: int, seed: int) -> Recipe:
    return Recipe(
        task,
        steps,
        cell,
        GATES_UNITS,
        memory_bias=bias,
        seeds=1,
        first_seed=seed,
        steps=trained,
        stride=max(1, trained // FRAMES),
        to_the_end=True,
    )


@lru_cache(maxsize=32)
def _network(recipe: Recipe) -> Network:
    return begin(recipe).run_to_end().state.network


def held_at(settings: GatesFields) -> dict[str, float]:
    """Return the gates that are held, and where."""
    values = {gate: getattr(settings, f"gates_{gate}") for gate in HOLDABLE[settings.gates_cell]}
    return {gate: float(value) for gate, value in values.items() if value is not None}


def is_carousel(settings: GatesFields) -> bool:
    """Return whether the state is kept and nothing is written."""
    held = held_at(settings)
    return all(held.get(gate) == value for gate, value in CAROUSEL[settings.gates_cell].items())


def first_held(settings: GatesFields) -> int:
    """Return the first step at which gates are held, counted from 0."""
    return min(settings.gates_from, settings.gates_steps) - 1


def clamps_of(settings: GatesFields) -> tuple[Clamp, ...]:
    """Return what is held, for the engine."""
    unit = None if settings.gates_every else settings.gates_unit - 1
    steps = range(first_held(settings), settings.gates_steps)
    return tuple(Clamp(gate, value, unit, t) for gate, value in held_at(settings).items() for t in steps)


def networks_of(settings: GatesFields) -> tuple[Network, Network]:
    """Return the trained network, free and with its gates held."""
    free = _network(gates_recipe(settings))
    layer: Any = free.layers[0]
    return free, replace(free, layers=(layer.with_clamps(*clamps_of(settings)), *free.layers[1:]))


def gates(settings: GatesFields) -> Gates:
    """Run both networks on the sequence, forward and backward.

    Parameters
    ----------
    settings : GatesFields

    Examples
    --------
    >>> found = gates(GatesFields(gates_trained=0, gates_f=1.0, gates_i=0.0))
    >>> found.path, found.row("c").values.round(3)[0, :3].tolist() == [found.row("c").values.round(3)[0, 0]] * 3
    (1.0, True)
    """
    recipe = gates_recipe(settings)
    data, k = recipe.measured, settings.gates_sequence - 1
    X, Y = data.X[k : k + 1], data.Y[k : k + 1]
    if isinstance(recipe.loss, PerStepLoss):
        Y = np.where(np.arange(data.steps)[:, None] == data.steps - 1, Y, np.nan)
    free, held = (both_passes(network, recipe.loss, X, Y) for network in networks_of(settings))
    numbers = X[0].argmax(-1) if X.shape[-1] > 1 else X[0, :, 0]
    rows = _rows(settings, held, numbers.astype(np.float64))
    symbols = data.symbols if X.shape[-1] > 1 else ("0", "1")
    return Gates(settings, free, held, rows, tuple(symbols), tuple(data.class_names))


def scores(settings: GatesFields) -> tuple[float, float]:
    """Return the accuracy on all measured sequences, free and held; of parity at all steps."""
    data = gates_recipe(settings).measured
    free, held = (float(np.squeeze(score(network.forward(data.X).A, data))) for network in networks_of(settings))
    return free, held


def _rows(settings: GatesFields, found: Pass, numbers: Array) -> tuple[Row, ...]:
    states, back, j = found.states, found.state_gradients, settings.gates_unit - 1
    cell = settings.gates_cell

    def of(array: Array) -> Array:
        return array[0, :, j][None]

    rows = [Row("x", "input xₜ", "the symbol", numbers[None])]
    letters = (*HOLDABLE[cell], *(("c",) if cell == "lstm" else ()))
    rows += [Row(name, *_TITLES[name], of(getattr(states, name.upper()))) for name in letters]
    rows.append(Row("h", "state hₜ", "oₜ tanh(cₜ)" if cell == "lstm" else "uₜ hₜ₋₁ + (1 − uₜ) nₜ", of(states.H)))
    keeper = KEEPER[cell]
    kept = of(getattr(states, keeper.upper()))[0]
    rows.append(Row("path", "direct path", f"product of all later {keeper}", direct_path(kept)[None]))
    if cell == "lstm":
        rows.append(Row("dc", "dL/dcₜ", "dhₜ oₜ tanh′(cₜ) + dcₜ₊₁ fₜ₊₁", of(back.dC), backward=True))
    rows.append(Row("dh", "dL/dhₜ", "L: the loss after the last step", of(back.dH), backward=True))
    return tuple(rows)


def direct_path(kept: Array) -> Array:
    """Return for each step the product of the gate over all later steps, shape (T,): what the last cell has of it.

    Parameters
    ----------
    kept : ndarray, shape (T,)
        The gate that keeps.
    """
    later = np.append(kept[1:], 1.0)
    return np.cumprod(later[::-1])[::-1]


def _probabilities(found: Pass) -> Array:
    assert found.loss.P is not None
    P = found.loss.P[0]
    return P if P.ndim == 1 else np.array([1.0 - P[-1, 0], P[-1, 0]])


def _survives(found: Pass) -> float:
    back = found.state_gradients
    norms = np.linalg.norm((back.dC if isinstance(found.layer, LSTM) else back.dH)[0], axis=-1)
    return float(np.divide(norms[0], norms[-1])) if norms[-1] else 0.0


def step_written_out(found: Gates) -> str:
    """Write the unit's new state out, with the gates that make it, in one line of plain text."""
    settings = found.settings
    t = min(settings.gates_step, settings.gates_steps) - 1
    value: Mapping[str, float] = {row.name: float(row.values[0, t]) for row in found.rows}
    j = settings.gates_unit - 1
    if settings.gates_cell == "lstm":
        before = float(found.held.states.C[0, t - 1, j]) if t else 0.0
        return (
            f"c_{t + 1} = f c_{t} + i g = {_number(value['f'])}·{_factor(before)} + {_number(value['i'])}·"
            f"{_factor(value['g'])} = {_number(value['c'])};  h_{t + 1} = o tanh(c_{t + 1}) = {_number(value['o'])}·"
            f"tanh({_number(value['c'])}) = {_number(value['h'])}"
        )
    before = float(found.held.states.before[t, 0, j])
    return (
        f"h_{t + 1} = u h_{t} + (1 − u) n = {_number(value['u'])}·{_factor(before)} + {_number(1.0 - value['u'])}·"
        f"{_factor(value['n'])} = {_number(value['h'])}"
    )


def _number(value: float) -> str:
    """Return three digits, with a minus sign of its own width."""
    return f"{value:.3g}".replace("-", "−")


def _factor(value: float) -> str:
    """Return it so that it can stand behind a dot: a negative one in brackets."""
    return f"({_number(value)})" if value < 0 else _number(value)


def kept_by_bias(bias: float, steps: int = 20) -> float:
    """Return what an LSTM of no weights, whose forget gate has this bias, keeps of its first cell after so many steps.

    Parameters
    ----------
    bias : float
    steps : int
    """
    b = np.zeros(4)
    b[1] = bias
    W, c0 = np.zeros((1, 4)), np.ones(1)
    layer = LSTM(W, W, b, steps=steps, c0=c0, clamps=(Clamp("i", 0.0),))
    return float(layer.forward(np.zeros((1, steps, 1))).C[0, -1, 0])

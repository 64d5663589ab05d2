"""The architecture of a network on sequences, and where its weights start: a recurrent layer, and a head that reads it.

Where a recurrent network starts decides what it can learn at all. A state is multiplied by W_hh at every step, so that
W_hh should neither shrink nor stretch it (orthogonal). A gate that keeps half of a state at each step keeps a millionth
after twenty, so that the bias of the keeping gate should start well above zero (forget bias), or spread over all time
scales that matter (chrono).
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnviz.engine.activations import Activation, activation
from nnviz.engine.arrays import Array
from nnviz.engine.initializers import Initializer, initializer
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.embedding import Embedding
from nnviz.engine.layers.last_step import LastStep
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.per_step import PerStep
from nnviz.engine.layers.recurrent.elman import Elman
from nnviz.engine.layers.recurrent.gru import GRU
from nnviz.engine.layers.recurrent.lstm import LSTM
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.engine.limits import check_size
from nnviz.engine.network import Network
from nnviz.engine.parameters import check_flag, check_kind, check_name, is_number, is_whole
from nnviz.engine.randomness import drawn_for

CELLS = ("elman", "gru", "lstm")
"""The kinds of recurrent layers."""

MAX_STEPS = 1000
"""Steps of one sequence."""

_GATES: dict[str, tuple[str, ...]] = {"elman": ("h",), "gru": GRU.gates, "lstm": LSTM.gates}
_KEEPING = {"gru": "u", "lstm": "f"}


@dataclass(frozen=True)
class RecurrentStart:
    """How the first weights and biases of a recurrent layer are drawn.

    Attributes
    ----------
    recurrent : Initializer
        Of W_hh, drawn for each gate on its own: `initializer("orthogonal")` (Saxe et al. 2014; Le, Jaitly and Hinton
        2015), with a gain for its spectral radius; `initializer("lecun_normal")` is the Gaussian of that radius.
    inputs : Initializer
        Of W_xh, for each gate on its own.
    memory_bias : float
        First bias of the gate that keeps, f of an LSTM or u of a GRU (Gers et al. 2000; Jozefowicz et al. 2015
        recommend 1); the others start at 0. An Elman layer has no such gate.
    chrono : int or None
        The longest time T over which something should be kept: then the bias of each unit is ``log(u)`` with u uniform
        on [1, T - 1], and an LSTM's input gate starts at minus that (Tallec and Ollivier 2018, eq. 16). `memory_bias`
        is not used.

    Raises
    ------
    ValueError
        If an initializer is none, the bias no finite number, or the time no whole number of at least 3.
    """

    recurrent: Initializer = field(default_factory=lambda: initializer("orthogonal"))
    inputs: Initializer = field(default_factory=lambda: initializer("glorot_uniform"))
    memory_bias: float = 1.0
    chrono: int | None = None

    def __post_init__(self) -> None:
        check_kind(self.recurrent, Initializer, "recurrent", 'initializer("orthogonal")')
        check_kind(self.inputs, Initializer, "inputs", 'initializer("glorot_uniform")')
        if not is_number(self.memory_bias):
            raise ValueError(f"expected a finite number as the bias of the keeping gate, got {self.memory_bias!r}")
        if self.chrono is not None and not (is_whole(self.chrono) and self.chrono >= 3):
            raise ValueError(f"expected chrono as a whole number of steps, at least 3, or None, got {self.chrono!r}")

    def draw(self, rng: np.random.Generator, cell: str, n_in: int, units: int) -> tuple[Array, Array, Array]:
        """Draw W_xh, W_hh and b of one layer.

        Parameters
        ----------
        rng : numpy.random.Generator
            Its state advances.
        cell : str
            One of `CELLS`.
        n_in, units : int
            d and m.

        Returns
        -------
        W_xh : ndarray, shape (d, gates m)
        W_hh : ndarray, shape (m, gates m)
        b : ndarray, shape (gates m,)
        """
        gates = _GATES[cell]
        W_xh = np.concatenate([self.inputs.sample(rng, n_in, units)[0] for _ in gates], axis=1)
        W_hh = np.concatenate([self.recurrent.sample(rng, units, units)[0] for _ in gates], axis=1)
        biases = {gate: np.zeros(units) for gate in gates}
        if cell in _KEEPING:
            T = self.chrono
            drawn = np.log(rng.uniform(1.0, T - 1.0, units)) if T else np.full(units, self.memory_bias)
            if T and cell == "lstm":
                biases["i"] = -drawn
            biases[_KEEPING[cell]] = drawn
        return W_xh, W_hh, np.concatenate(list(biases.values()))


@dataclass(frozen=True)
class RecurrentArchitecture:
    """A recurrent layer and a linear head, without weights.

    Attributes
    ----------
    cell : {'elman', 'gru', 'lstm'}
    steps : int
        T.
    n_in : int
        Features of a step, or the number of symbols where there is an embedding.
    units : int
        m, the width of the state.
    n_out : int
        Outputs: logits for losses from logits, numbers for others.
    each_step : bool
        True reads the state of every step (`PerStep`): the output is (..., N, T, n_out), and the loss a `PerStepLoss`.
        False reads the last state alone (`LastStep`): (..., N, n_out).
    embedding : int or None
        Width of a table in front, which looks symbols up: X is then (..., N, T), numbers of symbols. None takes
        (..., N, T, n_in), for symbols one-hot.
    start : RecurrentStart
    activation : Activation
        Of an Elman layer; the others have their own.
    learned_state : bool
        Whether the state before the first step is learned, from zero on, or stays zero.
    truncation : int or None
        See `Recurrent`.

    Raises
    ------
    ValueError
        If the cell is unknown, a number is no whole one of at least 1, or the network too large.

    Examples
    --------
    >>> network = RecurrentArchitecture("lstm", steps=20, n_in=4, units=16, n_out=4).build(0, 1, 2)
    >>> network.forward(np.zeros((5, 20, 4))).A.shape
    (3, 5, 4)
    """

    cell: str
    steps: int
    n_in: int
    units: int
    n_out: int
    each_step: bool = False
    embedding: int | None = None
    start: RecurrentStart = field(default_factory=RecurrentStart)
    activation: Activation = field(default_factory=lambda: activation("tanh"))
    learned_state: bool = False
    truncation: int | None = None

    def __post_init__(self) -> None:
        check_name(self.cell, CELLS, "a recurrent layer")
        for name in ("steps", "n_in", "units", "n_out", "embedding"):
            value = getattr(self, name)
            if not (is_whole(value) and value >= 1) and not (name == "embedding" and value is None):
                raise ValueError(f"expected {name} as a whole number of at least 1, got {value!r}")
        if self.steps > MAX_STEPS:
            raise ValueError(f"expected at most {MAX_STEPS} steps, got {self.steps}; cut the sequences")
        check_kind(self.start, RecurrentStart, "start", "RecurrentStart(memory_bias=1.0)")
        check_kind(self.activation, Activation, "activation", 'activation("tanh")')
        check_flag(self.each_step, "each_step")
        check_flag(self.learned_state, "learned_state")
        self._check_size(1)

    @property
    def gates(self) -> int:
        """How many blocks of columns the weights have."""
        return n_gates(self.cell)

    def build(self, *seeds: int) -> Network:
        """Draw the weights: one network for one seed, an ensemble along a leading axis for several.

        Raises
        ------
        ValueError
            If no seed is given, or the networks are too large together.
        """
        self._check_size(len(seeds))
        layers: list[Layer[Any]] = []
        width = self.n_in
        if self.embedding is not None:
            width = self.embedding
            (table,) = drawn_for(seeds, 0, lambda rng: (rng.standard_normal((self.n_in, width)),))
            layers.append(Embedding(table, self.steps))
        W_xh, W_hh, b = drawn_for(seeds, 1, lambda rng: self.start.draw(rng, self.cell, width, self.units))
        given = (self.steps, self.activation, self.learned_state, self.truncation)
        layers.append(cell_layer(self.cell, (W_xh, W_hh, b), *given))
        head = initializer("glorot_uniform")
        W, b = drawn_for(seeds, 2, lambda rng: head.sample(rng, self.units, self.n_out))
        dense = Dense(W, b, activation("identity"))
        layers += [PerStep(dense, self.steps)] if self.each_step else [LastStep(self.steps, self.units), dense]
        return Network(tuple(layers))

    def _check_size(self, networks: int) -> None:
        check_size(((self.embedding or self.n_in) + self.units, self.gates * self.units), networks)
        check_size((self.units, self.n_out), networks)
        check_size((self.n_in, self.embedding or 1), networks)


def cell_layer(
    cell: str,
    weights: tuple[Array, Array, Array],
    steps: int,
    activation: Activation,
    learned_state: bool = False,
    truncation: int | None = None,
) -> Recurrent[Any]:
    """Return the layer of a kind of cell.

    Parameters
    ----------
    cell : str
        One of `CELLS`.
    weights : tuple of ndarray
        W_xh, W_hh and b.
    steps, activation, learned_state, truncation
        As of `RecurrentArchitecture`.
    """
    zero = np.zeros(weights[1].shape[:-1]) if learned_state else None
    if cell == "elman":
        return Elman(*weights, activation, steps, zero, truncation)
    if cell == "gru":
        return GRU(*weights, steps, zero, truncation)
    return LSTM(*weights, steps, zero, zero, truncation)


def n_gates(cell: str) -> int:
    """Return how many blocks of columns the weights of a kind of cell have."""
    return len(_GATES[cell])

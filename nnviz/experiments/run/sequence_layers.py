"""The settings of a layer over the steps of a sequence; how an address writes them.

``elman(16)``, ``gru(16)`` and ``lstm(16)``; what is not usual stands in the brackets, and behind them the activation of
an Elman layer: ``lstm(16;bias=3)``, ``gru(16;bias=chrono)``, ``elman(16;start=gaussian;gain=1.2):relu``.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from nnviz.engine import RecurrentHidden, RecurrentStart, initializer
from nnviz.engine.recurrent_architecture import n_gates
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.refusal import refusal
from nnviz.experiments.run.choice import ActivationChoice, activation_of
from nnviz.experiments.run.image_layers import MAX_BATCH_ENTRIES
from nnviz.experiments.run.layer_form import brackets, read_brackets, unusual

MAX_SEQUENCE_LAYERS = 4
MOST_CELL_UNITS = 64

CELL_NAMES = {"elman": "Elman", "gru": "GRU", "lstm": "LSTM"}
"""The kinds of cells, as a table names them."""

CHRONO = "chrono"
"""In place of a bias: spread over all time scales of the sequence (Tallec and Ollivier 2018)."""

STARTS = {"orthogonal": "orthogonal", "gaussian": "lecun_normal"}
"""Rules for the first W_hh, by the names of the engine's initializers."""

_NAMES = ("units", "start", "gain", "bias")
_FORM = re.compile(r"(elman|gru|lstm)(?:\(([^()]*)\))?((?::.*)?)", re.DOTALL)
_EXAMPLES = "expected elman(16), gru(16), lstm(16;bias=3), lstm(16;bias=chrono) or elman(16;start=gaussian):relu"


class RecurrentSettings(BaseModel):
    """A recurrent layer: its cell and units, where W_hh and the keeping gate start, an Elman layer's activation."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    cell: Literal["elman", "gru", "lstm"] = "gru"
    units: int = Field(16, ge=1, le=MOST_CELL_UNITS)
    start: Literal["orthogonal", "gaussian"] = "orthogonal"
    """The rule for the first W_hh, gate by gate."""
    gain: float = Field(1.0, ge=0.0, le=4.0)
    """Its spectral radius, about."""
    bias: Annotated[float, Field(ge=-10.0, le=10.0)] | Literal["chrono"] = 1.0
    """First bias of the gate that keeps: f of an LSTM, u of a GRU."""
    activation: ActivationChoice = "tanh"

    @model_validator(mode="after")
    def _of_this_cell(self) -> Self:
        if self.cell == "elman" and self.bias != 1.0:
            raise ValueError("an Elman layer has no gate whose bias could be set; leave the bias out, or choose a GRU")
        if self.cell != "elman" and self.activation != "tanh":
            raise ValueError(f"the activations of {CELL_NAMES[self.cell]} are fixed; leave the activation out")
        if activation_of(self.activation).learned:
            raise ValueError("a recurrent layer has no slopes to learn; choose another activation")
        return self

    def part(self, steps: int) -> RecurrentHidden:
        """Return the layer as the engine's architecture takes it, for sequences of so many steps."""
        chrono = self.bias == CHRONO
        start = RecurrentStart(
            initializer(STARTS[self.start], gain=self.gain),
            memory_bias=1.0 if isinstance(self.bias, str) else self.bias,
            chrono=max(3, steps) if chrono else None,
        )
        return RecurrentHidden(self.cell, self.units, start, activation_of(self.activation))

    def entries(self, steps: int) -> int:
        """Return how many numbers its gates have at all steps of one sample."""
        return steps * n_gates(self.cell) * self.units

    def __str__(self) -> str:
        """Write the form of an address."""
        activation = "" if self.activation == "tanh" else f":{self.activation}"
        return f"{self.cell}({brackets(self, str(self.units), _NAMES[1:])}){activation}"


def check_entries(samples: int, entries: int) -> None:
    """Refuse a batch whose gates would fill the memory.

    Parameters
    ----------
    samples : int
        In a batch.
    entries : int
        Numbers at all steps of one sample (`RecurrentSettings.entries`).

    Raises
    ------
    ValueError
        If there would be more than a batch may have.
    """
    if samples * entries > MAX_BATCH_ENTRIES:
        raise ValueError(
            f"expected at most {MAX_BATCH_ENTRIES // 10**6} million numbers in the gates of a batch, got "
            f"{samples * entries // 10**6:,} million ({samples:,} sequences, {entries:,} each); use a smaller batch, "
            "shorter sequences or fewer units"
        )


def sequence_layer(given: Any) -> RecurrentSettings:
    """Return one layer for what an address, a file or a control gives.

    Parameters
    ----------
    given : RecurrentSettings, str or mapping
        A text has the form of an address; a mapping has the fields.

    Raises
    ------
    ValueError
        If it is none; the message is for a person.
    """
    if isinstance(given, RecurrentSettings):
        return given
    fields = _parsed(given) if isinstance(given, str) else given
    if not isinstance(fields, Mapping):
        raise ValueError(f"{_EXAMPLES}, got {echo(given)}; write one of them")
    try:
        return RecurrentSettings.model_validate(dict(fields))
    except ValidationError as error:
        raise ValueError(refusal(error, RecurrentSettings)) from None


SequenceLayer = Annotated[RecurrentSettings, BeforeValidator(sequence_layer)]
"""The type of a setting that holds such a layer: whatever is given is checked."""


def in_words(layer: RecurrentSettings) -> str:
    """Return a layer as a table shows it: ``LSTM 16, bias 3``."""
    activation = [] if layer.activation == "tanh" else [layer.activation]
    more = [f"{name} {value}" for name, value in unusual(layer, _NAMES[1:])]
    return ", ".join([f"{CELL_NAMES[layer.cell]} {layer.units}", *more, *activation])


def _parsed(text: str) -> dict[str, Any]:
    """Read the form of an address; the values stay texts."""
    form = _FORM.fullmatch(text)
    if form is None:
        raise ValueError(f"{_EXAMPLES}, got '{echo(text)}'; write one of them")
    cell, inside, behind = form.groups()
    fields = {"cell": cell} | read_brackets(inside or "", _NAMES, cell)
    return fields | ({"activation": behind[1:]} if behind else {})

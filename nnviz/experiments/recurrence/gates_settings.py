"""The settings of "Gates" on the page "Recurrence"."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import Seed

GatedCell = Literal["lstm", "gru"]
GATED_CELLS: dict[GatedCell, str] = {"lstm": "LSTM", "gru": "GRU"}
GatesTask = Literal["first-symbol", "parity"]
GATES_TASKS: dict[GatesTask, str] = {"first-symbol": "First symbol", "parity": "Parity"}
GATES_UNITS = 8
MOST_GATES_STEPS = 40
MOST_GATES_TRAINED = 1000
GATES_SEQUENCES = 256

_Gate = Annotated[float | None, Field(ge=0.0, le=1.0)]
_Candidate = Annotated[float | None, Field(ge=-1.0, le=1.0)]


class GatesFields(BaseModel):
    """A trained layer with gates, one sequence, and the gates that are held by hand."""

    gates_task: GatesTask = "first-symbol"
    gates_cell: GatedCell = "lstm"
    gates_trained: int = Field(300, ge=0, le=MOST_GATES_TRAINED)
    """Steps of training."""
    gates_bias: float = Field(1.0, ge=-2.0, le=6.0)
    """First bias of the gate that keeps: f of an LSTM, u of a GRU."""
    gates_steps: int = Field(20, ge=3, le=MOST_GATES_STEPS)
    """The length of the sequences, in training, too."""
    gates_seed: Seed = 0
    gates_sequence: int = Field(1, ge=1, le=GATES_SEQUENCES)
    """Which of the measured sequences is shown."""
    gates_unit: int = Field(1, ge=1, le=GATES_UNITS)
    gates_step: int = Field(2, ge=1, le=MOST_GATES_STEPS)
    """The step that is written out."""
    gates_i: _Gate = None
    """Where the gate is held; nothing leaves it to the network. So are the six that follow."""
    gates_f: _Gate = None
    gates_o: _Gate = None
    gates_g: _Candidate = None
    gates_r: _Gate = None
    gates_u: _Gate = None
    gates_n: _Candidate = None
    gates_from: int = Field(2, ge=1, le=MOST_GATES_STEPS)
    """The first step at which gates are held."""
    gates_every: bool = True
    """Whether the gates of all units are held, and not only those of the unit that is shown."""

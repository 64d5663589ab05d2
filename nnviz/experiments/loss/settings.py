"""What the page of losses shows: which curves, which batch, and where a single neuron starts."""

from typing import Annotated, Literal

from pydantic import Field

from nnviz.experiments.address.record import AddressRecord, OldKeys, OldValues
from nnviz.experiments.loss.batch import BATCH, SNAPSHOT_EPOCHS

Task = Literal["binary", "classes", "regression"]
NeuronData = Literal["published", "iris"]
PARAMETER_LIMIT = 5.0
"""The neuron's weight and bias go from minus this to this."""

LOCKSTEP_EPOCHS = 300


class LossSettings(AddressRecord):
    """The page's settings. ``z`` is the logit at the handle of the curves."""

    task: Annotated[Task, OldKeys("family"), OldValues({"number": "regression"})] = "binary"
    target: int = Field(1, ge=0, le=1)
    z: float = Field(-2.0, ge=-12.0, le=12.0)
    source: Literal["iris", "digits"] = "digits"
    loss: Annotated[Literal["cross_entropy", "squared_error"], OldKeys("measure")] = "cross_entropy"
    epochs_trained: Annotated[int, OldKeys("trained")] = Field(SNAPSHOT_EPOCHS[2], ge=0, le=SNAPSHOT_EPOCHS[-1])
    sample: int = Field(0, ge=0, lt=BATCH)
    data: NeuronData = "published"
    w: float = Field(2.0, ge=-PARAMETER_LIMIT, le=PARAMETER_LIMIT)
    b: float = Field(2.0, ge=-PARAMETER_LIMIT, le=PARAMETER_LIMIT)
    learning_rate: Annotated[float, OldKeys("rate")] = Field(0.15, gt=0.0, le=5.0)
    epoch: int = Field(0, ge=0, le=LOCKSTEP_EPOCHS)

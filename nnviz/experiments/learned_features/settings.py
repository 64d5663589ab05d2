"""The settings of the page "What a layer has learned": which of its six topics, and what each of them is about."""

from typing import Literal, Self

from pydantic import Field, model_validator

from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.address.seeds import FirstSeed
from nnviz.experiments.learned_features.binned_information import BinKind, Binning
from nnviz.experiments.learned_features.digits import SHOWN, DigitsTask
from nnviz.experiments.learned_features.grokking import LOSSES, UNITS, GrokkingTask
from nnviz.experiments.learned_features.information import InformationTask
from nnviz.experiments.learned_features.plane import SEEDS, RingTask
from nnviz.experiments.recording.recording import Task

Topic = Literal["plane", "digits", "units", "seeds", "information", "grokking"]
TOPICS: dict[Topic, str] = {
    "plane": "Plane by layer",
    "digits": "Layer by layer",
    "units": "One unit",
    "seeds": "Two seeds",
    "information": "Information plane",
    "grokking": "Grokking",
}
"""With their titles."""

PlaneActivation = Literal["tanh", "relu", "leaky_relu", "sigmoid", "identity"]
DigitsActivation = Literal["relu", "tanh", "sigmoid", "identity"]
Addition = Literal["31", "23"]
SHARES: dict[str, float] = {"31": 0.5, "23": 0.6}
"""The share of the pairs that is trained on, by the modulus."""


class LearnedFeaturesSettings(AddressRecord):
    """What the page shows. A field counts for the topics that are named; ``seed`` for all of them."""

    topic: Topic = "plane"
    seed: FirstSeed = 7
    plane_width: int = Field(2, ge=2, le=3)
    """Plane: units of each hidden layer."""
    plane_depth: int = Field(1, ge=1, le=3)
    """Plane: hidden layers."""
    plane_activation: PlaneActivation = "tanh"
    network: int = Field(1, ge=1, le=SEEDS)
    """Plane: which of the seeds is drawn."""
    depth: int = Field(3, ge=1, le=4)
    """Digits, unit, seeds: hidden layers."""
    units: int = Field(32, ge=4, le=64)
    """Digits, unit, seeds: units of each hidden layer."""
    activation: DigitsActivation = "relu"
    shuffled: bool = False
    """Digits, unit, seeds: whether the training labels are dealt out anew."""
    sample: int = Field(222, ge=1, le=SHOWN)
    """Digits: whose neighbours are shown."""
    layer: int = Field(1, ge=1, le=5)
    unit: int = Field(1, ge=1, le=64)
    """Unit: which one of which layer; the output layer comes after the hidden ones."""
    samples: int = Field(SHOWN, ge=5, le=SHOWN)
    """Seeds: on how many digits layers are compared."""
    bins: BinKind = "fixed"
    bin_width: float = Field(0.5, ge=0.02, le=2.0)
    bin_count: int = Field(30, ge=2, le=200)
    modulus: Addition = "31"
    decay: float = Field(1.0, ge=0.0, le=2.0)
    squares: bool = True
    """Grokking: units that square, else ReLU."""
    cross_entropy: bool = True
    """Grokking: the loss, else the squared error."""
    addition_unit: int = Field(1, ge=1, le=UNITS)
    """Grokking: whose weights are drawn."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.layer > self.depth + 1:
            raise ValueError(
                f"expected a layer from 1 to {self.depth + 1}, the last being the output, got {self.layer}; "
                "choose one of them, or more hidden layers"
            )
        most = 10 if self.layer == self.depth + 1 else self.units
        if self.unit > most:
            raise ValueError(f"expected a unit from 1 to {most} of layer {self.layer}, got {self.unit}; choose another")
        return self

    def fitted(self, **changes: object) -> Self:
        """Return changed settings, with a layer and a unit that the network has."""
        given = dict(self) | changes
        given["layer"] = min(given["layer"], given["depth"] + 1)
        given["unit"] = min(given["unit"], 10 if given["layer"] == given["depth"] + 1 else given["units"])
        return self.changed(**{name: given[name] for name in {*changes, "layer", "unit"}})

    @property
    def binning(self) -> Binning:
        """How activations are put in bins."""
        return Binning(self.bins, self.bin_width, self.bin_count)

    @property
    def task(self) -> Task:
        """What is trained for the topic."""
        if self.topic == "plane":
            return RingTask(self.plane_width, self.plane_depth, self.plane_activation, self.seed)
        if self.topic == "information":
            return InformationTask(self.seed)
        if self.topic == "grokking":
            activation, loss = "square" if self.squares else "relu", LOSSES[0 if self.cross_entropy else 1]
            return GrokkingTask(int(self.modulus), SHARES[self.modulus], self.decay, activation, loss, self.seed)
        return DigitsTask(self.depth, self.units, self.activation, self.seed, self.shuffled)

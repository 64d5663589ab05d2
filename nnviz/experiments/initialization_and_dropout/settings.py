"""What the page of initialization and dropout shows: seven starts of one network, masks, and a small set of digits."""

from typing import Annotated, Literal

from pydantic import Field

from nnviz.experiments.address.record import AddressRecord, OldKeys
from nnviz.experiments.address.seeds import FirstSeed
from nnviz.experiments.depth.settings import Data, DepthSettings, ElementwiseActivation

MOST_DRAWS = 2000


class InitializationAndDropoutSettings(AddressRecord):
    """The page's settings: the network that starts in seven ways, then the masks and the comparison over seeds."""

    data: Data = "digits"
    activation: ElementwiseActivation = "relu"
    depth: int = Field(6, ge=1, le=20)
    width: int = Field(32, ge=1, le=64)
    learning_rate: float = Field(0.05, gt=0.0, le=10.0)
    steps: int = Field(200, ge=10, le=1000)
    seed: FirstSeed = 0

    dropout_rate: Annotated[float, OldKeys("rate")] = Field(0.5, ge=0.0, lt=1.0)
    """The share that dropout silences."""
    masks: Annotated[int, OldKeys("draw")] = Field(1, ge=1, le=MOST_DRAWS)
    """How many masks were drawn; the last one is shown, and the mean of all."""
    mode: Literal["train", "eval"] = "train"
    samples: int = Field(100, ge=20, le=400)
    """Training samples of the comparison: the fewer, the stronger the overfitting."""
    label_noise: Annotated[float, OldKeys("wrong")] = Field(0.2, ge=0.0, le=0.5)
    """The share of them with a label drawn at random."""
    test_sample: Annotated[int, OldKeys("index")] = Field(0, ge=0, le=99)
    """Which test sample goes through the network in both modes."""

    @property
    def network(self) -> DepthSettings:
        """The network of the seven starts; its initializer is not used."""
        return DepthSettings(
            data=self.data,
            activation=self.activation,
            depth=self.depth,
            width=self.width,
            learning_rate=self.learning_rate,
            steps=self.steps,
            seed=self.seed,
        )

"""What a person chooses for the topic "A tied dense layer" of the page "Convolution"."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import Seed

Padding = Literal["valid", "same", "full"]
LayerKind = Literal["tied", "local", "dense"]
Target = Literal["everywhere", "by_place"]
ColouredBy = Literal["entry", "weight", "gradient"]

LAYER_KINDS: dict[LayerKind, str] = {"tied": "convolution", "local": "locally connected", "dense": "dense"}
"""The layers that are trained, with their titles: from the most ties to none."""

MAX_STEPS = 100
MAX_IMAGES = 200


class TiedFields(BaseModel):
    """The layer, what of its matrix is looked at, and how far the three layers are trained."""

    tied_size: int = Field(8, ge=3, le=8)
    """Height and width of the image."""
    tied_kernel: int = Field(3, ge=1, le=5)
    """Height and width of the kernel."""
    tied_stride: int = Field(1, ge=1, le=3)
    tied_padding: Padding = "valid"
    tied_cell: int = Field(14, ge=0, lt=144)
    """The output cell that is looked at, counted row by row; beyond the last one it is the last."""
    tied_entry: int = Field(1, ge=0, lt=25)
    """The entry of the kernel that is looked at, counted row by row; beyond the last one it is the last."""
    tied_colour: ColouredBy = "entry"
    tied_steps: int = Field(0, ge=0, le=MAX_STEPS)
    tied_images: int = Field(20, ge=5, le=MAX_IMAGES)
    tied_target: Target = "everywhere"
    tied_seed: Seed = 0

    @property
    def tied_shape(self) -> tuple[int, int, int, Padding]:
        """Size, kernel, stride and padding: what decides about the matrix, but for its numbers."""
        return self.tied_size, self.tied_kernel, self.tied_stride, self.tied_padding

"""The settings of "Find Sobel" on the page "Convolution"."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import Seed

SobelTarget = Literal["sobel_x", "sobel_y", "blur", "sharpen"]
TARGETS: dict[SobelTarget, str] = {
    "sobel_x": "Sobel x",
    "sobel_y": "Sobel y",
    "blur": "blur",
    "sharpen": "sharpen",
}
"""With their titles."""

SobelStart = Literal["random", "zeros"]
LARGEST_RATE = 2.5


class SobelFields(BaseModel):
    """Which kernel is to be found, from where, and how fast."""

    sobel_target: SobelTarget = "sobel_x"
    sobel_start: SobelStart = "random"
    sobel_seed: Seed = 1
    sobel_rate: float = Field(1.0, ge=0.05, le=LARGEST_RATE)
    """The learning rate, in units of one over the largest eigenvalue of the Hessian."""
    sobel_image: int = Field(222, ge=0, lt=360)
    """The test digit on which the kernel is watched."""

"""The settings of "Equivariance" on the page "Convolution"."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import Seed

MOST_SHIFT = 4
CANVAS = 16
"""Rows of the image that holds a digit of 8 x 8 in its middle: shifted by four pixels it just stays inside."""

ShiftKernel = Literal["sobel_x", "sobel_y", "blur", "edges"]
SHIFT_KERNELS: dict[ShiftKernel, str] = {"sobel_x": "Sobel x", "sobel_y": "Sobel y", "blur": "blur", "edges": "edges"}
"""With their titles."""

ShiftPool = Literal["max", "avg"]
ShiftPadding = Literal["same", "valid"]


class EquivarianceFields(BaseModel):
    """An image, how far it is shifted, and what looks at it."""

    shift_image: int = Field(222, ge=0, lt=360)
    """Which test digit."""
    shift_down: int = Field(0, ge=-MOST_SHIFT, le=MOST_SHIFT)
    shift_right: int = Field(1, ge=-MOST_SHIFT, le=MOST_SHIFT)
    shift_kernel: ShiftKernel = "sobel_x"
    shift_pool: ShiftPool = "max"
    shift_padding: ShiftPadding = "same"
    shift_ground: bool = False
    """Whether the digit stands on grey paper: then the zeros of the padding are seen."""
    shift_canvas: bool = False
    """Whether the networks that classify see digits in the middle of 10 x 10 pixels, so that nothing is lost."""
    shift_seed: Seed = 0
    """Of the networks that classify."""
    shift_borders: bool = False
    """Whether places are compared, too, that see the border or what came over it."""

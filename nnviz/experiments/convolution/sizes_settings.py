"""The settings of "Sizes", the arithmetic of convolutions, on the page "Convolution"."""

from typing import Literal

from pydantic import BaseModel, Field

LARGEST_IMAGE, LARGEST_KERNEL, LARGEST_STRIDE, LARGEST_DILATION, MOST_CHANNELS = 16, 7, 4, 4, 512

SizePadding = Literal["valid", "same", "full", "1", "2", "3", "4", "5", "6"]
SIZE_PADDINGS: dict[SizePadding, str] = {
    "valid": "valid (none)",
    "same": "same",
    "full": "full",
    "1": "p = 1",
    "2": "p = 2",
    "3": "p = 3",
    "4": "p = 4",
    "5": "p = 5",
    "6": "p = 6",
}
"""With their titles."""

Stack = Literal["lenet", "tiny_vgg"]


class SizesFields(BaseModel):
    """A window on its way over an image, the same along rows and columns.

    What fits together is not asked here: settings that leave no output are shown with a sentence.
    """

    size_in: int = Field(6, ge=1, le=LARGEST_IMAGE)
    size_kernel: int = Field(3, ge=1, le=LARGEST_KERNEL)
    size_stride: int = Field(2, ge=0, le=LARGEST_STRIDE)
    size_dilation: int = Field(1, ge=1, le=LARGEST_DILATION)
    size_padding: SizePadding = "valid"
    size_transposed: bool = False
    size_extra: int = Field(0, ge=0, lt=LARGEST_STRIDE)
    """Of a transposed convolution: rows and columns that are added at the end."""
    size_place: int = Field(0, ge=0, lt=1024)
    """Where the window stands, in reading order."""
    size_channels: int = Field(1, ge=1, le=MOST_CHANNELS)
    size_filters: int = Field(1, ge=1, le=MOST_CHANNELS)
    size_stack: Stack = "lenet"
    """Whose layers the table walks through."""

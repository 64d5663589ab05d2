"""The settings of "Kernel by hand" on the page "Convolution"."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

Padding = Literal["valid", "same", "full"]
LARGEST_WEIGHT = 100.0
Weight = Annotated[float, Field(ge=-LARGEST_WEIGHT, le=LARGEST_WEIGHT)]

KERNEL_SIZES = (3, 5)


class KernelFields(BaseModel):
    """A kernel, and how it is laid on the image."""

    kernel_size: int = Field(3, ge=3, le=5)
    kernel: tuple[Weight, ...] = (-1.0, 0.0, 1.0, -2.0, 0.0, 2.0, -1.0, 0.0, 1.0)
    """Row by row; of an image in colour red, green and blue in turn at each place, or one kernel for all three."""
    kernel_padding: Padding = "same"
    kernel_flipped: bool = False
    """Whether the kernel is flipped first, as a convolution of mathematics is."""
    output_row: int = Field(3, ge=0, lt=32)
    output_column: int = Field(3, ge=0, lt=32)
    """The cell whose sum is written out."""

    @model_validator(mode="after")
    def _kernel_fits(self) -> Self:
        size = self.kernel_size
        if size not in KERNEL_SIZES:
            raise ValueError(f"expected a kernel of 3 x 3 or 5 x 5 numbers, got kernel_size {size}; choose 3 or 5")
        if len(self.kernel) not in (size**2, 3 * size**2):
            raise ValueError(
                f"expected {size**2} numbers for a kernel of {size} x {size}, or {3 * size**2} for three channels, "
                f"got {len(self.kernel)}; write as many, separated by commas"
            )
        return self

"""What a person chooses for the topic "Backward, patch by patch" of the page "Convolution"."""

from typing import Literal, get_args

from pydantic import BaseModel, Field, field_validator

from nnviz.experiments.address.seeds import Seed

GradientName = Literal["dK", "dX", "db"]
ConvolutionMistake = Literal["flip", "places", "crop", "mean"]

CONVOLUTION_MISTAKES: tuple[ConvolutionMistake, ...] = get_args(ConvolutionMistake)


class BackwardFields(BaseModel):
    """One convolution on digits below a dense softmax layer, and which entry of which gradient is taken apart.

    Of an entry, a sample or a filter beyond the last one, the last is meant.
    """

    backward_size: int = Field(5, ge=3, le=8)
    """Height and width of the image."""
    backward_kernel: int = Field(3, ge=1, le=4)
    """Height and width of the kernel."""
    backward_stride: int = Field(1, ge=1, le=3)
    backward_padding: int = Field(1, ge=0, le=2)
    """Zeros on each side of the image."""
    backward_filters: int = Field(1, ge=1, le=3)
    backward_samples: int = Field(2, ge=1, le=3)
    backward_activation: Literal["relu", "tanh", "identity"] = "relu"
    backward_seed: Seed = 0
    backward_gradient: GradientName = "dK"
    backward_row: int = Field(0, ge=0, le=7)
    backward_column: int = Field(1, ge=0, le=7)
    backward_sample: int = Field(1, ge=1, le=3)
    """Which sample is drawn, from 1."""
    backward_filter: int = Field(1, ge=1, le=3)
    """Which filter is drawn, from 1."""
    backward_mistakes: tuple[ConvolutionMistake, ...] = ()

    @field_validator("backward_mistakes")
    @classmethod
    def _backward_mistakes_once(cls, mistakes: tuple[ConvolutionMistake, ...]) -> tuple[ConvolutionMistake, ...]:
        return tuple(name for name in CONVOLUTION_MISTAKES if name in mistakes)

    @property
    def backward_pass(self) -> tuple[object, ...]:
        """What decides about every number of the pass."""
        return (
            self.backward_size,
            self.backward_kernel,
            self.backward_stride,
            self.backward_padding,
            self.backward_filters,
            self.backward_samples,
            self.backward_activation,
            self.backward_seed,
        )

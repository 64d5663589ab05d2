"""What a person chooses for the topic "Pooling" of the page "Convolution"."""

from typing import Literal

from pydantic import BaseModel, Field

PoolingKind = Literal["max", "average"]
PoolingSource = Literal["map", "digit", "typed"]

POOLING_SOURCES: dict[PoolingSource, str] = {
    "map": "feature map after ReLU",
    "digit": "handwritten digit",
    "typed": "numbers you type",
}
"""With their titles."""

LARGEST_SIDE = 8
"""Rows and columns of typed numbers."""

POOLING_DIGITS = 100


class PoolingFields(BaseModel):
    """What is pooled, how, and which output cell is looked at (beyond the last one, the last)."""

    pooling_kind: PoolingKind = "max"
    pooling_window: int = Field(2, ge=0, le=5)
    """Height and width of a window; 0 is the whole map."""
    pooling_stride: int = Field(2, ge=1, le=5)
    pooling_source: PoolingSource = "map"
    pooling_digit: int = Field(1, ge=1, le=POOLING_DIGITS)
    pooling_typed: str = Field("3 1 0 0; 2 5 0 0; 4 4 1 2; 4 0 2 2", max_length=400)
    pooling_row: int = Field(0, ge=0, lt=LARGEST_SIDE)
    pooling_column: int = Field(0, ge=0, lt=LARGEST_SIDE)
    pooling_apart: bool = False
    """Whether each number is moved a little, so that no two are equal."""

    @property
    def pooled(self) -> tuple[object, ...]:
        """What decides about every number of the pass."""
        numbers = self.pooling_typed if self.pooling_source == "typed" else self.pooling_digit
        window = (self.pooling_kind, self.pooling_window, self.pooling_stride)
        return (*window, self.pooling_source, numbers, self.pooling_apart)

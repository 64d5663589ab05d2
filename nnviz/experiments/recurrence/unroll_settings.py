"""The settings of "Unroll" on the page "Recurrence"."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

ShownTensor = Literal["x", "z", "r", "u", "n", "i", "f", "o", "g", "c", "h", "y", "p", "L", "dh", "dc"]
MOST_STEPS = 12
"""Copies of the cell that can be read on a projector."""


def _bits(text: str) -> str:
    if not text or len(text) > MOST_STEPS or set(text) - {"0", "1"}:
        raise ValueError(f"expected 1 to {MOST_STEPS} bits, such as 10110, got {text[:40]!r}; write only 0 and 1")
    return text


class UnrollFields(BaseModel):
    """A sequence of bits, and the number that is written out."""

    bits: Annotated[str, AfterValidator(_bits)] = "1011010"
    shown_step: int = Field(3, ge=1, le=MOST_STEPS)
    shown_unit: int = Field(1, ge=1, le=4)
    shown_tensor: ShownTensor = "h"
    """One that the cell does not have stands for its state."""
    backwards: bool = False
    """Whether the gradients of all steps are shown, too."""

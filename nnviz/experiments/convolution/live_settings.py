"""The settings of "Live", the network that trains on the digits, on the page "Convolution"."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from nnviz.experiments.convolution.image_settings import DIGITS, drawn_rows

SIDE = 8
FARTHEST = 3
"""Pixels that an image is shifted at most along each axis."""

LiveNetwork = Literal["small", "large"]
LIVE_NETWORKS: dict[LiveNetwork, tuple[int, int]] = {"large": (8, 16), "small": (4, 8)}
"""With the channels of their two convolutions."""


def _check_digit(text: str) -> str:
    if text and [len(row) for row in drawn_rows(text)] != [SIDE] * SIDE:
        raise ValueError(f"expected a drawing of {SIDE} rows with {SIDE} pixels each")
    return text


class LiveFields(BaseModel):
    """Which network trains, and which image it is shown."""

    live_network: LiveNetwork = "large"
    live_seed: int = Field(0, ge=0, le=999)
    live_digit: int = Field(13, ge=0, lt=DIGITS)
    """Which of the bundled digits; not looked at where one is drawn."""
    live_drawn: Annotated[str, AfterValidator(_check_digit)] = ""
    """A drawn image, as `drawn_rows` reads it; "" for the bundled digit."""
    live_down: int = Field(0, ge=-FARTHEST, le=FARTHEST)
    """Pixels by which the image is shifted downwards."""
    live_right: int = Field(0, ge=-FARTHEST, le=FARTHEST)

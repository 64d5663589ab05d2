"""The image that topics of the page "Convolution" show."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

DIGITS = 1797
LEVELS = 16
"""Of grey in an image: 0 is paper, 16 is ink."""

SMALLEST, LARGEST = 3, 16
"""Sides of a drawn image."""

ImageName = Literal["digit", "square", "spot", "ball", "colours", "drawn"]
IMAGES: dict[ImageName, str] = {
    "digit": "digit",
    "square": "square",
    "spot": "one pixel",
    "ball": "ball",
    "colours": "in colour",
    "drawn": "draw your own",
}
"""With their titles."""


def drawn_rows(text: str) -> tuple[tuple[int, ...], ...]:
    """Read a drawn image: a row after the other, a character each pixel, 0 to 9 and a to g for 0 to 16.

    Raises
    ------
    ValueError
        If a row is longer than another, a side is too short or too long, or a character means no grey.
    """
    rows = text.split("-")
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        raise ValueError(
            f"expected rows of one length, got rows of {min(widths)} and of {max(widths)} pixels; fill the short ones"
        )
    sides = (len(rows), len(rows[0]))
    if not all(SMALLEST <= side <= LARGEST for side in sides):
        raise ValueError(
            f"expected an image of {SMALLEST} x {SMALLEST} to {LARGEST} x {LARGEST} pixels, got {sides[0]} x {sides[1]}"
        )
    if not re.fullmatch("[0-9a-g-]*", text):
        raise ValueError("expected the greys 0 to 9 and a to g, for 10 to 16, with a minus sign between two rows")
    return tuple(tuple(int(level, LEVELS + 1) for level in row) for row in rows)


def _check_drawn(text: str) -> str:
    drawn_rows(text)
    return text


class ImageFields(BaseModel):
    """Which image the topics "kernel" and others show."""

    image: ImageName = "digit"
    digit: int = Field(0, ge=0, lt=DIGITS)
    """Which of the bundled digits."""
    drawn: Annotated[str, AfterValidator(_check_drawn)] = (
        "0000000000-00ggggg000-00g000g000-00g0000000-00gggg0000-000000g000-000000g000-00g000g000-000ggg0000-0000000000"
    )
    """A drawn image, as `drawn_rows` reads it."""

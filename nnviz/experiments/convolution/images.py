"""The images of the page "Convolution": handwriting, and small pictures in whole numbers to follow by hand."""

from math import isqrt

import numpy as np

from nnviz.datasets import dataset
from nnviz.datasets.matrix_text import parse_matrix
from nnviz.engine import Array
from nnviz.experiments.convolution.image_settings import LARGEST, LEVELS, ImageFields, drawn_rows
from nnviz.experiments.convolution.settings import ConvolutionSettings

_SIDE = 12
_LETTERS = "0123456789abcdefg"


def image_of(settings: ImageFields) -> Array:
    """Return the image of the settings.

    Returns
    -------
    ndarray of shape (H, W, C)
        Whole numbers, 0 to 16; three channels (red, green, blue) of the image in colour, else one.

    Examples
    --------
    >>> from nnviz.experiments.convolution.settings import ConvolutionSettings
    >>> image_of(ConvolutionSettings(image="colours")).shape
    (12, 12, 3)
    """
    if settings.image == "digit":
        return np.asarray(dataset("digits").X[settings.digit], float).reshape(8, 8, 1)
    if settings.image == "drawn":
        return np.array(drawn_rows(settings.drawn), float)[..., np.newaxis]
    if settings.image == "colours":
        return _colours()
    return {"square": _square, "spot": _spot, "ball": _ball}[settings.image]()[..., np.newaxis]


def drawn_text(image: Array) -> str:
    """Write an image, shape (H, W), as `drawn_rows` reads it; greys are rounded to whole numbers from 0 to 16.

    Examples
    --------
    >>> drawn_text(np.array([[0.0, 16.0, 9.6], [0, 1, 2], [3, 4, 99]]))
    '0ga-012-34g'
    """
    greys = np.clip(np.rint(image), 0, LEVELS).astype(int)
    return "-".join("".join(_LETTERS[level] for level in row) for row in greys)


def typed_text(text: str) -> str:
    """Return a typed image, a row of greys from 0 to 16 a line, as `drawn_rows` reads it.

    A single line is a square image, as a table has it that holds one image a row.

    Raises
    ------
    ValueError
        If rows differ in length, a single one is no square, an entry is no grey, or there are too many.

    Examples
    --------
    >>> typed_text("0 16 0; 0 16 0; 0 16 0")
    '0g0-0g0-0g0'
    >>> typed_text("1 2 3 4 5 6 7 8 9")
    '123-456-789'
    """
    image = parse_matrix(text, LARGEST, LARGEST**2)
    if len(image) == 1:
        side = isqrt(image.size)
        if side**2 != image.size:
            raise ValueError(
                f"expected a line for each row of pixels, or a square image in one line, got {image.size} numbers in "
                f"one line; {side**2} or {(side + 1) ** 2} make a square"
            )
        image = image.reshape(side, side)
    if not np.all((image >= 0) & (image <= LEVELS) & (image == np.rint(image))):
        wrong = image[(image < 0) | (image > LEVELS) | (image != np.rint(image))][0]
        raise ValueError(
            f"expected greys as whole numbers from 0 (paper) to {LEVELS} (ink), got {wrong:g}; "
            f"scale the image to 0 to {LEVELS} and round it"
        )
    written = drawn_text(image)
    drawn_rows(written)
    return written


def with_side(settings: ConvolutionSettings, side: int) -> ConvolutionSettings:
    """Return settings with a square drawing of another side: cut, or with paper on all sides."""
    image = np.array(drawn_rows(settings.drawn), float)
    new = np.zeros((side, side))
    rows, columns = (min(side, size) for size in image.shape)
    (i, j), (top, left) = (
        ((size - n) // 2 for size, n in zip(one.shape, (rows, columns), strict=True)) for one in (image, new)
    )
    new[top : top + rows, left : left + columns] = image[i : i + rows, j : j + columns]
    return settings.changed(drawn=drawn_text(new))


def _square() -> Array:
    """A filled square, left of and above the middle: edges in every direction."""
    image = np.zeros((10, 10))
    image[2:7, 2:7] = LEVELS
    return image


def _spot() -> Array:
    """A single pixel of 1: what a layer makes of it is its kernel, flipped or not."""
    image = np.zeros((9, 9))
    image[4, 4] = 1.0
    return image


def _ball() -> Array:
    """A lit ball on a ground, like a photograph: soft shades, one sharp outline, a shadow."""
    i, j = np.indices((LEVELS, LEVELS))
    y, x = (i - 6.5) / 5.5, (j - 7.5) / 5.5
    inside = x**2 + y**2 <= 1
    depth = np.sqrt(np.clip(1 - x**2 - y**2, 0, None))
    shade = 14 - 12 * np.clip(0.6 * depth - 0.55 * x - 0.58 * y, 0, 1)
    ground = np.where(i >= 11, 5.0, 1.0)
    shadow = ((j - 10) / 5.5) ** 2 + ((i - 13) / 1.8) ** 2 <= 1
    return np.rint(np.where(inside, shade, np.where(shadow, 11.0, ground)))


def _colours() -> Array:
    """A yellow sun over green hills, blue sky: red, green and blue."""
    i, j = np.indices((_SIDE, _SIDE))
    image = np.empty((_SIDE, _SIDE, 3))
    image[...] = (3, 8, 14)
    image[(i - 3) ** 2 + (j - 8) ** 2 <= 5] = (16, 14, 2)
    image[i >= 8 + np.rint(1.5 * np.sin(j / 2))] = (4, 11, 3)
    return image

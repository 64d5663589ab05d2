"""Arrays as Python text, exact to the last bit: written out where they are small, packed where they are large."""

import base64
import math
import zlib
from textwrap import wrap

import numpy as np

from nnviz.engine import Array

WRITTEN_OUT = 48
"""Arrays up to this size are written out; Python's decimal form of a float is exact."""

LINE = 112

UNPACK = '''def numbers(shape, text):
    """Unpack an array: base64 of zlib of float64 numbers, little endian. So each is exactly what it was in nnviz."""
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), "<f8").reshape(shape).astype(np.float64)'''


def array_text(values: Array) -> str:
    """Return an expression that evaluates to the array."""
    if values.size <= WRITTEN_OUT and np.isfinite(values).all():
        return f"np.array({_rows(values.tolist(), values.ndim)})"
    packed = base64.b64encode(zlib.compress(np.ascontiguousarray(values, "<f8").tobytes(), 6)).decode()
    lines = (packed[begin : begin + LINE] for begin in range(0, len(packed), LINE))
    return f'numbers({tuple(values.shape)!r}, """\n' + "\n".join(lines) + '\n""")'


def whole_text(values: Array) -> str:
    """Return an expression that evaluates to the array of whole numbers."""
    return f"{array_text(values.astype(np.float64))}.astype(int)"


def number_text(value: float) -> str:
    """Return a number as Python reads it, NaN and infinity included."""
    return repr(float(value)) if math.isfinite(value) else f'float("{float(value)!r}")'


def _rows(values: list[object], ndim: int) -> str:
    text = repr(values)
    if len(text) <= LINE - 16:
        return text
    if ndim == 1:
        return "[\n" + "\n".join("    " + line for line in wrap(text[1:-1], LINE - 4)) + "\n]"
    rows = ("\n".join("    " + line for line in wrap(repr(row) + ",", LINE - 4)) for row in values)
    return "[\n" + "\n".join(rows) + "\n]"

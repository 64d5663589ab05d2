"""A message to the drawings of the concept pages: a header of words and settings, and the engine's numbers as they are.

The header is JSON behind its length (uint32, little-endian). Arrays stay
float64: what a person reads on the screen is the engine's number, not a rounded copy.
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from nnviz.engine import Array


def pack_message(header: Mapping[str, Any], arrays: Mapping[str, Array]) -> bytes:
    """Pack one message.

    Parameters
    ----------
    header : mapping
        What JSON can hold. The key ``layout`` is taken: it says where each array stands.
    arrays : mapping of str to ndarray
        Any shapes; sent as float64.

    Returns
    -------
    bytes
    """
    blocks = {name: np.ascontiguousarray(array, dtype="<f8") for name, array in arrays.items()}
    layout, offset = [], 0
    for name, block in blocks.items():
        layout.append({"name": name, "shape": block.shape, "offset": offset})
        offset += block.nbytes
    text = json.dumps({**header, "layout": layout}, allow_nan=False, separators=(",", ":")).encode()
    size = len(text).to_bytes(4, "little")
    return b"".join([size, text, *(block.tobytes() for block in blocks.values())])

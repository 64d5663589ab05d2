"""Makes a large message of a drawing lighter: single precision, and of a training that is played fewer frames."""

from typing import Any

import numpy as np

from nnviz.lessons.recording.files import thinned
from nnviz.lessons.recording.training import unpacked
from nnviz.stage.wire import pack_message

LARGE = 150_000
"""Bytes from which a message is made lighter: its numbers are a picture then, and nobody reads all their digits."""

MOST_FRAMES = 50
"""Frames that stay of a large training."""

_FRAME = "frame "
"""Before the names of arrays that hold one row a frame (nnviz/ui/drawings/playback.py)."""


def lighter(message: bytes) -> bytes:
    """Return a message of a drawing as it is recorded; one that is not large stays as it is."""
    if len(message) < LARGE:
        return message
    header, body = unpacked(message)
    arrays = {entry["name"]: _array(entry, body) for entry in header.pop("arrays")}
    if "frames" in header:
        return message
    steps = header.get("steps")
    if isinstance(steps, list) and header.get("from") == 0 and header.get("done"):
        rows = list(thinned(len(steps), MOST_FRAMES))
        header |= {"steps": [steps[row] for row in rows], "total": len(rows)}
        arrays = {name: array[rows] if name.startswith(_FRAME) else array for name, array in arrays.items()}
    return pack_message(header, {name: _single(array) for name, array in arrays.items()})


def _array(entry: dict[str, Any], body: bytes) -> Any:
    """Return an array of a message."""
    kind = np.dtype({"f8": "<f8", "f4": "<f4", "u1": "u1"}[entry["dtype"]])
    count = int(np.prod(entry["shape"]))
    return np.frombuffer(body, kind, count, entry["offset"]).reshape(entry["shape"])


def _single(array: Any) -> Any:
    """Return numbers in single precision where none of them leaves its range."""
    if array.dtype == np.uint8 or array.size < 1000:
        return array
    with np.errstate(over="ignore", under="ignore"):
        single = array.astype("<f4")
    lost = np.isfinite(array) & ((array != 0) & (single == 0) | ~np.isfinite(single))
    return array if lost.any() else single

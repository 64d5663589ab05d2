"""The one format of what goes to a browser: a header of words and settings, and named arrays behind it.

A message is the length of the header (uint32, little-endian), the header (JSON, padded with spaces so that the body
starts at a multiple of eight bytes), and the body. ``arrays`` in the header says where in the body every array lies:
name, dtype (``f8``, ``f4`` or ``u1``), shape, offset. Frames are blocks of arrays, one after the other, all of one
layout: frame i starts at ``frames.offset + i * frames.size``, and its arrays' offsets count from there. So the reader
knows no shapes of its own, and opens a frame when somebody looks at it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Fields = Sequence[tuple[str, Array]]
"""Named arrays in the order in which they are sent."""

WIRE_VERSION = 5
"""Rises when the format changes: a page that was open during an upgrade then asks to be loaded again."""

_DTYPES = {"f8": "<f8", "f4": "<f4", "u1": "u1"}


def pack_message(
    header: Mapping[str, Any], arrays: Mapping[str, Array], frames: Sequence[Fields] | None = None
) -> bytes:
    """Pack one message. Equal arguments give equal bytes.

    Parameters
    ----------
    header : mapping
        What JSON can hold. The keys ``arrays`` and ``frames`` are taken.
    arrays : mapping of str to ndarray
        Any shapes. uint8 and float32 are sent as they are, all others as float64.
    frames : sequence of list of (name, array), optional
        Blocks of the same arrays, possibly none; the first entry of the first array is the step.

    Raises
    ------
    ValueError
        If the frames have not all the same arrays and shapes, or JSON cannot hold the header.
    """
    layout, size = _layout(arrays.items())
    body = [_to_bytes(arrays.items(), layout, size)]
    said: dict[str, Any] = {**header, "arrays": layout}
    if frames is not None:
        start = -size % 8 + size
        body += [bytes(start - size), *_frame_bytes(said, frames, start)]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-(len(text) + 4) % 8)
    return b"".join([struct.pack("<I", len(text)), text, *body])


def single(fields: Iterable[tuple[str, Array]]) -> list[tuple[str, Array]]:
    """Return arrays in single precision, bytes as they are: enough for what is drawn sixty times a second."""
    with np.errstate(over="ignore"):  # beyond float32 is infinity to the browser: such a run has diverged anyway
        return [(name, array if array.dtype == np.uint8 else array.astype("<f4")) for name, array in fields]


def _frame_bytes(header: dict[str, Any], frames: Sequence[Fields], start: int) -> list[bytes]:
    """Write into the header where the frames lie, and return their bytes."""
    layout, size = _layout(frames[0]) if frames else ([], 0)
    for fields in frames:
        if _layout(fields)[0] != layout:
            raise ValueError(
                f"Frames of one chunk must have the same arrays and shapes; step {fields[0][1][0]:g} differs from step "
                f"{frames[0][0][1][0]:g}. Start a new chunk (and a new scene) when the network changes."
            )
    header["frames"] = {"count": len(frames), "offset": start, "size": size, "layout": layout}
    return [_to_bytes(fields, layout, size) for fields in frames]


def _layout(fields: Iterable[tuple[str, Array]]) -> tuple[list[dict[str, Any]], int]:
    """Name, dtype, shape and aligned offset of every array in a block, and the block's size, a multiple of four."""
    entries, end = [], 0
    for name, array in fields:
        dtype = {"uint8": "u1", "float32": "f4"}.get(array.dtype.name, "f8")
        width = int(dtype[1])
        offset = end + -end % width
        entries.append({"name": name, "dtype": dtype, "shape": list(array.shape), "offset": offset})
        end = offset + width * array.size
    return entries, end + -end % 4


def _to_bytes(fields: Iterable[tuple[str, Array]], layout: list[dict[str, Any]], size: int) -> bytes:
    """The arrays of a block, each row by row at its offset."""
    block = bytearray()
    for (_, array), entry in zip(fields, layout, strict=True):
        block += bytes(entry["offset"] - len(block))
        block += np.ascontiguousarray(array, _DTYPES[entry["dtype"]]).tobytes()
    return bytes(block.ljust(size, b"\0"))

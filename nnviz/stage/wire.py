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
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Fields = Sequence[tuple[str, Array]]
"""Named arrays in the order in which they are sent."""

WIRE_VERSION = 7
"""Rises when the format changes: a page that was open during an upgrade then asks to be loaded again."""

_DTYPES: dict[str, np.dtype[Any]] = {"f8": np.dtype("<f8"), "f4": np.dtype("<f4"), "u1": np.dtype("u1")}


@dataclass(frozen=True, eq=False)
class PackedFrame:
    """One frame as it is sent; whoever is sent the same frame is sent the same bytes.

    Attributes
    ----------
    step : float
    layout : list of dict
        Name, dtype, shape and offset of every array.
    data : bytes
    """

    step: float
    layout: list[dict[str, Any]]
    data: bytes


def pack_frame(fields: Fields) -> PackedFrame:
    """Pack one frame in single precision, bytes as they are; the first entry of its first array is the step."""
    block = _block_of(tuple([(name, "B" if array.dtype.char == "B" else "f", array.shape) for name, array in fields]))
    with np.errstate(over="ignore"):  # as in `single`
        return PackedFrame(float(np.float32(fields[0][1][0])), block.layout, block.filled([V for _, V in fields]))


def pack_message(
    header: Mapping[str, Any], arrays: Mapping[str, Array], frames: Sequence[PackedFrame] | None = None
) -> bytes:
    """Pack one message. Equal arguments give equal bytes.

    Parameters
    ----------
    header : mapping
        What JSON can hold. The keys ``arrays`` and ``frames`` are taken.
    arrays : mapping of str to ndarray
        Any shapes. uint8 and float32 are sent as they are, all others as float64.
    frames : sequence of PackedFrame, optional
        Blocks of the same arrays, possibly none.

    Raises
    ------
    ValueError
        If the frames have not all the same arrays and shapes, or JSON cannot hold the header.
    """
    block = _block_of(tuple((name, array.dtype.char, array.shape) for name, array in arrays.items()))
    body, size = [block.filled(list(arrays.values()))], block.size
    said: dict[str, Any] = {**header, "arrays": block.layout}
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


def _frame_bytes(header: dict[str, Any], frames: Sequence[PackedFrame], start: int) -> list[bytes]:
    """Write into the header where the frames lie, and return their bytes."""
    layout, size = (frames[0].layout, len(frames[0].data)) if frames else ([], 0)
    for frame in frames:
        if frame.layout != layout:
            raise ValueError(
                f"Frames of one chunk must have the same arrays and shapes; step {frame.step:g} differs from step "
                f"{frames[0].step:g}. Start a new chunk (and a new scene) when the network changes."
            )
    header["frames"] = {"count": len(frames), "offset": start, "size": size, "layout": layout}
    return [frame.data for frame in frames]


@dataclass(frozen=True)
class _Block:
    """Where arrays lie one behind another.

    Attributes
    ----------
    layout : list of dict
        Name, dtype, shape and aligned offset of every array.
    runs : list of (str, slice, int)
        Arrays of one dtype that follow each other without gaps, and the offset of the first.
    size : int
        A multiple of four.
    """

    layout: list[dict[str, Any]]
    runs: list[tuple[str, slice, int]]
    size: int

    def filled(self, arrays: Sequence[Array]) -> bytes:
        """Return the arrays' bytes, each row by row at its offset."""
        block = bytearray()
        for dtype, run, offset in self.runs:
            block += bytes(offset - len(block))
            block += np.concatenate(arrays[run], None, dtype=_DTYPES[dtype]).tobytes()
        return bytes(block.ljust(self.size, b"\0"))


@lru_cache(maxsize=256)
def _block_of(arrays: tuple[tuple[str, str, tuple[int, ...]], ...]) -> _Block:
    """Lay out arrays by their names, dtypes and shapes: all frames of a training have the same layout."""
    entries: list[dict[str, Any]] = []
    runs: list[tuple[str, slice, int]] = []
    end = 0
    for i, (name, char, shape) in enumerate(arrays):
        dtype = {"B": "u1", "f": "f4"}.get(char, "f8")
        width = int(dtype[1])
        offset = end + -end % width
        entries.append({"name": name, "dtype": dtype, "shape": list(shape), "offset": offset})
        end = offset + width * prod(shape)
        before, run, start = runs.pop() if runs and runs[-1][0] == dtype else (dtype, slice(i, i), offset)
        runs.append((before, slice(run.start, i + 1), start))
    return _Block(entries, runs, end + -end % 4)

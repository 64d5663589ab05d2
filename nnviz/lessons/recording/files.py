"""Packs what was recorded into files that a page can load wherever it lies, from a folder without a server, too.

Each file is a script that hands over a name and a text: packed by deflate, in base64. Browsers refuse to fetch other
kinds of files where a page was opened from a folder.
"""

import base64
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array
from nnviz.lessons.recording.reels import Reel
from nnviz.stage.wire import pack_message


def reel_data(reel: Reel) -> bytes:
    """Return a reel as one message of the wire, which the player makes the stage's own message of."""
    header = {"header": reel.header, "layout": reel.layout, "steps": reel.steps, "fields": reel.fields}
    body = np.frombuffer(reel.body, np.uint8)
    return pack_message(header, {"body": body, "frames": changes(reel.frames), "samples": changes(reel.samples)})


def changes(blocks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what changes in each byte from frame to frame, all changes of a byte together: so they pack well.

    Parameters
    ----------
    blocks : ndarray of uint8, shape (..., frames, size)

    Returns
    -------
    ndarray of uint8, shape (..., size, frames)
        The first frame as it is, then differences modulo 256.
    """
    found = np.diff(blocks, axis=-2, prepend=np.zeros_like(blocks[..., :1, :]))
    return np.ascontiguousarray(np.swapaxes(found, -1, -2))


def script(name: str, data: bytes) -> bytes:
    """Return a file that hands data over to the player, under a name of letters, digits and ``-._``."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    return b'nnvizFile("' + name.encode("ascii") + b'","' + base64.b64encode(packed) + b'");\n'


def message_data(header: Mapping[str, Any], arrays: Mapping[str, Array] | None = None) -> bytes:
    """Return a header and arrays as one message of the wire."""
    return pack_message(header, arrays or {})


def thinned(frames: int, most: int) -> Sequence[int]:
    """Return which of so many frames stay where at most `most` may: evenly many, the last one among them."""
    if frames <= most:
        return range(frames)
    return [int(at) for at in np.unique(np.rint(np.linspace(0, frames - 1, max(1, most)))).astype(int)]

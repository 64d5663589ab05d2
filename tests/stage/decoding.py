"""An independent reader of the stage's messages, written from docs/stage.md."""

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

DTYPES = {"f8": np.dtype("<f8"), "f4": np.dtype("<f4"), "u1": np.dtype("u1")}


@dataclass
class Message:
    """What a message says."""

    header: dict[str, Any]
    arrays: dict[str, np.ndarray]
    frames: list[dict[str, np.ndarray]]
    size: int

    @property
    def scene(self) -> dict[str, np.ndarray]:
        """The arrays of the scene, if it is sent."""
        return {name: array for name, array in self.arrays.items() if name != "history"}

    @property
    def rows(self) -> np.ndarray:
        """The points of the curves."""
        return self.arrays["history"]


def read_block(body: bytes, layout: list[dict[str, Any]], start: int = 0) -> dict[str, np.ndarray]:
    """The arrays of one block by name."""
    block = {}
    for entry in layout:
        count = int(np.prod(entry["shape"]))
        array = np.frombuffer(body, DTYPES[entry["dtype"]], count, start + entry["offset"])
        block[entry["name"]] = array.reshape(entry["shape"])
    return block


def read(data: bytes) -> Message:
    """A message as a record."""
    (size,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + size])
    body = data[4 + size :]
    frames = header.get("frames", {"count": 0})
    starts = [frames["offset"] + i * frames["size"] for i in range(frames["count"])]
    blocks = [read_block(body, frames["layout"], start) for start in starts]
    return Message(header, read_block(body, header["arrays"]), blocks, len(data))


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What a drawing's message says, and its arrays."""
    message = read(data)
    return {name: value for name, value in message.header.items() if name != "arrays"}, message.arrays

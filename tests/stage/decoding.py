"""An independent reader of the stage's messages, written from docs/stage.md."""

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

TYPES = {"f4": np.dtype("<f4"), "u1": np.dtype("u1")}


@dataclass
class Message:
    """What a message says."""

    header: dict[str, Any]
    scene: dict[str, np.ndarray]
    rows: np.ndarray
    frames: list[dict[str, np.ndarray]]
    size: int


def read_block(body: bytes, layout: list[dict[str, Any]], start: int) -> dict[str, np.ndarray]:
    """The arrays of one block by name."""
    block = {}
    for entry in layout:
        count = int(np.prod(entry["shape"]))
        array = np.frombuffer(body, TYPES[entry["type"]], count, start + entry["offset"])
        block[entry["name"]] = array.reshape(entry["shape"])
    return block


def read(data: bytes) -> Message:
    """A message as a record."""
    (size,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + size])
    body = data[4 + size :]
    spec, points, frames = header.get("scene_spec"), header["history"], header["frames"]
    rows = np.frombuffer(body, "<f4", points["rows"] * 6, points["offset"]).reshape(-1, 6)
    blocks = [read_block(body, frames["layout"], frames["offset"] + i * frames["size"]) for i in range(frames["count"])]
    return Message(header, read_block(body, spec["layout"], 0) if spec else {}, rows, blocks, len(data))


def unpack(message: bytes):
    """What the browser reads, as nnviz/stage/assets/drawings/message.js does."""
    size = int.from_bytes(message[:4], "little")
    header = json.loads(message[4 : 4 + size])
    body = message[4 + size :]
    arrays = {
        part["name"]: np.frombuffer(body, "<f8", int(np.prod(part["shape"])), part["offset"]).reshape(part["shape"])
        for part in header.pop("layout")
    }
    return header, arrays

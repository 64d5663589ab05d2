"""Reads the messages of a race, and presses its buttons as a browser does."""

import json
import struct
from typing import Any

import numpy as np

from nnviz.stage import Command, Need
from nnviz.stage.activation_race import RacePlayer
from tests.stage.decoding import Message, read_block


def read_race(data: bytes) -> Message:
    """A message as a record."""
    (size,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + size])
    body = data[4 + size :]
    spec, points, frames = header.get("scene_spec"), header["history"], header["frames"]
    columns = len(header["history_columns"])
    rows = np.frombuffer(body, "<f4", points["rows"] * columns, points["offset"]).reshape(-1, columns)
    blocks = [read_block(body, frames["layout"], frames["offset"] + i * frames["size"]) for i in range(frames["count"])]
    return Message(header, read_block(body, spec["layout"], 0) if spec else {}, rows, blocks, len(data))


class Browser:
    """The other side of a player: takes every message and asks for the next."""

    def __init__(self, player: RacePlayer) -> None:
        self.player = player
        self.scene = 0
        self.have = -1
        self.n = 0

    def take(self) -> Message:
        """Ask for a message as the browser does, and read it."""
        if self.player.playing:
            self.player.need(Need(self.scene, self.have, self.have, 1))
        message = read_race(self.player.next_message())
        self.scene = message.header["scene"]
        if len(message.rows):
            self.have = int(message.rows[-1][0])
        return message

    def press(self, name: str, value: Any = 0.0, shown: int | None = None) -> None:
        """Send a command."""
        self.n += 1
        value = float(value) if isinstance(value, int) else value
        self.player.carry_out(Command(name, value, self.have if shown is None else shown, self.n))

"""Reads the messages of a race, and presses its buttons as a browser does."""

from typing import Any

from nnviz.stage import Command, Need
from nnviz.stage.activation_race import RacePlayer
from tests.stage.decoding import Message, read


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
        message = read(self.player.next_message())
        self.scene = message.header["scene"]
        if len(message.rows):
            self.have = int(message.rows[-1][0])
        return message

    def press(self, name: str, value: Any = 0.0, shown: int | None = None) -> None:
        """Send a command."""
        self.n += 1
        value = float(value) if isinstance(value, int) else value
        self.player.carry_out(Command(name, value, self.have if shown is None else shown, self.n))

"""Lets ten, then twenty visitors train at once, and counts the frames that each of them could show.

A visitor is no browser but a websocket that speaks Streamlit's own protocol: it opens the Playground, presses Play,
plays the frames that arrive at 60 a second, asks for more as the stage does, and stands still while it has none.

Run it with ``python -m benchmarks.visitors``; ``--quick`` measures for seconds, ``--visitors 5 40`` other numbers.
"""

import argparse
import asyncio
import contextlib
import json
import math
import statistics
import struct
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.bounds import Row, cpu_seconds
from scripts.driving import Server, running_app

PAGE, QUERY = "playground", "hidden=4:tanh,2:tanh"
RATE = 60.0
BOUNDS = {10: 25.0, 20: 15.0}
"""Frames a second that each of so many visitors must get."""


@dataclass
class Visitor:
    """One person's browser, without a screen.

    Attributes
    ----------
    shown : int
        Frames played so far.
    """

    url: str
    shown: int = 0
    _component: str = ""
    _fragment: str = ""
    _queue: list[int] = field(default_factory=list)
    _have: int = -1
    _scene: int = 0
    _sequence: int = 0
    _low_water: int = 0
    _asked_at: float = 0.0
    _playing: bool = False
    _socket: Any = None

    async def visit(self, end: asyncio.Event) -> None:
        """Open the Playground and train until the end."""
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        async with websockets.connect(address, subprotocols=["streamlit"], max_size=None) as self._socket:  # type: ignore[list-item]
            await self._socket.send(self._rerun().SerializeToString())
            listening = asyncio.create_task(self._listen())
            try:
                await self._play(end)
            finally:
                listening.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await listening

    async def _listen(self) -> None:
        async for raw in self._socket:
            message = ForwardMsg()
            message.ParseFromString(raw)
            if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
                continue
            element = message.delta.new_element
            if element.WhichOneof("type") == "bidi_component" and element.bidi_component.bytes:
                head = _header(element.bidi_component.bytes)
                if "sequence" in head:  # the stage; other components of the page have no frames
                    self._fragment = message.delta.fragment_id
                    self._component = element.bidi_component.id
                    self._take(head)

    def _take(self, head: dict[str, Any]) -> None:
        """Take in a chunk's header, and put its frames behind those that wait."""
        if head["sequence"] == self._sequence:
            return
        self._sequence, self._scene, self._low_water = head["sequence"], head["scene"], head["low_water"]
        self._have, self._playing = head["newest"], head["playing"]
        self._asked_at = 0.0 if self._playing else self._asked_at
        self._queue += [head["newest"]] * head["frames"]["count"]

    async def _play(self, end: asyncio.Event) -> None:
        """Show a frame every sixtieth of a second if there is one; ask for more before the last."""
        while not self._playing and not end.is_set():
            if self._component and self._is_due():
                await self._send("command", {"name": "play", "value": 0, "shown": 0, "n": _now()})
            await asyncio.sleep(0.02)
        due = time.perf_counter()
        while not end.is_set():
            due = max(due + 1.0 / RATE, time.perf_counter() - 1.0 / RATE)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if self._queue:
                self._queue.pop(0)
                self.shown += 1
            if self._playing and len(self._queue) <= self._low_water and self._is_due():
                await self._send("need", {"scene": self._scene, "have": self._have, "shown": self._have, "n": _now()})

    def _is_due(self) -> bool:
        """Tell whether to ask, or to ask again: what was asked may have been lost."""
        due = time.perf_counter() - self._asked_at > 1.5
        if due:
            self._asked_at = time.perf_counter()
        return due

    async def _send(self, event: str, value: dict[str, Any]) -> None:
        """Set off one of the component's triggers, as Streamlit's page does: the stage's fragment runs again."""
        message = self._rerun()
        state = message.rerun_script
        state.fragment_id = self._fragment
        widget = state.widget_states.widgets.add()
        widget.id = f"$$STREAMLIT_INTERNAL_KEY_{self._component}__events"
        widget.json_trigger_value = json.dumps([{"event": event, "value": value}])
        await self._socket.send(message.SerializeToString())

    def _rerun(self) -> BackMsg:
        """Ask for a run of the page, as the browser does when its address is opened."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name, state.context_info.url = QUERY, PAGE, f"{self.url}/{PAGE}"
        return message


def _header(data: bytes) -> dict[str, Any]:
    """Return what the head of a component's message says."""
    (length,) = struct.unpack_from("<I", data)
    head: dict[str, Any] = json.loads(data[4 : 4 + length])
    return head


def _now() -> int:
    return int(time.time() * 1000)


async def train_together(server: Server, count: int, seconds: float) -> tuple[list[float], float]:
    """Return the frames a second of each visitor, and per cent of a core that the server took."""
    end = asyncio.Event()
    visitors = [Visitor(server.url) for _ in range(count)]
    tasks = [asyncio.create_task(visitor.visit(end)) for visitor in visitors]
    try:
        await _until_all_play(visitors, tasks)
        before, cpu, began = [visitor.shown for visitor in visitors], cpu_seconds(server.pid), time.perf_counter()
        await asyncio.sleep(seconds)
        passed = time.perf_counter() - began
        rates = [(visitor.shown - old) / passed for visitor, old in zip(visitors, before, strict=True)]
        share = 100.0 * (cpu_seconds(server.pid) - cpu) / passed
    finally:
        end.set()
        await asyncio.gather(*tasks, return_exceptions=True)
    return rates, share


async def _until_all_play(visitors: list[Visitor], tasks: list["asyncio.Task[None]"]) -> None:
    deadline = time.perf_counter() + 60.0
    while any(visitor.shown < 30 for visitor in visitors):
        for task in tasks:
            if task.done():
                task.result()
        if time.perf_counter() > deadline:
            raise RuntimeError("after a minute, some visitors had not shown thirty frames")
        await asyncio.sleep(0.1)


def crowd(count: int, seconds: float) -> Iterator[Row]:
    """Measure one number of visitors on a server of their own."""
    with tempfile.TemporaryDirectory() as home, running_app(Path(home)) as server:
        rates, share = asyncio.run(train_together(server, count, seconds))
        wrong = server.tail().count("Traceback")
    bound = BOUNDS.get(count, 0.0)
    yield Row(f"{count} visitors at once, the median of them", statistics.median(rates), "fps", bound, True)
    yield Row(f"{count} visitors at once, the slowest of them", min(rates), "fps", bound, True)
    yield Row(f"{count} visitors at once, the fastest over the slowest", max(rates) / min(rates), "times", 2.0, False)
    yield Row(f"{count} visitors at once, errors on the server", wrong, "", 0.0, False)
    yield Row(f"{count} visitors at once, per cent of a core", share, "%", math.inf, False)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="seconds instead of a minute")
    parser.add_argument("--visitors", type=int, nargs="+", default=list(BOUNDS), help="how many at once")
    chosen = parser.parse_args()
    for count in chosen.visitors:
        for row in crowd(count, 4.0 if chosen.quick else 20.0):
            print(row, flush=True)


if __name__ == "__main__":
    main()

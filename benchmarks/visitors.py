"""Lets one to a hundred visitors train at once: the frames that each could show, how evenly, how soon controls answer.

A visitor is no browser but a websocket that speaks Streamlit's own protocol: it opens the Playground, presses Play,
plays the frames that arrive as fast as the message says, asks for more as the stage does, and stands still while it has
none. One of them changes its learning rate on the picture twice a second, and waits for what comes of it. The visitors
either all train the same, as a hall does that opened one address, or each from weights of its own.

Run it with ``python -m benchmarks.visitors``; ``--quick`` measures for seconds, ``--visitors 5 40`` other numbers,
``--different`` or ``--same`` only one kind.
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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.bounds import Row, cpu_seconds
from scripts.driving import Server, running_app

PAGE, QUERY = "playground", "hidden=4:tanh,2:tanh"
RATES = (0.03, 0.1)
"""Learning rates that a visitor changes between."""
CURVE = (1, 5, 10, 20, 40, 60, 100)
"""Visitors at once, in the table of docs/benchmarks.md."""
BOUNDS = {10: 25.0, 20: 20.0, 40: 20.0}
"""Frames a second that each of so many visitors must get."""
ANSWER, EVEN = 300.0, 2.0
"""Milliseconds in which a control must answer; how many times as much the fastest may get as the slowest."""


@dataclass
class Visitor:
    """One person's browser, without a screen.

    Attributes
    ----------
    url : str
    query : str
        The address's parameters.
    shown : float
        Frames played so far.
    epoch : float
        The newest epoch that has arrived.
    answers : list of float
        Milliseconds from each change to the message that carries it out.
    received : int
        Bytes of messages so far.
    cookie : str
        What the connection is opened with, such as that of a proxy.
    """

    url: str
    query: str
    shown: float = 0.0
    epoch: float = 0.0
    answers: list[float] = field(default_factory=list)
    received: int = 0
    cookie: str = ""
    thinning: int = 1
    _component: str = ""
    _fragment: str = ""
    _waiting: float = 0.0
    _clock: float = 0.0
    _rate: float = 60.0
    _have: int = -1
    _scene: int = 0
    _sequence: int = 0
    _generation: int = -1
    _low_water: int = 0
    _asked_at: float = 0.0
    _asked_for: int = -1
    _playing: bool = False
    _runs: bool = False
    _changed: tuple[int, float] | None = None
    _socket: Any = None
    _direct: dict[str, Any] = field(default_factory=dict)
    _line: Any = None
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    async def visit(self, end: asyncio.Event) -> None:
        """Open the Playground and train until the end."""
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        protocols: Any = ["streamlit"]
        async with self._connect(address, subprotocols=protocols) as self._socket:
            await self._socket.send(self._rerun().SerializeToString())
            self._tasks.append(asyncio.create_task(self._listen()))
            try:
                await self._play(end)
            finally:
                for listening in self._tasks:
                    listening.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await listening

    def _connect(self, address: str, **more: Any) -> Any:
        headers = {"Cookie": self.cookie} if self.cookie else None
        return websockets.connect(address, max_size=None, compression=None, additional_headers=headers, **more)

    async def change(self) -> None:
        """Set another learning rate on the picture, as its menu does, and wait for what comes of it."""
        n = int(time.time() * 1000)
        self._changed = n, time.perf_counter()
        value = {"name": "learning_rate", "value": RATES[len(self.answers) % 2]}
        await self._send("command", {"name": "set", "value": value, "shown": self._have, "n": n})

    @property
    def waits(self) -> bool:
        """Whether a change has no answer yet."""
        return self._changed is not None

    async def _listen(self) -> None:
        async for raw in self._socket:
            self.received += len(raw)
            message = ForwardMsg()
            message.ParseFromString(raw)
            if message.WhichOneof("type") == "session_status_changed":
                self._runs = message.session_status_changed.script_is_running
            if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
                continue
            element = message.delta.new_element
            if element.WhichOneof("type") == "bidi_component" and element.bidi_component.bytes:
                head, body = _header(element.bidi_component.bytes)
                if "sequence" in head:  # the stage; other components of the page have no frames
                    self._fragment = message.delta.fragment_id
                    self._component = element.bidi_component.id
                    self._take(head, body)

    async def _listen_beside(self) -> None:
        """Take what comes along the stage's own websocket, and ask along it from now on."""
        async with self._connect(self.url.replace("http", "ws", 1) + f"/stage/{self._direct['name']}") as self._line:
            async for raw in self._line:
                self.received += len(raw)
                if isinstance(raw, bytes):
                    self._take(*_header(raw))

    def _take(self, head: dict[str, Any], body: bytes) -> None:
        """Take in a chunk's header, and put its frames behind those that wait."""
        if head["sequence"] <= self._sequence:
            return
        if head["direct"] and not self._direct:
            self._tasks.append(asyncio.create_task(self._listen_beside()))
        self._direct = head["direct"] or {}
        self._advance()
        if self._changed and head["answers"] >= self._changed[0]:
            self.answers.append(1000.0 * (time.perf_counter() - self._changed[1]))
            self._changed = None
        if head["generation"] != self._generation:
            self._waiting = 0.0
        self._sequence, self._scene, self._low_water = head["sequence"], head["scene"], head["low_water"]
        self._generation, self._have, self._playing = head["generation"], head["newest"], head["playing"]
        self._rate = head["speeds"][head["speed"]]["frames_per_second"]
        self.thinning = head["thinning"]
        frames = head["frames"]
        self._waiting += frames["count"]
        if frames["count"]:
            (numbers,) = (entry for entry in frames["layout"] if entry["name"] == "numbers")
            last = frames["offset"] + (frames["count"] - 1) * frames["size"] + numbers["offset"]
            self.epoch = struct.unpack_from("<2f", body, last)[1]

    def _advance(self) -> None:
        """Play what could be played since the clock was looked at last."""
        now = time.perf_counter()
        played = min(self._waiting, (now - self._clock) * self._rate)
        self._clock = now
        self._waiting -= played
        self.shown += played

    async def _play(self, end: asyncio.Event) -> None:
        """Press Play; then ask for more before the last frame is shown."""
        while not self._playing and not end.is_set():
            if self._component and not self._runs and time.perf_counter() - self._asked_at > 3.0:
                self._asked_at = time.perf_counter()
                await self._send("command", {"name": "play", "value": 0, "shown": 0, "n": int(time.time() * 1000)})
            await asyncio.sleep(0.02)
        while not end.is_set():
            await asyncio.sleep(0.03)
            self._advance()
            again = time.perf_counter() - self._asked_at > 1.5 and not self._runs
            if self._waiting <= self._low_water and not self.waits and (again or self._asked_for != self._sequence):
                self._asked_at, self._asked_for = time.perf_counter(), self._sequence
                have = {"scene": self._scene, "have": self._have, "shown": self._have, "n": int(time.time() * 1000)}
                await self._send("need", have)

    async def _send(self, event: str, value: dict[str, Any]) -> None:
        """Ask along the stage's websocket, or set off one of the component's triggers: its fragment runs again."""
        if self._line and (event == "need" or value["name"] in self._direct["alone"] + self._direct["first"]):
            await self._line.send(json.dumps({event: value}))
            if event == "need" or value["name"] in self._direct["alone"]:
                return
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
        state.query_string, state.page_name, state.context_info.url = self.query, PAGE, f"{self.url}/{PAGE}"
        return message


def _header(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return what the head of a component's message says, and what stands behind it."""
    (length,) = struct.unpack_from("<I", data)
    head: dict[str, Any] = json.loads(data[4 : 4 + length])
    return head, data[4 + length :]


@dataclass(frozen=True)
class Crowd:
    """What so many visitors got.

    Attributes
    ----------
    rates, epochs : list of float
        Frames, and epochs of training, a second, of each visitor.
    answers : list of float
        Milliseconds from a change to the message that carries it out.
    thinning : float
        Of how many frames one was made, on the average.
    share : float
        Per cent of a core that the server took.
    cost : float
        Milliseconds of the server's processor for each frame that was shown.
    megabits : float
        Megabits a second to one visitor.
    """

    rates: list[float]
    epochs: list[float]
    answers: list[float]
    thinning: float
    share: float
    cost: float
    megabits: float


async def train_together(server: Server, count: int, seconds: float, different: bool = False) -> Crowd:
    """Have visitors train, and the first of them change its learning rate twice a second.

    Parameters
    ----------
    server : Server
    count : int
        Visitors at once.
    seconds : float
        How long to measure.
    different : bool
        Whether each has weights of its own.
    """
    end = asyncio.Event()
    visitors = [Visitor(server.url, f"{QUERY}&seed={i if different else 0}") for i in range(count)]
    tasks = []
    try:
        for (
            visitor
        ) in visitors:  # a page costs more than a chunk: a hall does not open it within the same second either
            tasks.append(asyncio.create_task(visitor.visit(end)))
            await asyncio.sleep(0.1)
        await _until_all_play(visitors, tasks)
        await asyncio.sleep(min(5.0, seconds))
        before = [(visitor.shown, visitor.epoch, visitor.received) for visitor in visitors]
        cpu, began = cpu_seconds(server.pid), time.perf_counter()
        thinning = []
        while time.perf_counter() - began < seconds:
            if not visitors[0].waits:
                await visitors[0].change()
            await asyncio.sleep(0.5)
            thinning.append(statistics.mean(visitor.thinning for visitor in visitors))
        passed = time.perf_counter() - began
        used = cpu_seconds(server.pid) - cpu
        gained = [
            (visitor.shown - shown, visitor.epoch - epoch, visitor.received - received)
            for visitor, (shown, epoch, received) in zip(visitors, before, strict=True)
        ]
        while any(visitor.waits for visitor in visitors) and time.perf_counter() - began < seconds + 5.0:
            await asyncio.sleep(0.05)
    finally:
        end.set()
        await asyncio.gather(*tasks, return_exceptions=True)
    frames = sum(shown for shown, _, _ in gained)
    return Crowd(
        [shown / passed for shown, _, _ in gained],
        [epochs / passed for _, epochs, _ in gained],
        [answer for visitor in visitors for answer in visitor.answers],
        statistics.mean(thinning),
        100.0 * used / passed,
        1000.0 * used / frames,
        8e-6 * sum(received for _, _, received in gained) / passed / count,
    )


async def _until_all_play(visitors: Sequence[Visitor], tasks: Sequence["asyncio.Task[None]"]) -> None:
    deadline = time.perf_counter() + 120.0
    while any(visitor.shown < 10 for visitor in visitors):
        for task in tasks:
            if task.done():
                task.result()
        if time.perf_counter() > deadline:
            raise RuntimeError("after two minutes, some visitors had not shown ten frames")
        await asyncio.sleep(0.1)


def measure(count: int, seconds: float, different: bool) -> tuple[Crowd, int]:
    """Measure one number of visitors on a server of their own; return what they got, and the server's errors."""
    with tempfile.TemporaryDirectory() as home, running_app(Path(home)) as server:
        got = asyncio.run(train_together(server, count, seconds, different))
        return got, server.tail().count("Traceback")


def crowd(count: int, seconds: float, different: bool = True) -> Iterator[Row]:
    """Yield the bounds of one number of visitors."""
    got, wrong = measure(count, seconds, different)
    bound = BOUNDS.get(count, 0.0)
    of = f"{count} visitors at once"
    yield Row(f"{of}, the median of them", statistics.median(got.rates), "fps", bound, True)
    yield Row(f"{of}, the slowest of them", min(got.rates), "fps", bound, True)
    yield Row(f"{of}, the fastest over the slowest", max(got.rates) / min(got.rates), "times", EVEN, False)
    yield Row(f"{of}, a control answers, median", statistics.median(got.answers), "ms", ANSWER, False)
    yield Row(f"{of}, errors on the server", wrong, "", 0.0, False)
    yield Row(f"{of}, per cent of a core", got.share, "%", math.inf, False)


HEAD = (
    "| visitors | frames a second, median | slowest | fastest / slowest | epochs a second | 1 frame in | "
    "answer, median ms | 90 % ms | longest ms | server, % of a core | ms a frame | Mbit/s each |"
)


def line(count: int, got: Crowd) -> str:
    """Return one line of the table."""
    middle, most = np.percentile(got.answers, (50, 90)) if got.answers else (math.nan, math.nan)
    cells = [
        f"{count}",
        f"{statistics.median(got.rates):.1f}",
        f"{min(got.rates):.1f}",
        f"{max(got.rates) / max(min(got.rates), 1e-9):.2f}",
        f"{statistics.median(got.epochs):.1f}",
        f"{got.thinning:.1f}",
        f"{middle:.0f}",
        f"{most:.0f}",
        f"{max(got.answers, default=math.nan):.0f}",
        f"{got.share:.0f}",
        f"{got.cost:.2f}",
        f"{got.megabits:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table of each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="seconds instead of minutes")
    parser.add_argument("--visitors", type=int, nargs="+", default=list(CURVE), help="how many at once")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--same", action="store_true", help="only visitors who train the same")
    kinds.add_argument("--different", action="store_true", help="only visitors who each have weights of their own")
    chosen = parser.parse_args()
    for different in (False, True):
        if (chosen.same and different) or (chosen.different and not different):
            continue
        print(f"\nVisitors who {'each have weights of their own' if different else 'train the same'}:\n")
        print(f"{HEAD}\n|{'---|' * HEAD.count(' | ')}---|")
        for count in chosen.visitors:
            got, wrong = measure(count, 4.0 if chosen.quick else 15.0, different)
            print(line(count, got) + (f" {wrong} errors on the server" if wrong else ""), flush=True)


if __name__ == "__main__":
    main()

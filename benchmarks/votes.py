"""Has a thousand phones vote within ten seconds while ten visitors train on the same process.

A phone opens a connection, fetches its page, votes, and asks for the state, as the page's program does. The phones come
evenly over the ten seconds, from a process of their own. The visitors are those of `benchmarks.visitors`: all train the
same, as a hall does that follows one lecture, or each weights of its own (``--different``).

Run it with ``python -m benchmarks.votes``; ``--phones``, ``--visitors``, ``--seconds``.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import re
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import numpy as np

from benchmarks.bounds import Row, cpu_seconds
from benchmarks.visitors import QUERY, Visitor, _until_all_play
from scripts.driving import Server, running_app

PHONES, VISITORS, SECONDS = 1000, 10, 10.0
ANSWER, FRAMES = 200.0, 25.0
"""Milliseconds in which 95 of 100 requests must be answered; frames a second that each visitor must get."""

STEP = {
    "at": "why-sigmoid",
    "address": f"playground?{QUERY}",
    "question": "Which of the three lowers its loss first?",
    "options": ["ReLU", "sigmoid", "leaky ReLU"],
}


@dataclass
class Phones:
    """What the phones met.

    Attributes
    ----------
    pages, votes, states : list of float
        Milliseconds of each request for the page, for a vote, and for the state.
    failures : list of str
        What went wrong.
    """

    pages: list[float] = field(default_factory=list)
    votes: list[float] = field(default_factory=list)
    states: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[float]:
        """All requests together."""
        return [*self.pages, *self.votes, *self.states]


class Connection:
    """A phone's connection, which sends one request after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self._reader, self._writer, self._host = reader, writer, host
        self._cookie = ""

    async def ask(self, path: str, form: str | None = None) -> tuple[int, str]:
        """Send a request, take in the answer, keep its cookie; return its status and its head."""
        head = f"{'GET' if form is None else 'POST'} {path} HTTP/1.1\r\nHost: {self._host}\r\nAccept-Encoding: gzip\r\n"
        head += f"Content-Length: {len(form or '')}\r\n" + (f"Cookie: {self._cookie}\r\n" if self._cookie else "")
        head += "" if form is None else "Content-Type: application/x-www-form-urlencoded\r\nX-Phone-Program: 1\r\n"
        self._writer.write(f"{head}\r\n{form or ''}".encode())
        answered = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"content-length: (\d+)", answered, re.IGNORECASE)
        await self._reader.readexactly(int(length[1]) if length else 0)
        kept = re.search(r"nnviz_voter=[\w-]+", answered)
        self._cookie = kept[0] if kept else self._cookie
        return int(answered.split()[1]), answered

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def _phone(url: str, room: str, option: int, delay: float, met: Phones) -> None:
    await asyncio.sleep(delay)
    host, at = urlsplit(url).netloc, f"/hall/{room}"
    vote = urlencode({"option": option, "at": STEP["at"], "round": 1})
    requests = [(met.pages, at, None), (met.votes, f"{at}/vote", vote), (met.states, f"{at}/state", None)]
    phone = None
    try:
        for times, path, form in requests:
            began = time.perf_counter()
            phone = phone or Connection(*await asyncio.open_connection(*host.split(":")), host)
            status, head = await phone.ask(path, form)
            times.append(1000.0 * (time.perf_counter() - began))
            if status != 200:
                raise RuntimeError(f"{path} was answered with {status}: {head}")
    except (OSError, RuntimeError, asyncio.IncompleteReadError) as error:
        met.failures.append(f"{type(error).__name__}: {error}")
    finally:
        if phone:
            phone.close()


async def _all_phones(url: str, room: str, count: int, seconds: float) -> Phones:
    met = Phones()
    await asyncio.gather(*(_phone(url, room, i % 3, seconds * i / count, met) for i in range(count)))
    return met


def phones_vote(url: str, room: str, count: int, seconds: float) -> Phones:
    """Have so many phones vote, in this process."""
    return asyncio.run(_all_phones(url, room, count, seconds))


def present(url: str, path: str, content: dict[str, Any]) -> dict[str, Any]:
    """Do what a presenter does."""
    request = urllib.request.Request(f"{url}/hall/{path}", json.dumps(content).encode())
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as answered:
        found: dict[str, Any] = json.load(answered)
        return found


@dataclass(frozen=True)
class Hall:
    """What a vote in a full hall came to.

    Attributes
    ----------
    phones : Phones
    counted : int
        Votes in the histogram.
    frames : list of float
        Frames a second of each visitor, meanwhile.
    before : list of float
        The same before the vote.
    share : float
        Per cent of a core that the server took.
    passed : float
        Seconds until the last phone was done.
    """

    phones: Phones
    counted: int
    frames: list[float]
    before: list[float]
    share: float
    passed: float


async def vote_while_training(server: Server, phones: int, visitors: int, seconds: float, different: bool) -> Hall:
    """Measure a vote while visitors train."""
    room = present(server.url, "rooms", {"lesson": "depth", "title": "A lecture"})
    code, token = room["room"], room["token"]
    present(server.url, f"{code}/step", {"token": token, **STEP})
    present(server.url, f"{code}/round", {"token": token, "open": True})
    end = asyncio.Event()
    crowd = [Visitor(server.url, f"{QUERY}&seed={i if different else 0}") for i in range(visitors)]
    tasks = []
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as elsewhere:
        await loop.run_in_executor(elsewhere, os.getpid)  # it is there before the phones come
        for visitor in crowd:
            tasks.append(asyncio.create_task(visitor.visit(end)))
            await asyncio.sleep(0.1)
        try:
            await _until_all_play(crowd, tasks)
            await asyncio.sleep(5.0)
            before = await _frames(crowd, asyncio.sleep(seconds / 2))
            cpu, began = cpu_seconds(server.pid), time.perf_counter()
            voting = loop.run_in_executor(elsewhere, phones_vote, server.url, code, phones, seconds)
            frames = await _frames(crowd, voting)
            passed = time.perf_counter() - began
            share = 100.0 * (cpu_seconds(server.pid) - cpu) / passed
        finally:
            end.set()
            await asyncio.gather(*tasks, return_exceptions=True)
        met = await voting
    closed = present(server.url, f"{code}/round", {"token": token, "open": False})
    return Hall(met, sum(closed["histograms"][0]), frames, before, share, passed)


async def _frames(crowd: list[Visitor], meanwhile: Any) -> list[float]:
    shown, began = [visitor.shown for visitor in crowd], time.perf_counter()
    await meanwhile
    passed = time.perf_counter() - began
    return [(visitor.shown - before) / passed for visitor, before in zip(crowd, shown, strict=True)]


def measure(phones: int, visitors: int, seconds: float, different: bool) -> Hall:
    """Measure on a server of its own."""
    with tempfile.TemporaryDirectory() as home, running_app(Path(home)) as server:
        return asyncio.run(vote_while_training(server, phones, visitors, seconds, different))


def rows(got: Hall, phones: int) -> Iterator[Row]:
    """Yield the lines of the table."""
    for what, times in {"page": got.phones.pages, "vote": got.phones.votes, "state": got.phones.states}.items():
        yield Row(f"{what}, 50 of 100", float(np.percentile(times or [np.nan], 50)), "ms", ANSWER, False)
        yield Row(f"{what}, 95 of 100", float(np.percentile(times or [np.nan], 95)), "ms", ANSWER, False)
    yield Row("all requests, 95 of 100", float(np.percentile(got.phones.all or [np.nan], 95)), "ms", ANSWER, False)
    yield Row("votes that were lost", phones - got.counted, "", 0.0, False)
    if got.frames:
        yield Row("frames of a visitor before, median", statistics.median(got.before), "fps", FRAMES, True)
        yield Row("frames of a visitor meanwhile, median", statistics.median(got.frames), "fps", FRAMES, True)
        yield Row("frames of a visitor meanwhile, slowest", min(got.frames), "fps", FRAMES, True)
    yield Row("the server, share of a core", got.share, "%", float("inf"), False)
    yield Row("until the last phone was done", got.passed, "s", float("inf"), False)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=PHONES)
    parser.add_argument("--visitors", type=int, default=VISITORS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--different", action="store_true", help="visitors who each have weights of their own")
    chosen = parser.parse_args()
    got = measure(chosen.phones, chosen.visitors, chosen.seconds, chosen.different)
    for row in rows(got, chosen.phones):
        print(row)
    print(f"load of the machine {os.getloadavg()[0]:.1f}; failures: {got.phones.failures[:3] or 'none'}")


if __name__ == "__main__":
    main()

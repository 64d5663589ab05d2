"""Has visitors train on 1, 2 and 4 replicas of the app behind the nginx of deploy/.

The visitors are those of `benchmarks.visitors`, each of whom opens the page by HTTP first, as a browser does: so the
cookie spreads them. All train the same, or each weights of its own (``--different``).

Run it with ``python -m benchmarks.replicas``; ``--replicas 1 2``, ``--visitors 20``, ``--seconds 5``, ``--different``.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bounds import cpu_seconds
from benchmarks.visitors import PAGE, QUERY, Visitor, _until_all_play
from scripts.replicas import Replicas, running_replicas

REPLICAS, VISITORS, SECONDS = (1, 2, 4), 40, 15.0


@dataclass(frozen=True)
class Shared:
    """What visitors got of some replicas.

    Attributes
    ----------
    rates : list of float
        Frames a second, of each visitor.
    epochs : list of float
        Epochs of training a second, of each.
    answers : list of float
        Milliseconds from a change of one visitor to the message that carries it out.
    kilobytes : float
        A second, to one visitor.
    spread : list of int
        Visitors on each replica.
    share : float
        Per cent of a core that all replicas took.
    """

    rates: list[float]
    epochs: list[float]
    answers: list[float]
    kilobytes: float
    spread: list[int]
    share: float


def cookie_of(url: str) -> str:
    """Open a page as a new visitor, and return the cookie that leads back to its replica."""
    with urllib.request.urlopen(f"{url}/{PAGE}?{QUERY}", timeout=60) as answer:
        given = answer.headers.get_all("Set-Cookie") or ()
    return next(cookie.partition(";")[0] for cookie in given if cookie.startswith("nnviz_replica="))


async def train_together(replicas: Replicas, count: int, seconds: float, different: bool) -> Shared:
    """Have visitors train at once, the first of whom changes its learning rate twice a second."""
    end = asyncio.Event()
    visitors, tasks = [], []
    try:
        for i in range(count):
            cookie = await asyncio.to_thread(cookie_of, replicas.url)
            visitors.append(Visitor(replicas.url, f"{QUERY}&seed={i if different else 0}", cookie=cookie))
            tasks.append(asyncio.create_task(visitors[-1].visit(end)))
            await asyncio.sleep(0.1)
        await _until_all_play(visitors, tasks)
        await asyncio.sleep(min(5.0, seconds))
        before = [(visitor.shown, visitor.epoch, visitor.received) for visitor in visitors]
        used, began = _used(replicas), time.perf_counter()
        while time.perf_counter() - began < seconds:
            if not visitors[0].waits:
                await visitors[0].change()
            await asyncio.sleep(0.5)
        passed = time.perf_counter() - began
        used = _used(replicas) - used
        gained = [
            (visitor.shown - shown, visitor.epoch - epoch, visitor.received - received)
            for visitor, (shown, epoch, received) in zip(visitors, before, strict=True)
        ]
    finally:
        end.set()
        await asyncio.gather(*tasks, return_exceptions=True)
    on = Counter(visitor.cookie.rpartition("=")[2] for visitor in visitors)
    return Shared(
        [shown / passed for shown, _, _ in gained],
        [epochs / passed for _, epochs, _ in gained],
        visitors[0].answers,
        sum(received for _, _, received in gained) / passed / count / 1000.0,
        [on[str(k + 1)] for k in range(len(replicas.servers))],
        100.0 * used / passed,
    )


def _used(replicas: Replicas) -> float:
    return sum(cpu_seconds(server.pid) for server in replicas.servers)


def measure(replicas: int, visitors: int, seconds: float, different: bool) -> tuple[Shared, int]:
    """Measure so many replicas; return what visitors got, and the replicas' errors."""
    with tempfile.TemporaryDirectory() as folder, running_replicas(Path(folder), replicas) as running:
        got = asyncio.run(train_together(running, visitors, seconds, different))
        return got, sum(server.tail().count("Traceback") for server in running.servers)


HEAD = (
    "| replicas | visitors on each | frames a second, median | slowest | all together | epochs a second | "
    "answer, median ms | kB/s each | replicas, % of a core | load |"
)


def line(got: Shared, load: Sequence[float]) -> str:
    """Return one line of the table."""
    cells = [
        f"{len(got.spread)}",
        ", ".join(map(str, got.spread)),
        f"{statistics.median(got.rates):.1f}",
        f"{min(got.rates):.1f}",
        f"{sum(got.rates):.0f}",
        f"{statistics.median(got.epochs):.1f}",
        f"{statistics.median(got.answers):.0f}" if got.answers else "none",
        f"{got.kilobytes:.0f}",
        f"{got.share:.0f}",
        f"{load[0]:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicas", type=int, nargs="+", default=list(REPLICAS), help="how many, in turn")
    parser.add_argument("--visitors", type=int, default=VISITORS, help="how many at once, on all replicas together")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long to measure")
    parser.add_argument("--different", action="store_true", help="each visitor trains weights of its own")
    chosen = parser.parse_args()
    print(f"{chosen.visitors} visitors, {os.cpu_count()} cores, on which they run, too\n")
    print(f"{HEAD}\n|{'---|' * (HEAD.count('|') - 1)}")
    for count in chosen.replicas:
        load = os.getloadavg()
        got, wrong = measure(count, chosen.visitors, chosen.seconds, chosen.different)
        print(line(got, load) + (f" {wrong} errors" if wrong else ""), flush=True)


if __name__ == "__main__":
    main()

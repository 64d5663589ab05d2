"""Measures how long every page takes to its first painted frame: with an empty cache, with a full one, from inside.

Run it with ``python -m benchmarks.first_paint``; ``--quick`` opens each page
once, ``--page NAME`` measures that page and the home page alone. A machine that
other work shares is slower for all pages alike, so the bounds are ratios to the
home page of the same run, which shows text alone.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.bounds import cpu_seconds
from nnviz.ui.shell.catalogue import CATALOGUE, WITHOUT_SETTINGS
from scripts.driving import Server, chromium, running_app

HOME = "home"

DRAWN = [entry.name for entry in CATALOGUE if entry.name not in WITHOUT_SETTINGS]
"""The pages that have a first frame beside the home page."""

COLD, WARM, INSIDE = 1.15, 1.35, 0.7
"""At most so many times what the home page takes: 1.6 s of its 1.4 s, 1.0 s and 0.5 s of its 0.75 s."""

# Notes when the first frame of a drawing is painted that was not there at the start.
WATCH = """() => {
    const names = ["__nnviz", "__nnvizRace", "__nnvizSequences"]; // the live stages
    const stages = () => names.map((name) => Object.getOwnPropertyDescriptor(window, name)?.get);
    window.__look = () => {
        const [before, since] = [stages(), performance.now()];
        const seen = window.__painted = {at: 0, since: document.readyState === "loading" ? 0 : since};
        const look = () => {
            const drawn = Object.values(window.__nnvizConcept ?? {}).some(({view}) => view.drawn > 0);
            const live = stages().some((stage, i) => stage !== before[i] && window[names[i]]?.painted > 0);
            if (drawn || live) seen.at = performance.now();
            else requestAnimationFrame(look);
        };
        look();
    };
    window.__look();
}"""

MEGABYTES = """() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
    .reduce((sum, {decodedBodySize}) => sum + decodedBodySize, 0) / 1e6"""

FINISHED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return window.__painted.at > 0 && app?.dataset.testScriptState === "notRunning"
        && !document.querySelector('[data-testid="stSkeleton"]');
}"""


@dataclass(frozen=True)
class Opening:
    """One opening of a page.

    Attributes
    ----------
    seconds : float
        From the address, or the click, to the first painted frame.
    megabytes : float
        What the page fetched until it was complete, unpacked.
    browser, server : float
        Seconds of a core that each of them took until then.
    """

    seconds: float
    megabytes: float
    browser: float
    server: float


@dataclass(frozen=True)
class PagePaint:
    """The openings of a page.

    Attributes
    ----------
    name : str
    cold, warm, inside : tuple of Opening
        With an empty cache, with a full one, and by a click on the home page; of the home page itself the first two.
    """

    name: str
    cold: tuple[Opening, ...]
    warm: tuple[Opening, ...]
    inside: tuple[Opening, ...]


def browser_seconds() -> float:
    """Return how long all processes below this one have computed, those that have ended included (Linux)."""
    parents, own = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                name, _, rest = (folder / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")
            except OSError:
                continue
            fields = rest.split()
            parents[int(folder.name)] = int(fields[1])
            own[int(folder.name)] = sum(map(int, fields[11:15])) if "chrom" in name else 0
    return sum(ticks for pid, ticks in own.items() if _below(pid, parents)) / os.sysconf("SC_CLK_TCK")


def _below(pid: int, parents: dict[int, int]) -> bool:
    """Whether a process descends from this one."""
    while pid in parents and pid != os.getpid():
        pid = parents[pid]
    return pid == os.getpid()


def _measured(page: Page, server: Server, begun: tuple[float, float]) -> Opening:
    """Wait for the first frame, and for the rest of the page."""
    page.wait_for_function(FINISHED, timeout=60_000)
    page.wait_for_timeout(300)
    seconds = page.evaluate("(window.__painted.at - window.__painted.since) / 1000")
    browser, served = browser_seconds() - begun[0], cpu_seconds(server.pid) - begun[1]
    return Opening(seconds, page.evaluate(MEGABYTES), browser, served)


def by_address(context: BrowserContext, server: Server, name: str) -> Opening:
    """Open a page by its address, in a new window."""
    page = context.new_page()
    page.add_init_script(f"({WATCH})()")
    begun = browser_seconds(), cpu_seconds(server.pid)
    page.goto(f"{server.url}/{'' if name == HOME else name}")
    opened = _measured(page, server, begun)
    page.close()
    return opened


def from_home(context: BrowserContext, server: Server, name: str) -> Opening:
    """Open a page by a click on the home page."""
    page = context.new_page()
    page.add_init_script(f"({WATCH})()")
    page.goto(f"{server.url}/")
    page.wait_for_function(FINISHED, timeout=60_000)
    page.wait_for_timeout(300)
    begun = browser_seconds(), cpu_seconds(server.pid)
    page.evaluate(f"""() => {{
        window.__look();
        document.querySelector('[data-testid="stMain"] a[href$="{name}"]').click();
    }}""")
    opened = _measured(page, server, begun)
    page.close()
    return opened


def paint(browser: Browser, server: Server, names: Sequence[str], times: int) -> Iterator[PagePaint]:
    """Open each page so often in each way."""
    for name in names:
        ways: dict[str, list[Opening]] = {"cold": [], "warm": [], "inside": []}
        for _ in range(times):
            context = browser.new_context(viewport={"width": 1280, "height": 720})
            ways["cold"].append(by_address(context, server, name))
            ways["warm"].append(by_address(context, server, name))
            if name != HOME:
                ways["inside"].append(from_home(context, server, name))
            context.close()
        yield PagePaint(name, *(tuple(found) for found in ways.values()))


def median(openings: Sequence[Opening], field: str = "seconds") -> float:
    """Return the median of a field."""
    return statistics.median(getattr(opening, field) for opening in openings)


COLUMNS = (
    "page",
    "cold, s",
    "× home",
    "warm, s",
    "× home",
    "inside, s",
    "× home warm",
    "MB",
    "browser",
    "server",
    "met",
)
"""In seconds; browser and server: seconds of a core for an opening with a full cache."""


def line(page: PagePaint, home: PagePaint) -> str:
    """Return a page's line of the table."""
    cold, warm = median(page.cold), median(page.warm)
    ratios = [cold / median(home.cold), warm / median(home.warm)]
    inside = median(page.inside) if page.inside else float("nan")
    ratios.append(inside / median(home.warm))
    met = page is home or all(ratio <= bound for ratio, bound in zip(ratios, (COLD, WARM, INSIDE), strict=True))
    times = " | ".join(f"{s:.2f} | {ratio:.2f}" for s, ratio in zip((cold, warm, inside), ratios, strict=True))
    work = f"{median(page.warm, 'browser'):.2f} | {median(page.warm, 'server'):.2f}"
    return f"| {page.name} | {times} | {median(page.cold, 'megabytes'):.1f} | {work} | {'yes' if met else '**no**'} |"


def first_paints(names: Sequence[str], times: int) -> Iterator[str]:
    """Measure the pages of these names beside the home page; yield the lines of a table in Markdown."""
    with tempfile.TemporaryDirectory() as folder, running_app(Path(folder)) as server, chromium() as browser:
        for _ in paint(browser, server, (HOME, *names), 1):
            pass  # the server has now imported everything
        yield f"| {' | '.join(COLUMNS)} |"
        yield "|" + "---|" * len(COLUMNS)
        measured = paint(browser, server, (HOME, *names), times)
        home = next(measured)
        yield line(home, home)
        for page in measured:
            yield line(page, home)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_paint", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="open each page once in each way")
    parser.add_argument("--page", action="append", help="this page alone, beside the home page; more than once: each")
    chosen = parser.parse_args()
    drawn = [
        entry.name for entry in CATALOGUE if entry.name not in WITHOUT_SETTINGS
    ]  # of the others none has a drawing
    names = [name for name in drawn if name in (chosen.page or drawn)]
    for text in first_paints(names, 1 if chosen.quick else 3):
        print(text, flush=True)
    print(f"load of the machine meanwhile: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()

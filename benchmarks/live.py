"""Measures the Playground: frames in a real Chromium, answers to a drag, many visitors at once, memory over minutes.

Run it with ``make bench-live`` or ``python -m benchmarks.live``; ``--quick`` measures for seconds.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.bounds import Row, cpu_seconds
from benchmarks.endurance import endure
from benchmarks.first_paint import DRAWN, first_paints
from benchmarks.inspector_visit import inspector_visit
from benchmarks.visitors import BOUNDS, crowd
from scripts.driving import Server, chromium, running_app

WATCH = """() => {
    const seen = window.__seen = {rate: null, rateAt: 0, key: 0, click: 0, step: -1, stepAt: 0};
    addEventListener("keydown", (event) => { seen.key = performance.now(); }, true);
    addEventListener("mousedown", (event) => { seen.click = performance.now(); }, true);
    const look = () => {
        const s = window.__nnviz;
        if (s && s.learningRate !== seen.rate) { seen.rate = s.learningRate; seen.rateAt = performance.now(); }
        if (s && s.step !== seen.step) { seen.step = s.step; seen.stepAt = performance.now(); }
        requestAnimationFrame(look);
    };
    look();
}"""

DEFAULT = "playground?hidden=4:tanh,2:tanh"
DEEP = "playground?hidden=8:tanh,8:tanh,8:tanh,8:tanh,8:tanh,8:tanh"
DIGITS = "playground?dataset=digits&hidden=64:relu,64:relu&train_share=0.8&batch_size=32"
CUTS = ("dataset=wine&view=components", "dataset=iris&view=features:0,3", "dataset=digits&view=components")
LEARNT = "playground?dataset=digits&hidden=32:relu&train_share=0.8&batch_size=32&initializer=he_normal"
IMAGES = (
    "playground?dataset=digits&image_layers=conv(8),pool,conv(16),pool&hidden=&train_share=0.8&batch_size=32"
    "&optimizer=adam&learning_rate=0.003&initializer=he_normal"
)
ONE_BATCH_A_FRAME, FOUR_FRAMES_AN_EPOCH = 2, 4
ONE_EPOCH_A_FRAME = 5
TWO_EPOCHS_A_FRAME = 6


@contextmanager
def playing(browser: Browser, server: Server, address: str, speed: int | None = None) -> Iterator[Page]:
    """Open a Playground, set the speed, and let it play."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{server.url}/{address}")
    page.wait_for_function("() => window.__nnviz && window.__nnviz.painted > 0", timeout=60_000)
    page.evaluate(WATCH)
    if speed is not None:
        slider = page.get_by_role("slider", name="Speed")
        slider.evaluate(f"s => {{ s.value = {speed}; s.dispatchEvent(new Event('change')); }}")
    page.get_by_role("group", name="Training").get_by_role("button", name="Play").click()
    page.wait_for_function("() => window.__nnviz.painted > 60", timeout=60_000)
    yield page
    page.close()


def rates(page: Page, server: Server, seconds: float) -> tuple[float, float, float]:
    """Return painted frames a second, epochs a second, and per cent of a core that the server takes."""
    before, cpu, start = page.evaluate("window.__nnviz"), cpu_seconds(server.pid), time.perf_counter()
    time.sleep(seconds)
    after, passed = page.evaluate("window.__nnviz"), time.perf_counter() - start
    share = 100 * (cpu_seconds(server.pid) - cpu) / passed
    return (after["painted"] - before["painted"]) / passed, (after["epoch"] - before["epoch"]) / passed, share


def sequence_rate(browser: Browser, server: Server, seconds: float) -> float:
    """Return painted frames a second of the topic Live of Recurrence, at its usual speed."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{server.url}/recurrence?topic=live")
    page.get_by_role("button", name="Just show").click(timeout=60_000)
    page.wait_for_function("() => window.__nnvizSequences?.locked === ''", timeout=60_000)
    page.get_by_role("group", name="Training").get_by_role("button", name="Play").click()
    page.wait_for_function("() => window.__nnvizSequences.painted > 60", timeout=60_000)
    before, start = page.evaluate("window.__nnvizSequences.painted"), time.perf_counter()
    time.sleep(seconds)
    painted = page.evaluate("window.__nnvizSequences.painted") - before
    page.close()
    return float(painted / (time.perf_counter() - start))


def rate_answers(page: Page, times: int) -> list[float]:
    """Return milliseconds from a key on the learning-rate slider to the first frame with the new rate."""
    slider = page.get_by_role("combobox", name="Learning rate")
    slider.focus()
    answers = []
    for i in range(times):
        old = page.evaluate("window.__seen.rate")
        page.keyboard.press("ArrowLeft" if i % 2 else "ArrowRight")
        page.wait_for_function("old => window.__seen.rate !== old", arg=old, timeout=10_000)
        answers.append(page.evaluate("window.__seen.rateAt - window.__seen.key"))
        page.wait_for_timeout(400)
    return answers


def pause_answers(page: Page, times: int) -> list[float]:
    """Return milliseconds from pressing Pause to the last frame with another step."""
    training = page.get_by_role("group", name="Training")
    answers = []
    for _ in range(times):
        training.get_by_role("button", name="Pause").click()
        page.wait_for_timeout(700)
        answers.append(max(0.0, page.evaluate("window.__seen.stepAt - window.__seen.click")))
        training.get_by_role("button", name="Play").click()
        page.wait_for_timeout(700)
    return answers


def measure(browser: Browser, server: Server, seconds: float, times: int) -> Iterator[Row]:
    """Measure everything, one row after the other."""
    with playing(browser, server, DEFAULT) as page:
        fps, _, share = rates(page, server, seconds)
        yield Row("2-4-2-1 on circle, painted frames a second", fps, "fps", 55, True)
        yield Row("server for it, per cent of a core", share, "%", 40, False)
        yield Row(
            "learning-rate change to screen, median", statistics.median(rate_answers(page, times)), "ms", 100, False
        )
        yield Row("pause to standstill, median", statistics.median(pause_answers(page, times)), "ms", 100, False)
    with playing(browser, server, DEFAULT, TWO_EPOCHS_A_FRAME) as page:
        fps, epochs, share = rates(page, server, seconds)
        yield Row("2-4-2-1, two epochs a frame: painted frames a second", fps, "fps", 55, True)
        yield Row("2-4-2-1, two epochs a frame: epochs a second", epochs, "epochs/s", 60, True)
        yield Row("server for it, per cent of a core", share, "%", 40, False)
    with playing(browser, server, DEEP) as page:
        yield Row("2-8-8-8-8-8-8-1, painted frames a second", rates(page, server, seconds)[0], "fps", 55, True)
    yield Row(
        "an LSTM through 20 steps, painted frames a second", sequence_rate(browser, server, seconds), "fps", 45, True
    )
    with playing(browser, server, DIGITS) as page:
        yield Row("digits 64-64-64-10, painted frames a second", rates(page, server, seconds)[0], "fps", 30, True)
    for speed, words in ((ONE_BATCH_A_FRAME, "a batch a frame"), (FOUR_FRAMES_AN_EPOCH, "four frames an epoch")):
        with playing(browser, server, IMAGES, speed) as page:
            fps = rates(page, server, seconds)[0]
            yield Row(f"digits, conv 8, pool, conv 16, pool, {words}: painted frames a second", fps, "fps", 30, True)
    for cut in CUTS:
        with playing(browser, server, f"playground?{cut}") as page:
            yield Row(f"{cut}, painted frames a second", rates(page, server, seconds)[0], "fps", 20, True)
    start = time.perf_counter()
    with playing(browser, server, LEARNT) as page:
        page.wait_for_function("() => window.__nnviz.accuracy >= 0.95", timeout=120_000)
        yield Row("digits 64-32-10 opened and trained to 95 per cent", time.perf_counter() - start, "s", 60, False)
    yield Row("server a second after the page was closed", idle_share(server), "%", 10, False)


def idle_share(server: Server) -> float:
    """Return per cent of a core that the server takes in the second that begins a second from now."""
    time.sleep(1.0)
    before = cpu_seconds(server.pid)
    time.sleep(1.0)
    return 100.0 * (cpu_seconds(server.pid) - before)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="seconds instead of minutes")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long to watch the memory")
    chosen = parser.parse_args()
    quick = chosen.quick
    with tempfile.TemporaryDirectory() as home, running_app(Path(home)) as server, chromium() as browser:
        for row in measure(browser, server, 2.0 if quick else 10.0, 3 if quick else 15):
            print(row, flush=True)
    print(inspector_visit(), flush=True)
    for line in first_paints(DRAWN, 1 if quick else 3):
        print(line, flush=True)
    for count in BOUNDS:
        for row in crowd(count, 3.0 if quick else 20.0):
            print(row, flush=True)
    with (
        tempfile.TemporaryDirectory() as home,
        running_app(Path(home)) as server,
        chromium() as browser,
        playing(browser, server, DEFAULT, ONE_EPOCH_A_FRAME) as page,
    ):
        for row in endure(page, server, 0.1 if quick else chosen.minutes):
            print(row, flush=True)


if __name__ == "__main__":
    main()

"""Measures the activation race in a real Chromium: 3 contestants x 20 seeds of 2-8-8-1, painted frames and epochs.

Run it with ``python -m benchmarks.race``; ``--quick`` measures for seconds. Other work on the machine makes it worse.
"""

import argparse
import math
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.bounds import Row, cpu_seconds
from nnviz.experiments.activation_race import RaceSettings, advance_race, start_race
from nnviz.stage.activation_race import RACE_PACING, race_camera
from scripts.driving import Server, chromium, running_app

SETTINGS = RaceSettings(epochs=1000)
"""The page's usual race, only longer, so that it does not end while it is measured."""

ONE_EPOCH_A_FRAME = RACE_PACING.usual + 1
EPOCHS_A_SECOND, FRAMES_A_SECOND = 20.0, 30.0
"""At least so many a second."""


@contextmanager
def running_race(browser: Browser, server: Server) -> Iterator[Page]:
    """Open the page, predict, and let the race run."""
    query = "&".join(f"{name}={value}" for name, value in SETTINGS.to_query().items())
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{server.url}/activation_race?{query}")
    page.wait_for_function("() => window.__nnvizRace && window.__nnvizRace.points > 0", timeout=60_000)
    page.locator(".st-key-race-prediction button", has_text="just watch").click()
    page.wait_for_function("() => !window.__nnvizRace.locked", timeout=60_000)
    page.get_by_role("group", name="Training").get_by_role("button", name="Play").click()
    page.wait_for_function("() => window.__nnvizRace.painted > 60", timeout=60_000)
    yield page
    page.close()


def at_speed(page: Page, server: Server, speed: int, seconds: float) -> Iterator[Row]:
    """Measure what a person sees at one stop of the speed control."""
    slider = page.get_by_role("slider", name="Speed")
    slider.evaluate(f"s => {{ s.value = {speed}; s.dispatchEvent(new Event('change')); }}")
    page.wait_for_timeout(2000)
    look = "({...window.__nnvizRace, at: performance.now()})"
    before, cpu = page.evaluate(look), cpu_seconds(server.pid)
    time.sleep(seconds)
    after, cpu = page.evaluate(look), cpu_seconds(server.pid) - cpu
    passed = (after["at"] - before["at"]) / 1000.0
    frames, epochs = after["painted"] - before["painted"], after["epoch"] - before["epoch"]
    label = f"3 x 20 of 2-8-8-1, {RACE_PACING.stops[speed].label}"
    yield Row(f"{label}: painted frames a second", frames / passed, "fps", FRAMES_A_SECOND, True)
    yield Row(f"{label}: epochs a second", epochs / passed, "epochs/s", EPOCHS_A_SECOND, True)
    yield Row(f"{label}: browser's script for a frame", after["paintMilliseconds"], "ms", 16.0, False)
    yield Row(
        f"{label}: server for a frame, training included", 1000.0 * cpu / max(1, frames), "ms CPU", math.inf, False
    )
    yield Row(f"{label}: server, per cent of a core", 100.0 * cpu / passed, "%", 100.0, False)


def without_a_browser(seconds: float) -> Iterator[Row]:
    """Measure training and pictures alone, in this process's own time."""
    race = start_race(SETTINGS)
    camera = race_camera(race, 1)
    steps = RACE_PACING.stops[RACE_PACING.usual].steps(race.per_epoch)
    training = pictures = 0.0
    while training + pictures < seconds and not race.over:
        began = time.process_time()
        race = advance_race(race, steps)
        between = time.process_time()
        camera.frame(race)
        training, pictures = training + between - began, pictures + time.process_time() - between
    frames = race.step / steps
    yield Row("training alone, epochs a second of CPU", race.epoch / training, "epochs/s", EPOCHS_A_SECOND, True)
    yield Row(
        "training and pictures, epochs a second of CPU",
        race.epoch / (training + pictures),
        "epochs/s",
        EPOCHS_A_SECOND,
        True,
    )
    yield Row(
        "training and pictures, frames a second of CPU", frames / (training + pictures), "fps", FRAMES_A_SECOND, True
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="seconds instead of half a minute")
    quick = parser.parse_args().quick
    for row in without_a_browser(2.0 if quick else 8.0):
        print(row, flush=True)
    with (
        tempfile.TemporaryDirectory() as home,
        running_app(Path(home)) as server,
        chromium() as browser,
        running_race(browser, server) as page,
    ):
        for speed in (RACE_PACING.usual, ONE_EPOCH_A_FRAME):
            for row in at_speed(page, server, speed, 2.0 if quick else 8.0):
                print(row, flush=True)


if __name__ == "__main__":
    main()

"""Wander through a running app or site for some minutes, as a restless visitor would, and report what breaks.

``python -m scripts.wander http://127.0.0.1:8501/ --minutes 10 --seed 3``

It goes from page to page, by the navigation, by address and by the browser's buttons; moves sliders, presses buttons,
opens panels, goes home while something plays, switches between light and dark, downloads, uploads. It ends with 1 where
a page has shown an exception, a program has failed, a page did not come, or another host was asked.
"""

import argparse
import fcntl
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Error, Page, sync_playwright

from nnviz.ui.shell.catalogue import CATALOGUE
from scripts.driving import ARGUMENTS, free_port
from scripts.ensure_browser import find_browser

SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const first = document.querySelector("#first");
    return app?.dataset.testScriptState === "notRunning" && (!first || first.hidden)
        && document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]') !== null;
}"""

# Everything that can be used, through the shadow roots of the drawings too. What leads elsewhere is left out.
CONTROLS = """(kind) => {
    const found = [];
    const search = (root) => {
        for (const one of root.querySelectorAll("*")) {
            if (one.shadowRoot) search(one.shadowRoot);
            const box = one.getBoundingClientRect();
            if (!box.width || !box.height || one.disabled || one.closest("[inert], [hidden]")) continue;
            const fits = {
                button: "button, [role=button], summary, [role=radio], [role=tab]",
                slider: "[role=slider], input[type=range]",
                download: '[data-testid="stDownloadButton"] button',
            }[kind];
            if (one.matches(fits)) found.push(one);
        }
    };
    search(document.querySelector('[data-testid="stMain"]') ?? document);
    search(document.querySelector('[data-testid="stSidebar"]') ?? document.createElement("div"));
    return found;
}"""

HOME = '[data-testid="stTopNavLink"]'
"""The first link of the navigation."""

LEAVES = ("Presenter's window", "Handout", "Print", "Record a screencast", "Fullscreen", "Download", "Rerun")
"""Buttons that open other windows, or take long on purpose."""


@dataclass
class Wander:
    """What has happened so far."""

    site: str
    random: random.Random
    done: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    longest: float = 0.0
    lost: bool = False
    now: str = ""

    def watch(self, page: Page) -> None:
        """Note whatever the browser complains about, and whom it asks."""
        page.on("pageerror", lambda error: self.problem(f"error in the browser: {str(error)[:300]}"))
        page.on("crash", lambda _: self.problem("the tab has crashed"))
        page.on("console", lambda said: said.type == "error" and self.said(said.text))
        page.context.on("request", lambda asked: self.asked(asked.url))
        page.on("dialog", lambda dialog: dialog.dismiss())

    def said(self, text: str) -> None:
        """Note an error of the console.

        That a host answers a deep link with its 404.html is how such sites work. Streamlit's page also looks whether a
        download is there before it is pressed; stlite has it in the worker, where it is found when it is pressed.
        """
        if "status of 404" not in text and "Download Button source error - 404" not in text:
            self.problem(f"console: {text[:300]}")

    def asked(self, address: str) -> None:
        """Note a host that is not the site's."""
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(self.site).netloc:
            self.hosts.add(parts.netloc)

    def problem(self, text: str) -> None:
        """Note what is wrong, and where."""
        self.problems.append(f"{self.now}: {text}")
        print(f"  {self.problems[-1]}", flush=True)

    @property
    def bad(self) -> bool:
        """Whether anything was wrong."""
        return bool(self.problems or self.hosts)

    def __str__(self) -> str:
        """Return the report."""
        visits = ", ".join(f"{name} {count}" for name, count in sorted(self.pages.items()))
        return "\n".join(
            [
                f"{sum(self.done.values())} steps: {', '.join(f'{name} {n}' for name, n in sorted(self.done.items()))}",
                f"{len(self.pages)} of {len(CATALOGUE)} pages: {visits}",
                f"longest wait for a page {self.longest:.1f} s",
                f"other hosts: {', '.join(sorted(self.hosts)) or 'none'}",
                f"{len(self.problems)} problems" + "".join(f"\n  {text}" for text in self.problems),
            ]
        )


class Visitor:
    """Who wanders: each step is one thing that a person does."""

    def __init__(self, page: Page, note: Wander, patience: float) -> None:
        self.page = page
        self.note = note
        self.patience = patience
        self.steps = {
            self.by_navigation: 4,
            self.press: 10,
            self.slide: 5,
            self.play: 3,
            self.home_while_it_plays: 2,
            self.back_and_forward: 2,
            self.by_address: 1,
            self.theme: 1,
            self.download: 1,
            self.upload: 1,
        }

    def begin(self) -> None:
        """Open the site, at its first page."""
        self.note.now = "first page"
        self.page.goto(self.note.site, wait_until="commit")
        self.settle(self.patience * 4)

    def step(self) -> None:
        """Do one thing, and look at what the page shows then."""
        choices, weights = list(self.steps), list(self.steps.values())
        act = self.note.random.choices(choices, weights)[0]
        self.note.now = f"{self.here()}, {act.__name__}"
        try:
            if act() is not False:
                self.note.done[act.__name__] += 1
        except Error as error:
            if "crash" in str(error).lower() or self.page.is_closed():
                raise
        self.settle(self.patience)
        self.look()

    def here(self) -> str:
        """The page on view."""
        return urlsplit(self.page.url).path.removeprefix(urlsplit(self.note.site).path).strip("/") or "home"

    def settle(self, seconds: float) -> None:
        """Wait until the app has answered."""
        asked = time.monotonic()
        while not self.settled():
            if time.monotonic() - asked > seconds:
                self.note.problem(f"no answer in {seconds:.0f} s")
                if self.note.lost:
                    raise RuntimeError("the site does not answer any more")
                self.note.lost = True
                self.begin()
                return
            self.page.wait_for_timeout(100)
        self.note.lost = False
        self.note.longest = max(self.note.longest, time.monotonic() - asked)

    def settled(self) -> bool:
        """Whether nothing runs; asked again and again, since a site's policy forbids waiting in the page."""
        try:
            return bool(self.page.evaluate(SETTLED))
        except Error:  # the page is being left
            return False

    def look(self) -> None:
        """Note an exception that the page shows, a page that is cut off, and a Python that has stopped."""
        main = self.page.locator('[data-testid="stMain"]')
        for shown in self.page.locator('[data-testid="stException"]').all()[:2]:
            self.note.problem(f"exception on the page: {shown.inner_text()[:200]}")
        if self.page.locator("#stopped:not([hidden])").count():
            self.note.problem("Python has stopped")
            self.page.reload(wait_until="commit")
            self.settle(self.patience * 4)
        elif not main.locator(".st-key-page-foot, [class*=page-foot], footer, h1").count():
            self.note.problem("a page without its title or its foot")

    def choose(self, kind: str):
        """One of the controls of a kind that are on view, or None."""
        found = self.page.evaluate_handle(CONTROLS, kind)
        many = int(found.evaluate("all => all.length"))
        if not many:
            return None
        at = self.note.random.randrange(many)
        return found.evaluate_handle("(all, at) => all[at]", at).as_element()

    def visited(self) -> None:
        """Count a page."""
        self.note.pages[self.here()] += 1

    def by_navigation(self) -> bool:
        """Go to another page by a link of the app."""
        entry = self.note.random.choice(CATALOGUE)
        links = self.page.locator(HOME if entry.name == "home" else f'a[href$="/{entry.name}"]')
        if not links.count():  # in a menu that is closed
            heads = self.page.locator('[data-testid="stTopNavSection"]')
            for k in range(heads.count()):
                heads.nth(k).click(timeout=2000)
                if links.count():
                    break
                self.page.keyboard.press("Escape")
        if not links.count():
            return False
        links.first.click(timeout=3000)
        self.page.wait_for_timeout(200)
        self.settle(self.patience)
        self.visited()
        return True

    def by_address(self) -> bool:
        """Open a page anew, as somebody does who was sent its address; without a server that is a boot."""
        entry = self.note.random.choice(CATALOGUE)
        self.page.goto(urljoin(self.note.site, "" if entry.name == "home" else entry.name), wait_until="commit")
        self.settle(self.patience * 4)
        self.visited()
        return True

    def press(self) -> bool:
        """Press some button of the page."""
        button = self.choose("button")
        if button is None:
            return False
        name = f"{button.get_attribute('aria-label') or ''} {button.inner_text() or ''}"
        if any(word in name for word in LEAVES):
            return False
        self.note.now += f" {name.strip()[:30]!r}"
        button.click(timeout=2000)
        self.page.wait_for_timeout(100)
        return True

    def slide(self) -> bool:
        """Move a slider by a few keys."""
        slider = self.choose("slider")
        if slider is None:
            return False
        slider.focus()
        for _ in range(self.note.random.randint(1, 4)):
            self.page.keyboard.press(self.note.random.choice(("ArrowLeft", "ArrowRight", "Home", "End")))
        return True

    def play(self) -> bool:
        """Have whatever can play do so for a while, or stop."""
        buttons = self.page.get_by_role("button", name="Play", exact=True).or_(
            self.page.get_by_role("button", name="Pause", exact=True)
        )
        if not buttons.count():
            return False
        buttons.first.click(timeout=2000)
        self.page.wait_for_timeout(700)
        return True

    def home_while_it_plays(self) -> bool:
        """Leave a page that plays; the home page must come whole."""
        self.play()
        home = self.page.locator(HOME).first
        if not home.count():
            return False
        home.click(timeout=3000)
        self.page.wait_for_timeout(300)
        self.settle(self.patience)
        try:
            self.page.locator('[data-testid="stMain"] a[href*="playground"]').first.wait_for(
                state="attached", timeout=self.patience * 1000
            )
        except Error:
            self.note.problem("the home page has lost its lower half")
        self.visited()
        return True

    def back_and_forward(self) -> bool:
        """Use the browser's own buttons."""
        if self.note.random.random() < 0.7:
            self.page.go_back(wait_until="commit", timeout=4000)
        else:
            self.page.go_forward(wait_until="commit", timeout=4000)
        self.page.wait_for_timeout(200)
        if not self.page.url.startswith(self.note.site):
            self.begin()
        return True

    def theme(self) -> bool:
        """Have the system change between light and dark."""
        self.page.emulate_media(color_scheme=self.note.random.choice(("light", "dark")))
        return True

    def download(self) -> bool:
        """Take a file that the page offers, and see that something is in it."""
        button = self.choose("download")
        if button is None or "Handout" in (button.inner_text() or ""):
            return False
        with self.page.expect_download(timeout=self.patience * 1000) as got:
            button.click(timeout=2000)
        if not Path(got.value.path()).stat().st_size:
            self.note.problem(f"an empty download: {got.value.suggested_filename}")
        return True

    def upload(self) -> bool:
        """Give the page a small table; one that it cannot use is to be refused in words."""
        fields = self.page.locator('input[type="file"]')
        if not fields.count():
            return False
        rows = "\n".join(f"{k},{k % 7},{'ab'[k % 2]}" for k in range(40))
        given = {"name": "table.csv", "mimeType": "text/csv", "buffer": f"x,y,kind\n{rows}\n".encode()}
        fields.first.set_input_files([given])
        self.page.wait_for_timeout(500)
        return True


@contextmanager
def browser(profile: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a Chromium in a process group of its own, so that it can stand still."""
    port = free_port()
    program = [str(find_browser()), "--headless=new", "--no-sandbox", f"--remote-debugging-port={port}"]
    started = subprocess.Popen(
        [*program, f"--user-data-dir={profile}", "--window-size=1280,720", *ARGUMENTS, "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{port}", started
    finally:
        os.killpg(started.pid, signal.SIGCONT)
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(20)


@contextmanager
def turn(lock: IO[str] | None, group: int) -> Iterator[None]:
    """Have one's turn where others use the machine's browsers, too; between turns the browser stands still."""
    if lock is None:
        yield
        return
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.killpg(group, signal.SIGCONT)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGSTOP)
        fcntl.flock(lock, fcntl.LOCK_UN)


def wander(site: str, minutes: float, seed: int, patience: float, lock: Path | None, slice_: float) -> Wander:
    """Wander, and return what has happened."""
    note = Wander(site, random.Random(seed))
    held = lock.open("a") if lock else None
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as driver, browser(profile) as (port, started):
        time.sleep(3)
        page = driver.chromium.connect_over_cdp(port).contexts[0].new_page()
        page.set_default_timeout(patience * 1000)
        note.watch(page)
        visitor = Visitor(page, note, patience)
        left, begun = minutes * 60, False
        while left > 0:
            with turn(held, started.pid):
                until = time.monotonic() + min(slice_, left)
                asked = time.monotonic()
                if not begun:
                    visitor.begin()
                    begun = True
                while time.monotonic() < until:
                    visitor.step()
                left -= time.monotonic() - asked
            if held:
                print(f"{left:.0f} s left, {sum(note.done.values())} steps, {len(note.problems)} problems", flush=True)
                time.sleep(1)
        if held:
            os.killpg(started.pid, signal.SIGCONT)
    return note


def main(arguments: list[str]) -> int:
    """Wander as the command line says."""
    parser = argparse.ArgumentParser("python -m scripts.wander", description=__doc__.splitlines()[0])
    parser.add_argument("site", help="where the app or the site is, with a slash at the end")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0, help="the same seed makes the same choices")
    parser.add_argument(
        "--patience", type=float, default=20, help="seconds for an answer; a boot may take four times as long"
    )
    parser.add_argument(
        "--lock", type=Path, help="a file that is locked for each slice, where others use browsers, too"
    )
    parser.add_argument("--slice", type=float, default=45, help="seconds of a slice")
    parser.add_argument("--report", type=Path, help="where the report is written as JSON")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the browser ends, too
    note = wander(given.site, given.minutes, given.seed, given.patience, given.lock, given.slice)
    print(note)
    if given.report:
        known = {"steps": note.done, "pages": note.pages, "problems": note.problems, "hosts": sorted(note.hosts)}
        given.report.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    return int(note.bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

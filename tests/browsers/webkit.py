"""A window of WebKitGTK's MiniBrowser, driven by WebDriver, on a screen of its own that nobody sees."""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.driving import PATIENCE, free_port
from tests.browsers.window import SIZE, Window, json

PROGRAMS = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}

# MiniBrowser keeps what it logs to itself while it is driven, so the page is asked to remember it from the first moment
# on in which it can be asked anything: long before Streamlit has loaded. A notice that holds no error is the browser's
# own: that boxes have changed once more within a frame and are told of in the next one.
LISTEN = """if (window.__left || location.origin !== arguments[0]) return false;
if (window.__complaints) return true;
const complaints = (window.__complaints = []);
const { error } = console;
console.error = (...said) => {
    complaints.push(`console: ${said.map((part) => part?.stack ?? String(part)).join(" ")}`);
    error.apply(console, said);
};
addEventListener("error", (event) => event.error && complaints.push(`uncaught: ${event.message}`));
addEventListener("unhandledrejection", (event) => complaints.push(`uncaught: ${event.reason}`));
return true;"""

EVALUATE = """const done = arguments[arguments.length - 1];
Promise.resolve(eval(arguments[0])).then((text) => done({ text }), (error) => done({ error: String(error) }));"""


def missing() -> list[str]:
    """The packages of Debian that would have to be installed."""
    return [package for name, package in PROGRAMS.items() if shutil.which(name) is None]


class WebKitWindow(Window):
    """The window of a session with WebKitWebDriver."""

    def __init__(self, driver: str):
        self.driver = driver
        capabilities = {"alwaysMatch": {"pageLoadStrategy": "none", "timeouts": {"script": 1000 * PATIENCE}}}
        self.session = f"/session/{self.ask('/session', capabilities=capabilities)['sessionId']}"
        self.ask(f"{self.session}/window/rect", **SIZE)
        inner = self.run("return {width: innerWidth, height: innerHeight}")
        self.ask(f"{self.session}/window/rect", **{name: 2 * SIZE[name] - inner[name] for name in SIZE})

    def ask(self, path: str, method: str = "POST", **body: Any) -> Any:
        """Send a command, and return the value of its answer."""
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(
            f"{self.driver}{path}", data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refusal:
            raise RuntimeError(f"WebKitWebDriver refused {path}: {refusal.read().decode()}") from refusal

    def run(self, script: str, *given: Any, kind: str = "sync") -> Any:
        """What the body of a function gives."""
        return self.ask(f"{self.session}/execute/{kind}", script=script, args=list(given))

    def open(self, url: str) -> None:
        self.run("window.__left = true")
        self.ask(f"{self.session}/url", url=url)
        origin = "/".join(url.split("/")[:3])
        deadline = time.monotonic() + PATIENCE
        while not self._listens(origin):
            assert time.monotonic() < deadline, f"{url} does not open"

    def _listens(self, origin: str) -> bool:
        try:
            return self.run(LISTEN, origin)
        except RuntimeError:  # between two pages there is none to ask
            return False

    def text_of(self, expression: str) -> str:
        answer = self.run(EVALUATE, expression, kind="async")
        assert "error" not in answer, f"{expression}\n{answer['error']}"
        return answer["text"]

    def act(self, actions: list[dict[str, Any]]) -> None:
        self.ask(f"{self.session}/actions", actions=actions)

    def complaints(self) -> list[str]:
        return self.evaluate("window.__complaints.splice(0)")


@contextmanager
def window(home: Path) -> Iterator[Window]:
    """MiniBrowser with nothing kept of earlier visits, and its window.

    Parameters
    ----------
    home : Path
        An empty folder for the logs and what the browser keeps.

    Raises
    ------
    RuntimeError
        If it does not start.
    """
    port = free_port()
    with _screen() as display, (home / "webkit.log").open("wb") as log:
        environment = {**os.environ, "HOME": str(home), "DISPLAY": display}
        process = subprocess.Popen(
            ["WebKitWebDriver", f"--port={port}"], env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            driver = f"http://127.0.0.1:{port}"
            _wait_until_ready(process, driver)
            opened = WebKitWindow(driver)
            yield opened
            opened.ask(opened.session, "DELETE")
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@contextmanager
def _screen() -> Iterator[str]:
    """A screen in memory: the first number that is free."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait_until_ready(process: "subprocess.Popen[bytes]", driver: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{driver}/status", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"WebKitWebDriver did not start (exit code {process.poll()})")

"""A window of Debian's Firefox, driven by WebDriver BiDi, which it speaks without a driver of its own."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from scripts.driving import PATIENCE
from tests.browsers.window import SIZE, Window, json

PROGRAMS = ("firefox-esr", "firefox")
PACKAGES = ("firefox-esr",)
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")

# Nothing is asked of other hosts, and nothing is told of what is new.
SETTINGS = {
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
}


def program() -> str | None:
    """The path of Firefox, or None."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


def missing() -> list[str]:
    """The packages of Debian that would have to be installed."""
    return [] if program() else list(PACKAGES)


class FirefoxWindow(Window):
    """A tab of a Firefox, and the events that came with the answers to what was asked."""

    def __init__(self, connection: ClientConnection):
        self.connection = connection
        self.asked = 0
        self.errors: list[str] = []
        self.ask("session.new", capabilities={})
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        self.ask("session.subscribe", events=["log.entryAdded"])
        self.ask("browsingContext.setViewport", context=self.tab, viewport=SIZE)

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command, keep the events that arrive before its answer, and return that."""
        self.asked += 1
        self.connection.send(json.dumps({"id": self.asked, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.connection.recv(timeout=2 * PATIENCE))
            if message.get("id") == self.asked:
                break
            if message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self.errors.append(f"{message['params']['type']}: {message['params']['text']}")
        if message["type"] == "error":
            raise RuntimeError(f"Firefox refused {method}: {message['error']}: {message['message']}")
        return message["result"]

    def open(self, url: str) -> None:
        self.ask("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def text_of(self, expression: str) -> str:
        target = {"context": self.tab}
        answer = self.ask("script.evaluate", expression=expression, target=target, awaitPromise=True)
        if answer["type"] == "exception":
            raise AssertionError(f"{expression}\n{answer['exceptionDetails']['text']}")
        return answer["result"]["value"]

    def act(self, actions: list[dict[str, Any]]) -> None:
        self.ask("input.performActions", context=self.tab, actions=actions)

    def complaints(self) -> list[str]:
        self.evaluate("1")
        found, self.errors = self.errors, []
        return found


@contextmanager
def window(home: Path) -> Iterator[Window]:
    """A headless Firefox with a new profile, and its window.

    Parameters
    ----------
    home : Path
        An empty folder for the profile and the log.

    Raises
    ------
    RuntimeError
        If it does not start; with its log.
    """
    profile, log = home / "profile", home / "firefox.log"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in SETTINGS.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [str(program()), "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        with connect(f"{_address(process, log)}/session", max_size=None, proxy=None) as connection:
            yield FirefoxWindow(connection)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if found := LISTENING.search(log.read_text(encoding="utf-8", errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"Firefox did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")

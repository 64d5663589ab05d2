"""A window of a browser that Playwright does not drive: what a page says of itself, a pointer, and the errors."""

import json
import time
from abc import ABC, abstractmethod
from typing import Any

from scripts.driving import PATIENCE, READY

SIZE = {"width": 1280, "height": 720}
STOPS = 12
"""Of a drag."""

# Drawings stand in shadow roots, which selectors do not cross.
IN_VIEW = """(selector, words, k) => {
    const all = (root) => [...root.querySelectorAll(selector), ...[...root.querySelectorAll("*")]
        .flatMap((element) => (element.shadowRoot ? all(element.shadowRoot) : []))];
    const element = all(document).filter((found) => found.innerText?.includes(words) ?? !words)[k];
    if (!element) return null;
    element.scrollIntoView({ block: "center" });
    const { left, top, width, height } = element.getBoundingClientRect();
    return width && height && !element.disabled ? { left, top, width, height } : null;
}"""

PAINTED = """new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
})"""


class Window(ABC):
    """One window. Both kinds of driver take the same lists of actions and values as JSON."""

    @abstractmethod
    def open(self, url: str) -> None:
        """Go to an address; what is complained about from here on is kept."""

    @abstractmethod
    def text_of(self, expression: str) -> str:
        """What an expression of JavaScript that gives a text, or a promise of one, gives."""

    @abstractmethod
    def act(self, actions: list[dict[str, Any]]) -> None:
        """Let input devices do something, as WebDriver describes it."""

    @abstractmethod
    def complaints(self) -> list[str]:
        """The errors of scripts and of the console since the last call."""

    def evaluate(self, expression: str) -> Any:
        """What an expression of JavaScript, or the promise that it gives, comes to."""
        return json.loads(self.text_of(f"(async () => JSON.stringify((await ({expression})) ?? null))()"))

    def wait(self, expression: str) -> Any:
        """Wait until an expression holds; it may not be computable at first. Return what it gives."""
        deadline = time.monotonic() + PATIENCE
        guarded = f"(() => {{ try {{ return {expression}; }} catch {{ return null; }} }})()"
        while time.monotonic() < deadline:
            if found := self.evaluate(guarded):
                return found
            time.sleep(0.05)
        raise AssertionError(f"not in {PATIENCE:g} seconds: {expression}\n{self.complaints()}")

    def wait_until_ready(self) -> None:
        """Wait until the app stands still: connected, run ended, drawings and fonts there."""
        self.wait(f"({READY})()")

    def exceptions(self) -> list[str]:
        """What Streamlit shows in red."""
        shown = """[...document.querySelectorAll('[data-testid="stException"]')].map((found) => found.innerText)"""
        return [f"Streamlit: {text}" for text in self.evaluate(shown)]

    def find(self, selector: str, words: str = "", k: int = 0) -> dict[str, float]:
        """Where the k-th element with some words in it lies, once it is there and enabled; it is scrolled into view."""
        box = self.wait(f"({IN_VIEW})({json.dumps(selector)}, {json.dumps(words)}, {k})")
        self.evaluate(PAINTED)
        return self.evaluate(f"({IN_VIEW})({json.dumps(selector)}, {json.dumps(words)}, {k})") or box

    def click(self, selector: str, words: str = "", k: int = 0) -> None:
        """Click the middle of an element."""
        box = self.find(selector, words, k)
        self._point([_move(box, 0.5, 0.5), {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}])

    def drag(self, selector: str, start: float, stop: float, k: int = 0) -> None:
        """Drag over an element from one share of its width to another, painting in between."""
        box = self.find(selector, k=k)
        self._point([_move(box, start, 1 / 3), {"type": "pointerDown", "button": 0}])
        for stop_k in range(1, STOPS + 1):
            self._point([_move(box, start + (stop - start) * stop_k / STOPS, 1 / 3)])
            self.evaluate(PAINTED)
        self._point([{"type": "pointerUp", "button": 0}])

    def _point(self, actions: list[dict[str, Any]]) -> None:
        self.act([{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions}])


def _move(box: dict[str, float], across: float, down: float) -> dict[str, Any]:
    x, y = box["left"] + across * box["width"], box["top"] + down * box["height"]
    return {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0, "origin": "viewport"}

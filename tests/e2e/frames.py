"""Frames and states instead of seconds: a busy machine paints them later, never fewer."""

from typing import Any

from playwright.sync_api import Page

ASK_AGAIN = 30
"""Milliseconds; Playwright by itself asks in every frame, and so has a page painted that stands still."""


def until(page: Page, condition: str, arg: Any = None) -> None:
    """Wait until a condition holds in the page."""
    page.wait_for_function(condition, arg=arg, polling=ASK_AGAIN)


def paint(page: Page, frames: int = 1) -> None:
    """Wait until the page has painted so many frames more.

    Whatever moves by itself has moved then, and whatever a hand did has been drawn: however slow the machine is.
    """
    page.evaluate(
        """frames => new Promise((done) => {
            const look = () => (frames-- > 0 ? requestAnimationFrame(look) : done());
            look();
        })""",
        frames,
    )

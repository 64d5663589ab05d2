"""Frames instead of seconds: a busy machine paints them later, never fewer."""

from playwright.sync_api import Page


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

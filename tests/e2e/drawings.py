"""The drawings of the concept pages under a test's hands: dragged, asked, waited for."""

from playwright.sync_api import Locator, Page

from tests.e2e.frames import paint, until

THEMES = ["light", "dark"]


def state(page: Page, key: str):
    """What a drawing says of itself."""
    wait_for(page, key, "true")
    return page.evaluate(f"window.__nnvizConcept['{key}'].state()")


def wait_for(page: Page, key: str, condition: str) -> None:
    """Wait until a condition on ``s``, what a drawing says of itself, holds."""
    until(page, f"() => {{ const s = (window.__nnvizConcept ?? {{}})['{key}']?.state(); return s && ({condition}); }}")


def settle(page: Page, key: str) -> None:
    """Wait until the engine has answered everything that was asked."""
    until(page, f"() => !window.__nnvizConcept['{key}'].view.requests.busy")


def answers(page: Page, key: str) -> int:
    """How often the engine has answered a drawing."""
    return page.evaluate(f"window.__nnvizConcept['{key}'].view.requests.times.length")


def drag(page: Page, element: Locator, start: float, stop: float, *, following: str = "") -> None:
    """Drag over an element from one share of its width to another.

    A hand that looks where it goes waits at each of its stops until the drawing with the key ``following`` has the
    engine's answer; without one it does not wait.
    """
    stops = 5 if following else 20
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    y = box["y"] + box["height"] / 3
    page.mouse.move(box["x"] + start * box["width"], y)
    page.mouse.down()
    for k in range(stops + 1):
        page.mouse.move(box["x"] + (start + (stop - start) * k / stops) * box["width"], y)
        if following:
            paint(page)
            settle(page, following)
    page.mouse.up()

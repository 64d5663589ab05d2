"""The live stage of the Playground under a test's hands: opened, pressed, asked, waited for."""

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.e2e.frames import until


def stage(page: Page, name: str):
    """What the stage says of itself."""
    return page.evaluate(f"window.__nnviz.{name}")


def wait_for(page: Page, condition: str) -> None:
    """Wait until a condition on ``s``, what the stage says of itself, holds."""
    try:
        until(page, f"() => {{ const s = window.__nnviz; return s && ({condition}); }}")
    except TimeoutError as error:
        raise AssertionError(f"not {condition}: the stage says {page.evaluate('window.__nnviz')}") from error


def press(page: Page, name: str) -> None:
    """Press a button of the stage's bar."""
    page.get_by_role("group", name="Training").get_by_role("button", name=name).click()


def file_field(page: Page) -> Locator:
    """The field for a file, once a rerun has taken away the one before it."""
    field = page.locator("input[type=file]")
    expect(field).to_have_count(1)
    return field


def places(page: Page) -> list[str]:
    """Where every part of the stage stands: nothing that comes later may move it."""
    return page.locator(".nnviz-stage :is(.bar, .timeline, .panel)").evaluate_all("""parts => parts.map((part) => {
        const { left, top, right, bottom } = part.getBoundingClientRect();
        return [part.className, ...[left, top, right, bottom].map(Math.round)].join(" ");
    })""")


def open_stage(open_page, address: str = "playground", **window) -> Page:
    """Open the Playground and wait for its first frame."""
    page = open_page(address, **window)
    wait_for(page, "s.painted > 0")
    return page

"""Takes the pictures of the README and the docs from the real app: `python -m scripts.screenshots`."""

import tempfile
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from nnviz.lessons.library import lesson
from scripts.driving import ROOT, chromium, running_app

IMAGES = ROOT / "docs" / "images"
DIGITS = "playground?dataset=digits&hidden=32:relu&train_share=0.8&batch_size=32&initializer=he_normal"


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, running_app(Path(home)) as server, chromium() as browser:
        trained(
            browser, f"{server.url}/playground?hidden=6:tanh,3:tanh", "playground-light", "light", "s.accuracy > 0.99"
        )
        trained(browser, f"{server.url}/{DIGITS}", "digits-dark", "dark", "s.accuracy > 0.96")
        treated(browser, f"{server.url}/clinic?case=dead&remedy=leaky", "clinic-light")
        answered(browser, f"{server.url}/{six_layers()}", "lesson-light")


def trained(browser: Browser, url: str, name: str, scheme: str, until: str) -> None:
    """Let the Playground train until a condition holds on what the stage says of itself, and take its picture."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme=scheme)
    page.goto(url)
    wait_for(page, "s.painted > 0")
    training = page.get_by_role("group", name="Training")
    training.get_by_role("button", name="Play").click()
    wait_for(page, until)
    training.get_by_role("button", name="Pause").click()
    wait_for(page, "!s.playing && s.waiting === 0")
    page.mouse.move(0, 0)
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()
    print(f"docs/images/{name}.png")


def treated(browser: Browser, url: str, name: str) -> None:
    """Let a patient of the clinic and the treated network beside it train to their end, and take their picture."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
    page.goto(url)
    page.get_by_role("button", name="Train", exact=True).click(timeout=60_000)
    done = "() => { const s = window.__nnvizConcept.clinic.state(); return s && s.ended && !s.playing; }"
    page.wait_for_function(done, timeout=60_000)
    page.mouse.move(0, 0)
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()
    print(f"docs/images/{name}.png")


def six_layers() -> str:
    """The address of the first step of a lesson."""
    course = lesson("sigmoid-layers")
    view = course.steps[0].view
    return f"{view.page}?{urlencode(view.query | {'lesson': course.name}, safe=':,')}"


def answered(browser: Browser, url: str, name: str) -> None:
    """Reveal what the network answers to the first question of a lesson, and take the picture."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
    page.goto(url)
    page.wait_for_function("() => { const s = window.__nnvizLesson; return s && !s.waiting; }", timeout=60_000)
    wait_for(page, "s.painted > 0")
    page.keyboard.press("r")
    revealed = "() => { const s = window.__nnvizLesson; return s.phase === 'revealed' && !s.busy; }"
    page.wait_for_function(revealed, timeout=60_000)
    page.locator(".lesson-option.right").wait_for(timeout=60_000)
    page.mouse.move(0, 0)
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()
    print(f"docs/images/{name}.png")


def wait_for(page: Page, condition: str) -> None:
    """Wait until a condition on ``s``, what the stage says of itself, holds."""
    page.wait_for_function(f"() => {{ const s = window.__nnviz; return s && ({condition}); }}", timeout=60_000)


if __name__ == "__main__":
    main()

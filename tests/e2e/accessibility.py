"""Asks axe-core, and what it cannot know, of a page: in both themes, on three widths, with every panel open.

A whole audit looks at what a shorter one leaves out, as it is seen in another view, too: the page with its panels
closed, the dark theme on a desktop, the light one on a phone, the tabs of a drawing between its first and its last one,
and what is the same on every page: the panel "Share", and a tensor's ways to be shown.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from scripts.driving import ROOT

HERE = Path(__file__).parent
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
AUDIT = (HERE / "audit.js").read_text(encoding="utf-8")
EXCEPTIONS = tomllib.loads((HERE / "streamlit_chrome.toml").read_text(encoding="utf-8"))["exception"]

COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""All that a theme can change."""

DESKTOP, PHONE = (1280, 720), (390, 844)
REFLOW = (320, 640)
"""A window of 1280 x 1024 at 400 %, about."""

SHARED = '[class*="st-key-page-actions"]'
"""What holds the popover that is the same on every page."""

ASKED_AGAIN = 20
"""How often at most, until two answers are alike."""

TABS = '[role="tab"], [role="radiogroup"][aria-label="Below the stage"] > [role="radio"]'
SHARED_TABS = '[role="radiogroup"][aria-label="Show as"] > [role="radio"]'
"""What chooses one of several contents for the same place; on every page with tensors the same ones."""

PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(14, 17, 23)"}

FITS = "document.documentElement.scrollWidth <= window.innerWidth"
"""Whether a page does not scroll sideways."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the rule, the element, and in which view it was seen."""

    rule: str
    name: str
    key: str
    html: str
    why: str
    ours: bool
    view: str

    @property
    def excepted(self) -> bool:
        """Whether it is Streamlit's own chrome, by name and rule; nothing that we draw is ever excepted."""
        return not self.ours and any(e["name"] == self.name and e["rule"] == self.rule for e in EXCEPTIONS)

    def __str__(self) -> str:
        where = f"{self.name} {self.key}".strip()
        return f"{self.rule} in {where} ({self.view}): {self.html}\n    {self.why}"


MAIN = '[data-testid="stMain"]'

DRAWING_OF = """tab => {
    const { host } = tab.getRootNode();
    const keyed = host?.closest('[class*="st-key-"]');
    return keyed ? "." + [...keyed.classList].find(name => name.startsWith("st-key-")) : '[data-testid="stMain"]';
}"""
"""The container of the drawing that an element belongs to; the page beside its sidebar where it belongs to none."""


class Audit:
    """All findings of one page, of which the same element counts once for each rule."""

    def __init__(self, page: Page, wait_for_app: Callable[[Page], None], *, whole: bool = False, shared: bool = False):
        self.page = page
        self.whole, self.shared = whole, whole or shared
        self.wait_for_app = wait_for_app
        self.findings: dict[tuple[str, ...], Finding] = {}
        page.evaluate(AXE)
        page.evaluate(AUDIT)

    def run(self) -> list[Finding]:
        """Look at every view; return what is ours to mend."""
        if self.whole:
            self.view("light", DESKTOP)
        open_expanders(self.page, self.wait_for_app)
        self.view("light", DESKTOP, panels="expanders")
        for tab, context in each_tab(self.page, self.wait_for_app, shared=self.shared, every=self.whole):
            self.look(f"light 1280 tab {tab}", context=context)
        for _ in each_popover(self.page, self.wait_for_app, but="" if self.shared else SHARED):
            self.look("light 1280 popover", context='[data-testid="stPopoverBody"]')
        if self.whole:
            self.view("dark", DESKTOP, panels="expanders", rules=COLOUR_RULES)
            self.view("light", PHONE, panels="expanders")
        self.view("dark", PHONE, panels="expanders")
        self.view("dark", REFLOW, panels="expanders", rules=["scrollable-region-focusable"])
        return [finding for finding in self.findings.values() if not finding.excepted]

    def view(self, scheme: str, size: tuple[int, int], *, panels: str = "", rules: list[str] | None = None) -> None:
        """Look at one theme and size."""
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        expect(self.page.get_by_test_id("stApp")).to_have_css("background-color", PAPER[scheme])
        self.wait_for_app(self.page)
        assert self.page.evaluate(FITS), f"the page scrolls sideways at {size[0]} pixels"
        self.look(f"{scheme} {size[0]} {panels}".strip(), rules=rules, phone=size[0] < 640 and rules != COLOUR_RULES)

    def look(self, view: str, **how: Any) -> None:
        """Ask of what is on the screen now; a colour on its way from one theme to the other is waited for."""
        for finding in self.settled(view, how):
            self.findings.setdefault((finding.rule, finding.name, finding.key, finding.html), finding)

    def settled(self, view: str, how: dict[str, Any]) -> list[Finding]:
        """What is found again when the page has stood still."""
        found: list[Finding] = []
        for _ in range(ASKED_AGAIN):
            before = found
            found = [Finding(**told, view=view) for told in self.page.evaluate("how => window.audit(how)", how)]
            if found == before or all(finding.excepted for finding in found):
                break
            self.wait_for_app(self.page)
        return found


def open_expanders(page: Page, wait_for_app: Callable[[Page], None]) -> None:
    """Open every expander, those within others too."""
    for _ in range(3):
        closed = page.locator('[data-testid="stExpander"] details:not([open]) > summary:visible')
        if not closed.count():
            return
        closed.evaluate_all("found => found.forEach(summary => summary.click())")
        wait_for_app(page)


def each_tab(
    page: Page, wait_for_app: Callable[[Page], None], *, shared: bool, every: bool
) -> Iterator[tuple[str, str]]:
    """Choose one tab after another, from the last to the first, and say what is to be looked at.

    Of a drawing's tabs, all of one kind, those are left out that stand between two others, unless ``every`` is meant.
    """
    tabs = page.locator(f"{TABS}, {SHARED_TABS}" if shared else TABS).locator("visible=true").all()
    drawings = [tab.evaluate(DRAWING_OF) for tab in tabs]
    for k in reversed(range(len(tabs))):
        if not every and drawings[k] != MAIN and drawings[k - 1 : k + 2] == 3 * [drawings[k]]:
            continue
        tab = tabs[k]
        tab.click()
        expect(tab).to_have_attribute("aria-selected" if tab.get_attribute("role") == "tab" else "aria-checked", "true")
        page.mouse.move(0, 0)
        wait_for_app(page)
        yield tab.inner_text(), drawings[k]


def each_popover(page: Page, wait_for_app: Callable[[Page], None], but: str) -> Iterator[None]:
    """Open one popover after another; not those within what a selector names."""
    skipped = f"{but} button" if but else ".no-such-button"
    shown = page.locator('[data-testid="stPopover"] button:visible').and_(page.locator(f"button:not({skipped})"))
    for button in shown.all():
        button.click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        wait_for_app(page)  # some are filled by a run of their own
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        yield
        button.focus()
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)

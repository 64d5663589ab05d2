"""Measures the concept pages in a real Chromium: from a key on a control to the drawing that shows what it did.

Run it with ``python -m benchmarks.concept``; ``--quick`` takes a few keys a
control, ``--page NAME`` measures one page alone.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.bounds import Row
from scripts.driving import ROOT, Server, chromium, running_app

BOUND = 150.0

# Counts until a drawing says something else of itself than before the key, and has the engine's answer if it asked.
WATCH = """(key) => {
    const drawing = () => (window.__nnvizConcept ?? {})[key];
    const said = () => JSON.stringify(drawing()?.state() ?? null);
    const answered = () => drawing()?.view.requests.times.length ?? 0;
    const before = said();
    const answers = answered();
    const watch = window.__redraw = {took: 0};
    let start = 0;
    addEventListener("keydown", () => { start = performance.now(); }, {capture: true, once: true});
    const look = () => {
        const there = said() !== before && (answered() > answers || !drawing().view.requests.busy);
        if (start && there) { watch.took = performance.now() - start; return; }
        if (window.__redraw === watch) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""

# Milliseconds that each movement of a drag along a curve takes until it is drawn.
DRAG = """async (plot) => {
    const box = plot.getBoundingClientRect();
    const at = (share, type) => plot.dispatchEvent(new PointerEvent(type, {
        pointerId: 1, clientX: box.left + share * box.width, clientY: box.top + 50, bubbles: true }));
    plot.setPointerCapture = () => {};
    plot.hasPointerCapture = () => true;
    const times = [];
    at(0.3, "pointerdown");
    for (let k = 0; k < 60; k++) {
        const start = performance.now();
        at(0.3 + k * 0.008, "pointermove");
        times.push(performance.now() - start);
        await new Promise(requestAnimationFrame);
    }
    return times;
}"""


@dataclass(frozen=True)
class Case:
    """One control of a page.

    Attributes
    ----------
    page : str
        Its address.
    what : str
        The control, in words.
    drawing : str
        The key of the drawing that has to follow.
    control : str
        A selector of what takes the arrow keys; empty for the first slider inside the drawing.
    answer : str
        A question's option that has to be chosen before.
    is_list : bool
        Whether it is a list, which is opened and moved in; then the time runs from Enter.
    bound : float
        Milliseconds.
    """

    page: str
    what: str
    drawing: str
    control: str = ""
    answer: str = ""
    is_list: bool = False
    bound: float = BOUND

    @property
    def name(self) -> str:
        """The page's name: its address without the settings."""
        return self.page.partition("?")[0]

    @property
    def selector(self) -> str:
        """What takes the keys."""
        inside = f".st-key-{self.drawing}-room"
        return self.control or f"{inside} [role=slider], {inside} input[type=range]"


CASES = (
    Case("matrices", "number of models p", "matrices-product", "input[name=p]"),
    Case("activation_functions", "z on the curves", "activation-curves"),
    Case("activation_functions", "weight of the neuron", "activation-neuron", "input[name=w1]"),
    Case("softmax", "a logit", "softmax-logits"),
    Case("forward_pass", "the sample", "forward-pass", "input[name=sample]"),
    Case("loss", "the prediction", "loss-curves"),
    Case("backward_pass", "nudge of a weight", "backward-nudge"),
    Case("gradient_descent", "learning rate of a walker", "descent-bowl", "input[name=rate1]"),
    Case("gradient_descent", "batch size of the fan", "descent-fan", "input[name=batch]"),
    Case(
        "gradient_descent",
        "epoch of the slice, landscape (Plotly, kept)",
        "descent-surface",
        ".st-key-gradient_descent-epoch input, .st-key-gradient_descent-epoch [role=slider]",
        "27 or more",
    ),
    *(
        Case(
            f"vanishing_gradients?depth=20&width=32&activation={bend}",
            what,
            "depth-layers",
            control,
            "",
            is_list,
            200.0,
        )
        for what, control, is_list, bend in (
            ("number of layers, about 20 of 32 units", "input[aria-label='hidden layers']", False, "sigmoid"),
            ("scale of the weights, 20 layers of 32 units", "input[aria-label='weights ×']", False, "sigmoid"),
            ("activation, 20 layers of 32 units", ".st-key-vanishing_gradients-activation input", True, "tanh"),
        )
    ),
)
"""A representative control of each page; of the newest page more than one."""


def keys(case: Case, i: int) -> tuple[str, ...]:
    """Return what is pressed the i-th time: left and right in turn, and down in a list."""
    return ("ArrowDown", "Enter") if case.is_list else ("ArrowLeft" if i % 2 else "ArrowRight",)


def answers(page: Page, case: Case, times: int) -> list[float]:
    """Return milliseconds from a key to the drawing that follows, for so many keys."""
    page.locator(f".st-key-{case.drawing}-room").scroll_into_view_if_needed(timeout=60_000)
    page.wait_for_function(f"() => (window.__nnvizConcept ?? {{}})['{case.drawing}']?.state()", timeout=60_000)
    control = page.locator(case.selector).first
    control.scroll_into_view_if_needed()
    control.focus()
    found = []
    for i in range(times + 2):
        *before, last = keys(case, i)
        control.focus()
        for key in before:
            page.keyboard.press(key)
            page.wait_for_timeout(200)  # a list opens
        page.evaluate(WATCH, case.drawing)
        page.keyboard.press(last)
        page.wait_for_function("() => window.__redraw.took > 0", timeout=10_000)
        found.append(page.evaluate("window.__redraw.took"))
        page.wait_for_timeout(450)
    return found[2:]


def measure(browser: Browser, server: Server, cases: tuple[Case, ...], times: int) -> Iterator[Row]:
    """Open each page and measure its control."""
    for case in cases:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"{server.url}/{case.page}")
        if case.answer:
            page.get_by_text(case.answer, exact=True).first.click(timeout=60_000)
        took = answers(page, case, min(times, 10) if case.is_list else times)
        page.close()
        yield Row(f"{case.name}: {case.what}, median of {len(took)}", statistics.median(took), "ms", case.bound, False)


def drag(browser: Browser, server: Server) -> Row:
    """Measure the movements of a pointer that drags z along a curve."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{server.url}/activation_functions")
    took = page.locator("svg.curve-plot").first.evaluate(DRAG, timeout=60_000)
    page.close()
    name = f"activation_functions: a movement of a drag, median of {len(took)}"
    return Row(name, statistics.median(took), "ms", 8.0, False)


def main() -> None:
    """Print a line for each control, and how busy the machine was; ends with 1 where a bound is not met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.concept", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few keys each")
    parser.add_argument("--page", help="this page alone")
    chosen = parser.parse_args()
    cases = tuple(
        case for case in CASES if (ROOT / "pages" / f"{case.name}.py").exists() and chosen.page in (None, case.name)
    )
    met = True
    with tempfile.TemporaryDirectory() as home, running_app(Path(home)) as server, chromium() as browser:
        for row in measure(browser, server, cases, 4 if chosen.quick else 15):
            print(row, flush=True)
            met = met and row.value <= row.bound
        if chosen.page in (None, "activation_functions"):
            row = drag(browser, server)
            print(row, flush=True)
            met = met and row.value <= row.bound
    print(f"load of the machine meanwhile: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()

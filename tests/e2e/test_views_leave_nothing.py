"""Every view of the app, mounted and taken away many times: what it listened to, waited for and drew is gone again.

Views are found by the entries' own lists, their messages on the pages. What outlives a view (the window, the document,
clocks, observers) is counted by wrappers, and so is every listener that no signal ends; its own nodes and their
listeners are counted by the browser, after a collection.
"""

import base64
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import plotly
import pytest
from playwright.sync_api import Browser, Page, Route
from streamlit.testing.v1 import AppTest

import tests.quick_app_test  # noqa: F401  (what is the same for all runs, once)
from nnviz.ui.drawings.kept_figure import library_version
from nnviz.ui.drawings.packaged import BUNDLES
from nnviz.ui.playground.panels import RESULTS
from nnviz.ui.shell.session import ENTERED, PANEL
from scripts.driving import PATIENCE, ROOT
from tests.pages.reading import PAGES
from tests.stage.decoding import unpack
from tests.topics import TOPICS

HOST = "http://views.test"
TIMES = 20
MANY_TIMES = 50
"""Of a long run, and of a figure of Plotly. What each view leaves is seen at either: any listener, a node of each."""
AT_ONCE = 10
FEW_PIXELS = 0.25
"""Of a screen whose pictures nobody looks at."""

ENTRY = (ROOT / "nnviz" / "stage" / "assets" / "drawings" / "drawings.js").read_text(encoding="utf-8")
LISTED = re.search(r"VIEW_KINDS = \{(.*?)\n\}", ENTRY, re.S)[1]
KINDS = {view: kind or view for view, kind in re.findall(r"^ +(\w+)(?:: (\w+))?,$", LISTED, re.M)}
FOLDERS = dict(re.findall(r'import \{ (\w+) \} from "\./(\w+)/', ENTRY))
PACKAGED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["streamlit"]["component"]
COMPONENTS = sorted({component["name"] for component in PACKAGED["components"]} - {"drawings"})

# Wrapped before anything else runs: how many there are now, by what they are.
COUNTED = """
const live = new Map();
const more = (what, by) => live.set(what, (live.get(what) ?? 0) + by);
window.live = () => Object.fromEntries([...live].filter(([, n]) => n));

const listening = new WeakMap();
const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
const outlives = (target) => target === window || target === document || target instanceof MediaQueryList;
const what = (target, type) => `listener of ${type}${outlives(target) ? "" : " that no signal ends"}`;
const key = (type, options) => `${type} ${Boolean(typeof options === "object" ? options?.capture : options)}`;
function forget(target, type, act, options) {
    const acts = listening.get(target)?.get(key(type, options));
    if (acts?.delete(act)) more(what(target, type), -1);
}
EventTarget.prototype.addEventListener = function (type, act, options) {
    const target = this ?? window;
    add.call(target, type, act, options);
    const signal = options?.signal;
    const counted = outlives(target) || (target instanceof Node && !signal);
    if (!act || !counted || signal?.aborted) return;
    if (!listening.has(target)) listening.set(target, new Map());
    const all = listening.get(target);
    if (!all.has(key(type, options))) all.set(key(type, options), new Set());
    const acts = all.get(key(type, options));
    if (acts.has(act)) return;
    acts.add(act);
    more(what(target, type), 1);
    if (signal) add.call(signal, "abort", () => forget(target, type, act, options), { once: true });
    if (options?.once) add.call(target, type, () => forget(target, type, act, options), { once: true });
};
EventTarget.prototype.removeEventListener = function (type, act, options) {
    const target = this ?? window;
    remove.call(target, type, act, options);
    forget(target, type, act, options);
};

for (const [start, stop, again] of [
    ["setTimeout", "clearTimeout", false],
    ["setInterval", "clearInterval", true],
    ["requestAnimationFrame", "cancelAnimationFrame", false],
]) {
    const waiting = new Set();
    const begin = window[start];
    const end = window[stop];
    const over = (id) => waiting.delete(id) && more(start, -1);
    window[`${start}Unwatched`] = begin;
    window[start] = (act, ...rest) => {
        const id = begin((...given) => {
            if (!again) over(id);
            if (typeof act === "function") act(...given);
        }, ...rest);
        waiting.add(id);
        more(start, 1);
        return id;
    };
    window[stop] = (id) => {
        end(id);
        over(id);
    };
}

for (const name of ["ResizeObserver", "MutationObserver", "IntersectionObserver"]) {
    window[name] = class extends window[name] {
        seen = new Set();
        observe(target, options) {
            if (!this.seen.has(target)) more(name, 1);
            this.seen.add(target);
            super.observe(target, options);
        }
        unobserve(target) {
            if (this.seen.delete(target)) more(name, -1);
            super.unobserve(target);
        }
        disconnect() {
            more(name, -this.seen.size);
            this.seen.clear();
            super.disconnect();
        }
    };
}
"""

PAGE = """<!doctype html><meta charset="utf-8">
<body style="margin:0;--st-background-color:#ffffff;--st-text-color:#222222"><script type="module">
const frame = () => new Promise((done) => window.requestAnimationFrameUnwatched(done));
const wait = (time) => new Promise((done) => window.setTimeoutUnwatched(done, time));
// A view that plays, waits for an answer or is about to tell something, when it is taken away.
const use = (host) => {
    for (const button of host.querySelectorAll("button:not([title^=Save])")) button.click();
    for (const range of host.querySelectorAll("input[type=range]")) {
        range.value = range.max;
        range.dispatchEvent(new Event("input", { bubbles: true }));
    }
    host.querySelector("button.play")?.click();
};
// Whether nothing is counted beyond what was there before, but for what Plotly's nodes take with them; at the
// beginning: whether no clock is waited for.
const quiet = (before) => {
    const now = Object.entries(window.live());
    if (before) return now.every(([what, count]) => count <= (before[what] ?? 0) || what.includes("no signal"));
    return !now.some(([what]) => what === "setTimeout" || what === "requestAnimationFrame");
};
window.mountMany = async (component, message, count, atOnce, patience, before) => {
    const render = (await import(`./${component}.js`)).default;
    const data = typeof message === "string" ? Uint8Array.from(atob(message), (c) => c.charCodeAt(0)) : message;
    for (let left = count; left > 0; left -= atOnce) {
        const ends = [];
        for (let k = 0; k < Math.min(left, atOnce); k++) {
            const parentElement = document.body.appendChild(document.createElement("div"));
            parentElement.className = "host";
            parentElement.style.width = "800px";
            const end = render({ data, parentElement, setTriggerValue: () => {} });
            ends.push(() => { parentElement.remove(); end?.(); });
        }
        const hosts = [...document.body.querySelectorAll(".host")];
        const seen = "svg, canvas, table, input, .value-cell";
        const drawn = (host) => host.querySelector(seen) && !host.querySelector(".loading-sign");
        const late = performance.now() + patience;
        while (!hosts.every(drawn) && performance.now() < late) await frame();
        if (!hosts.every(drawn)) {
            for (const host of hosts) host.remove();
            throw new Error("nothing was drawn");
        }
        for (const host of hosts) use(host);
        await frame();
        await frame();
        for (const end of ends) end();
    }
    // Some end only when Streamlit has not come back for a while.
    for (const late = performance.now() + patience; performance.now() < late && !quiet(before); ) await wait(20);
};
window.loaded = true;
</script>"""

IN_EVERY_RUN = {"kernel", "unroll", "by_hand", "attending"}
"""Of each page of many topics a view that it opens with; the others are looked at by `make test-long`."""

SELDOM = {view for view, kind in KINDS.items() if FOLDERS.get(kind) in TOPICS} - IN_EVERY_RUN

ELSEWHERE = (
    ("playground", {"dataset": "reg-drawn"}, {}),
    ("playground", {"dataset": "reg-gauss"}, {PANEL: RESULTS}),
    ("forward_pass", {"data": "iris"}, {}),
    ("recurrence", {"topic": "live"}, {}),
    ("convolution", {"topic": "live"}, {}),
    ("convolution", {"topic": "race"}, {}),
    *((page, {"topic": topic}, {}) for page, topics in TOPICS.items() for topic in topics.pages),
)
"""What has to be chosen on a page so that it shows a view: page, address, session; first what every run needs."""


FOUND: dict[str, Any] = {
    "share": {"address": "http://views.test/playground?seed=3", "name": "Address of this page", "label": "Copy"},
    "page": {"projector": False},
}
"""A message of every view that has been looked for, and of those beside it."""

LEFT = [*((path.stem, {}, {}) for path in sorted(PAGES.glob("*.py"))), *ELSEWHERE]
"""Where nothing has been looked for yet."""


def message_of(view: str) -> Any:
    """A message of a view, as its page sends it when all is answered; pages are opened until one shows it."""
    while view not in FOUND and LEFT:
        folder = FOLDERS.get(KINDS.get(view, ""), view)
        name, query, opened = LEFT.pop(next((k for k, (name, _, _) in enumerate(LEFT) if name == folder), 0))
        page = AppTest.from_file(PAGES / f"{name}.py", default_timeout=60)
        page.session_state[ENTERED] = True
        for key, value in opened.items():
            page.session_state[key] = value
        for key, value in query.items():
            page.query_params[key] = value
        page.run()
        if questions := [radio for radio in page.radio if ".question." in (radio.key or "")]:
            for question in questions:
                question.set_value(question.options[0])
            page.run()
        for component in page.get("bidi_component"):
            name = component.proto.component_name.removeprefix("nnviz.")
            if component.proto.bytes:
                shown = unpack(component.proto.bytes)[0]["view"] if name == "drawings" else name
                FOUND.setdefault(shown, base64.b64encode(component.proto.bytes).decode())
    return FOUND.get(view)


def answer(route: Route) -> None:
    """Serve the page and the bundles."""
    name = route.request.url.removeprefix(f"{HOST}/")
    if not name:
        route.fulfill(body=PAGE, content_type="text/html")
    elif name.endswith("/painted"):
        route.fulfill(status=204)  # nobody waits for it
    else:
        route.fulfill(body=(BUNDLES / name).read_text(encoding="utf-8"), content_type="text/javascript")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 960, "height": 720}, device_scale_factor=FEW_PIXELS)
    page = context.new_page()
    page.add_init_script(COUNTED)
    page.route(f"{HOST}/**", answer)
    page.goto(f"{HOST}/")
    page.wait_for_function("window.loaded")
    yield page
    context.close()


def counters(page: Page) -> dict[str, int]:
    """Nodes and listeners that are left after a collection, as the browser counts them."""
    browser = page.context.new_cdp_session(page)
    browser.send("HeapProfiler.enable")
    for _ in range(2):
        browser.send("HeapProfiler.collectGarbage")
    found = browser.send("Memory.getDOMCounters")
    browser.detach()
    return {name: found[name] for name in ("nodes", "jsEventListeners")}


@pytest.mark.parametrize(
    "view", [pytest.param(view, marks=[pytest.mark.long] if view in SELDOM else []) for view in [*COMPONENTS, *KINDS]]
)
def test_a_view_leaves_nothing_behind(page: Page, view: str, pytestconfig: pytest.Config):
    times = MANY_TIMES if pytestconfig.getoption("--long") or view == "figure" else TIMES
    message = message_of(view)
    assert message is not None, f"no page shows the view {view!r}, so that nobody looks after it"
    component = view if view in COMPONENTS else "drawings"
    at_once = 2 if view == "figure" else AT_ONCE  # a browser paints few spaces of Plotly at a time
    mount = f"""async ([component, message, count, before]) =>
        await window.mountMany(component, message, count, {at_once}, {1000 * PATIENCE}, before)"""
    if view == "figure":
        page.add_script_tag(content=plotly.offline.get_plotlyjs())
        version = library_version()
        page.evaluate("version => { window.__nnvizPlotly = { [version]: Promise.resolve(window.Plotly) }; }", version)
    page.evaluate(mount, [component, message, 2, None])  # what is made once for the whole window
    before, made = page.evaluate("window.live()"), counters(page)
    page.evaluate(mount, [component, message, times, before])
    more = {what: count for what, count in page.evaluate("window.live()").items() if count > before.get(what, 0)}
    if view == "figure":  # Plotly's own nodes go without their listeners being taken away
        more = {what: count for what, count in more.items() if "no signal" not in what}
    assert not more, f"listeners, timers, frames or observers of a view that is gone: {more}, before: {before}"
    grown = {name: count - made[name] for name, count in counters(page).items()}
    assert all(count < times for count in grown.values()), f"left behind after {times} views: {grown}"

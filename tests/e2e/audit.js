// What axe-core cannot know of a page: drawings without a name, targets too small for a finger, and what is cut off.
// Evaluated in the page by accessibility.py, after axe itself.
/* global axe */

(() => {
  const LEAST_TARGET = 24;
  const DRAWING = "canvas, svg:not(#js-plotly-tester), .js-plotly-plot";
  const TARGET =
    'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]:not([tabindex="-1"]), [role="button"], [role="slider"], [role="radio"], [role="tab"]';
  const NAMED = "[role][aria-label], [role][aria-labelledby], button, a[href], [aria-hidden='true'], label";

  /** An element and all below it, shadow roots included. */
  function* all(root) {
    for (const element of root.querySelectorAll("*")) {
      yield element;
      if (element.shadowRoot) yield* all(element.shadowRoot);
    }
  }

  const parent = (element) => element.parentElement ?? element.getRootNode().host ?? null;

  function closest(element, selector) {
    for (let at = element; at; at = parent(at)) if (at.matches(selector)) return at;
    return null;
  }

  const ours = (element) => element.getRootNode() instanceof ShadowRoot;

  function seen(element) {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  /** Where an element stands among those that Streamlit names: a name of ours ("KEY") comes before one of its own. */
  function place(element) {
    const keyed = closest(element, '[class*="st-key-"]');
    const named = closest(element, "[data-testid]");
    const key = [...(keyed?.classList ?? [])].find((name) => name.startsWith("st-key-")) ?? "";
    return { name: named?.dataset.testid ?? element.localName, key, ours: ours(element) };
  }

  const told = (rule, element, why) => ({
    rule,
    why,
    html: element.cloneNode().outerHTML.slice(0, 160),
    ...place(element),
  });

  /** A name of its own or of what it belongs to. */
  function nameless(element) {
    const { width, height } = element.getBoundingClientRect();
    if (Math.min(width, height) < LEAST_TARGET || closest(element.parentElement ?? parent(element), "svg, canvas"))
      return false;
    return !closest(element, NAMED) && !element.querySelector(":scope > title");
  }

  function small(element) {
    if (closest(element, "[aria-hidden='true']") || element.disabled) return false;
    if (element.matches("a[href]") && getComputedStyle(element).display === "inline") return false; // within a sentence
    const box = (closest(element, "label") ?? element).getBoundingClientRect();
    return Math.min(box.width, box.height) < LEAST_TARGET - 0.5;
  }

  /** What a narrow screen hides: beyond the edge of the window, or of a drawing's own sheet, and nothing to scroll to it. */
  function cut(element) {
    const box = element.getBoundingClientRect();
    const scrolls = (at) =>
      ["auto", "scroll"].includes(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth;
    for (let at = parent(element); at; at = parent(at)) if (scrolls(at)) return false;
    if (box.right > innerWidth + 1 || box.left < -1) return true;
    const sheet = element.matches("svg text") && element.ownerSVGElement.getBoundingClientRect();
    return sheet && (box.right > sheet.right + 3 || box.left < sheet.left - 3);
  }

  /** A formula wider than its place that cannot be read to its end with the keyboard. */
  function cutFormula(element) {
    const end = Math.max(...[...element.querySelectorAll(".base")].map((part) => part.getBoundingClientRect().right));
    for (let at = element; at; at = parent(at)) {
      const { left, right } = at.getBoundingClientRect();
      const clips = getComputedStyle(at).overflowX !== "visible" && right > left && end > right + 1;
      if (clips) return !["auto", "scroll"].includes(getComputedStyle(at).overflowX) || at.tabIndex < 0;
    }
    return end > innerWidth + 1;
  }

  /** The violations of axe that are not about what it cannot decide. */
  async function axeFindings(context, rules) {
    // Sheets and media need not be loaded first: no rule that is on by itself reads them, and there are no media.
    const options = { resultTypes: ["violations", "incomplete"], elementRef: true, preload: false };
    if (rules) options.runOnly = { type: "rule", values: rules };
    const { violations, incomplete } = await axe.run(context ?? document, options);
    const undecided = incomplete.filter(({ id }) => id !== "color-contrast" && id !== "link-in-text-block");
    return [...violations, ...undecided].flatMap(({ id, nodes }) =>
      nodes.map(({ element, failureSummary }) => told(id, element, failureSummary.replace(/\s+/g, " ").slice(0, 300))),
    );
  }

  window.audit = async ({ rules, context, phone }) => {
    const root = context ? document.querySelector(context) : document;
    const found = await axeFindings(root, rules);
    const shown = [...all(root)].filter(seen);
    const report = (rule, elements, why) => found.push(...elements.map((element) => told(rule, element, why(element))));
    const sizes = (element) => {
      const { width, height, left, right } = element.getBoundingClientRect();
      return `${width.toFixed(0)} x ${height.toFixed(0)}, from ${left.toFixed(0)} to ${right.toFixed(0)}: ${element.textContent.trim().slice(0, 40)}`;
    };
    if (!rules)
      report(
        "drawing-name",
        shown.filter((e) => e.matches(DRAWING) && nameless(e)),
        sizes,
      );
    if (phone) {
      report(
        "target-size",
        shown.filter((e) => ours(e) && e.matches(TARGET) && small(e)),
        sizes,
      );
      report(
        "cut-off",
        shown.filter((e) => ours(e) && e.matches("canvas, svg, svg text, button, input, select, td, p") && cut(e)),
        sizes,
      );
      report(
        "cut-formula",
        shown.filter((e) => e.matches(".katex-html") && cutFormula(e)),
        sizes,
      );
      const main = document.querySelector('[data-testid="stMain"]');
      for (const e of [document.documentElement, main])
        if (e.scrollWidth > e.clientWidth) report("reflow", [e], () => `${e.scrollWidth} px wide on ${e.clientWidth}`);
    }
    return found;
  };
})();

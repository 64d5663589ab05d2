// Formulas in the texts of a lesson: a small part of LaTeX as MathML, which browsers set by themselves.

const MATH = "http://www.w3.org/1998/Math/MathML";

/** Commands that stand for a sign. */
const SIGNS = /** @type {Record<string, string>} */ ({
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  eta: "η",
  theta: "θ",
  lambda: "λ",
  mu: "μ",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  phi: "φ",
  omega: "ω",
  Delta: "Δ",
  Sigma: "Σ",
  partial: "∂",
  nabla: "∇",
  sum: "∑",
  prod: "∏",
  cdot: "·",
  times: "×",
  odot: "⊙",
  le: "≤",
  leq: "≤",
  ge: "≥",
  geq: "≥",
  ne: "≠",
  approx: "≈",
  to: "→",
  rightarrow: "→",
  infty: "∞",
  in: "∈",
  pm: "±",
  ldots: "…",
  dots: "…",
  cdots: "…",
});

/** Commands for spaces, and those that change nothing here. */
const NOTHING = new Set([",", ";", ":", "!", " ", "quad", "left", "right", "displaystyle", "limits"]);

/** @param {string} latex @returns {string[]} commands, signs, and numbers as a whole */
const tokens = (latex) => latex.match(/\\(?:[A-Za-z]+|.)|[0-9]+(?:\.[0-9]+)?|[^\s]/g) ?? [];

/** Reads a formula as MathML; what it does not know is shown as it stands. */
class Reader {
  /** @param {string} latex @param {(name: string, children: (Node | string)[]) => Node} make */
  constructor(latex, make) {
    this.tokens = tokens(latex);
    this.make = make;
    this.depth = 0;
  }

  /** @param {string} [end] @returns {Node[]} */
  row(end = "") {
    /** @type {Node[]} */
    const parts = [];
    while (this.tokens.length && this.tokens[0] !== end) {
      const part = this.scripted();
      if (part) parts.push(part);
    }
    this.tokens.shift();
    return parts;
  }

  /** @returns {Node | null} */
  scripted() {
    const base = this.single();
    /** @type {Record<string, Node>} */
    const scripts = {};
    while (this.tokens[0] === "_" || this.tokens[0] === "^") {
      const sign = /** @type {string} */ (this.tokens.shift());
      scripts[sign] = this.single() ?? this.make("mrow", []);
    }
    const { _: below, "^": above } = scripts;
    const on = base ?? this.make("mrow", []);
    if (below && above) return this.make("msubsup", [on, below, above]);
    if (below) return this.make("msub", [on, below]);
    return above ? this.make("msup", [on, above]) : base;
  }

  /** @returns {Node | null} */
  single() {
    const token = this.tokens.shift();
    if (token === undefined || this.depth > 20) return null;
    this.depth += 1;
    const made = this.made(token);
    this.depth -= 1;
    return made;
  }

  /** @param {string} token @returns {Node | null} */
  made(token) {
    if (token === "{") return this.make("mrow", this.row("}"));
    if (token === "'") return this.make("mo", ["′"]);
    if (/^[0-9]/.test(token)) return this.make("mn", [token]);
    if (/^[A-Za-z]$/.test(token)) return this.make("mi", [token]);
    if (!token.startsWith("\\")) return this.make("mo", [token === "-" ? "−" : token]);
    const name = token.slice(1);
    if (NOTHING.has(name)) return null;
    if (name === "frac" || name === "tfrac") return this.make("mfrac", [this.given(), this.given()]);
    if (name === "sqrt") return this.make("msqrt", [this.given()]);
    if (name === "hat" || name === "bar") {
      return this.make("mover", [this.given(), this.make("mo", [name === "hat" ? "^" : "¯"])]);
    }
    if (["text", "mathrm", "operatorname", "mathbf"].includes(name)) return this.words();
    const sign = SIGNS[name];
    if (sign) return this.make(/^\p{L}$/u.test(sign) ? "mi" : "mo", [sign]);
    return /^[a-z]/i.test(name) ? this.make("mtext", [name]) : this.make("mo", [name]);
  }

  given() {
    return this.single() ?? this.make("mrow", []);
  }

  /** Letters that stand upright. */
  words() {
    if (this.tokens[0] !== "{") return this.given();
    const end = this.tokens.indexOf("}");
    const inside = this.tokens.splice(0, end < 0 ? this.tokens.length : end + 1);
    return this.make("mtext", [inside.filter((token) => token !== "{" && token !== "}").join("")]);
  }
}

/** @param {string} latex @param {(name: string, children: (Node | string)[]) => Node} make */
export const formula = (latex, make) => make("math", new Reader(latex, make).row());

/** Set the formulas of a text (`span.math`, nnviz/lessons/markup.py), whose LaTeX stays as their title. @param {ParentNode} text */
export function setFormulas(text) {
  for (const span of /** @type {NodeListOf<HTMLElement>} */ (text.querySelectorAll("span.math"))) {
    const latex = span.textContent;
    span.replaceChildren(formula(latex, element));
    span.title = latex;
    span.classList.replace("math", "formula");
  }
}

/** @param {string} name @param {(Node | string)[]} children */
function element(name, children) {
  const made = document.createElementNS(MATH, name);
  made.append(...children);
  return made;
}

"""Turns the LaTeX of formulas into MathML, which browsers set without a program: where nothing else may be loaded."""

import re
from collections.abc import Callable
from html import escape

_LETTERS = (
    "alpha α beta β gamma γ delta δ varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π "
    "rho ρ sigma σ tau τ upsilon υ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ "
    "Phi Φ Psi Ψ Omega Ω epsilon ϵ phi ϕ ell ℓ"
)
_GREEK = dict(zip(_LETTERS.split()[::2], _LETTERS.split()[1::2], strict=True))
_SIGNS = {
    **{"leftarrow": "←", "rightarrow": "→", "to": "→", "Rightarrow": "⇒", "mapsto": "↦", "top": "⊤", "odot": "⊙"},
    **{"partial": "∂", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "sim": "∼"},
    **{"infty": "∞", "cdot": "·", "cdots": "⋯", "ldots": "…", "dots": "…", "times": "×", "pm": "±", "nabla": "∇"},
    **{
        "in": "∈",
        "square": chr(0x25A1),
        "lvert": "|",
        "rvert": "|",
        "vert": "|",
        "mid": "|",
        "lVert": "‖",
        "rVert": "‖",
    },
    **{
        "Vert": "‖",
        "lfloor": chr(0x230A),
        "rfloor": chr(0x230B),
        "lceil": chr(0x2308),
        "rceil": chr(0x2309),
        "ast": "∗",
        "star": "⋆",
        "circ": "∘",
    },
    **{"prime": "′", "equiv": "≡", "propto": "∝", "langle": "⟨", "rangle": "⟩", "ll": "≪", "gg": "≫", "vdots": "⋮"},
    **{"{": "{", "}": "}", "%": "%", "_": "_", "#": "#", "&": "&", "$": "$", "|": "‖", "backslash": "\\"},
}
_WORD_NAMES = "max min log ln exp tanh sinh cosh sin cos tan arctan arg argmax sign det rank bmod mod"
_WORDS = frozenset(_WORD_NAMES.split())
_LARGE = {"sum": "∑", "prod": "∏", "int": "∫"}
_SPACES = {",": 0.17, ":": 0.22, ";": 0.28, "!": -0.17, " ": 0.3, "quad": 1.0, "qquad": 2.0}
_ACCENTS = {"hat": "^", "bar": "¯", "overline": "¯", "tilde": "~", "dot": "˙", "vec": "→", "widehat": "^"}
_STYLES = {
    "mathrm": "normal",
    "operatorname": "normal",
    "mathbf": "bold",
    "mathcal": "italic",
    "mathbb": "bold",
    "boldsymbol": "bold",
}
_LAYOUT = "left right small displaystyle textstyle big Big bigl bigr Bigl Bigr limits nolimits"
_IGNORED = frozenset(_LAYOUT.split())
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[0-9]+(?:[.,][0-9]+)*|\s+|.", re.DOTALL)


def mathml(latex: str, block: bool = False) -> str:
    """Return a formula as MathML; one with a command that is not known here stays LaTeX, as code.

    Parameters
    ----------
    latex : str
    block : bool
        Whether it stands on a line of its own.
    """
    try:
        found = _Reader(latex).row()
    except (ValueError, IndexError, RecursionError):
        return f"<code>{escape(latex)}</code>"
    display = ' display="block"' if block else ""
    return f'<math{display} aria-label="{escape(latex)}">{found}</math>'


class _Reader:
    """Reads a formula from its beginning to its end."""

    def __init__(self, latex: str) -> None:
        self.tokens: list[str] = [token for token in _TOKEN.findall(latex) if not token.isspace()]
        self.spaced: list[str] = _TOKEN.findall(latex)
        self.at = 0

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def row(self, *ends: str) -> str:
        """Read as far as one of these tokens, which stays."""
        parts: list[str] = []
        while self.next and self.next not in ends:
            if self.next in ("}", "&", "\\\\") and self.next not in ends:
                raise ValueError(f"expected no {self.next} here")
            parts.append(self.scripts(self.atom()))
        return _row(parts)

    def scripts(self, base: str) -> str:
        """Read what stands below and above a part of the formula."""
        below, raised = "", []
        while self.next in ("_", "^", "'"):
            sign = self.take()
            if sign == "'":
                raised.append("<mo>′</mo>")
            elif sign == "_":
                below = self.atom()
            else:
                raised.append(self.atom())
        above = _row(raised) if raised else ""
        under = 'movablelimits="true"' in base or base in (_word("max"), _word("min"), _word("argmax"))
        tag = "under" if under else "sub"
        if below and above:
            name = "munderover" if under else "msubsup"
            return f"<{name}>{base}{below}{above}</{name}>"
        if below:
            return f"<m{tag}>{base}{below}</m{tag}>"
        if above:
            name = "mover" if under else "msup"
            return f"<{name}>{base}{above}</{name}>"
        return base

    def group(self) -> str:
        """Read what stands between braces."""
        if self.next != "{":
            return self.atom()
        self.take()
        found = self.row("}")
        self.take()
        return found

    def atom(self) -> str:
        """Read one sign, word or group."""
        token = self.take()
        if token == "{":
            self.at -= 1
            return self.group()
        if token.startswith("\\") and len(token) > 1:
            return self.command(token[1:].rstrip("*"))
        if token[0].isdigit():
            return f"<mn>{escape(token)}</mn>"
        if token.isalpha():
            return f"<mi>{escape(token)}</mi>"
        if token in "()[]|":
            return f'<mo stretchy="false">{token}</mo>'
        return _space(0.3) if token == "~" else f"<mo>{escape({'-': '−', '*': '∗'}.get(token, token))}</mo>"

    def command(self, name: str) -> str:
        """Read what a command means."""
        known: dict[str, Callable[[], str]] = {
            "frac": self.fraction,
            "tfrac": self.fraction,
            "dfrac": self.fraction,
            "sqrt": self.root,
            "begin": self.table,
            "text": self.text,
            "textrm": self.text,
        }
        if name in known:
            return known[name]()
        if name in _GREEK:
            return f"<mi>{_GREEK[name]}</mi>"
        if name in _SIGNS:
            return f'<mo stretchy="false">{escape(_SIGNS[name])}</mo>'
        if name in _WORDS:
            return _word(name)
        if name in _LARGE:
            return f'<mo movablelimits="true">{_LARGE[name]}</mo>'
        if name in _SPACES:
            return _space(_SPACES[name])
        if name in _ACCENTS:
            return f'<mover accent="true">{self.group()}<mo>{_ACCENTS[name]}</mo></mover>'
        if name in _STYLES:
            return self.styled(_STYLES[name])
        if name in _IGNORED:
            if self.next == ".":
                self.take()
            return ""
        raise ValueError(f"expected a command that is known here, got {name}")

    def fraction(self) -> str:
        above, below = self.group(), self.group()
        return f"<mfrac>{above}{below}</mfrac>"

    def root(self) -> str:
        return f"<msqrt>{self.group()}</msqrt>"

    def styled(self, style: str) -> str:
        """Read letters that belong together: one upright or bold name."""
        found = self.group()
        letters = re.sub(r"</?m(?:i|row|n|o)>", "", found)
        if "<" in letters:
            return found
        if style != "bold":
            return _word(letters, escaped=True) if style == "normal" else f"<mi>{letters}</mi>"
        return f'<mi style="font-weight: bold">{letters}</mi>'

    def text(self) -> str:
        """Read words; the tokens have lost their spaces, so they are read from the text itself."""
        raw, depth, words, seen = self.spaced, 0, "", 0
        position = 0
        while seen < self.at:
            seen += not raw[position].isspace()
            position += 1
        while position < len(raw):
            token = raw[position]
            position += 1
            self.at += not token.isspace()
            if token == "{":
                depth += 1
            elif token == "}":
                depth -= 1
                if depth == 0:
                    break
            else:
                words += token
        return f"<mtext>{escape(words).replace(' ', '&#160;')}</mtext>"

    def table(self) -> str:
        """Read rows and columns: cases, or a matrix."""
        kind = "".join(iter(self.word_token, ""))
        rows: list[list[str]] = [[]]
        while True:
            rows[-1].append(self.row("&", "\\\\", "\\end"))
            sign = self.take()
            if sign == "\\\\":
                rows.append([])
            elif sign == "\\end":
                "".join(iter(self.word_token, ""))
                break
        cells = "".join(f"<mtr>{''.join(f'<mtd>{cell}</mtd>' for cell in row)}</mtr>" for row in rows if any(row))
        opened, closed = {"cases": ("{", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]")}.get(kind, ("", ""))
        align = ' columnalign="left"' if kind in ("cases", "aligned") else ""
        around = [f"<mo>{sign}</mo>" if sign else "" for sign in (opened, closed)]
        return f"<mrow>{around[0]}<mtable{align}>{cells}</mtable>{around[1]}</mrow>"

    def word_token(self) -> str:
        """Read the letters of ``{name}`` one by one; empty at its end."""
        token = self.take()
        if token == "{":
            token = self.take()
        return "" if token == "}" else token


def _word(name: str, escaped: bool = False) -> str:
    text = name if escaped else escape(name)
    return f'<mi mathvariant="normal">{text}</mi>'


def _space(width: float) -> str:
    return f'<mspace width="{width:g}em"></mspace>'


def _row(parts: list[str]) -> str:
    parts = [part for part in parts if part]
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"

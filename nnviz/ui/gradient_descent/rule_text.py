"""An optimizer's rule on one line of a table, in pieces that light up with what they are linked to."""

import re
from unicodedata import normalize

from nnviz.engine import Optimizer

LINKS = {"θ": "theta", "η": "rate", "g": "g", "v": "v", "s": "s", "u": "u"}
"""What a symbol of the rule is linked to: a column of the table, or the rate."""

_SYMBOLS = {
    **{r"\theta": "θ", r"\eta": "η", r"\mu": "μ", r"\rho": "ρ", r"\epsilon": "ε", r"\lambda": "λ"},
    **{r"\leftarrow": "←", r"\hat{v}": "v̂", r"\hat{s}": "ŝ", r"\hat{u}": "û", r"\beta_1": "β₁", r"\beta_2": "β₂"},
    **{r"\,": " ", "^2": "²", "-": "−"},
}


def pieces(optimizer: Optimizer) -> list[tuple[str, str]]:
    """Return the rule as pieces of text, each with what it is linked to; an empty link for what stands between.

    Of a rule with more lines than fit beside the numbers (Adam's means, their correction, the step) only the step is
    returned: the page writes the full rule below.
    """
    lines = optimizer.formulas if len(optimizer.formulas) <= 2 else optimizer.formulas[-1:]
    parts = re.split(r"(g²|√?(?:v̂|ŝ|û|[vsu])|[θηg])", latex_to_text(", ".join(lines)))
    return [(part, LINKS.get(_symbol(part), "")) for part in parts if part]


def latex_to_text(latex: str) -> str:
    """Write a rule's LaTeX as text: ``θ ← θ − η g / (√s + ε)``."""
    for command, symbol in _SYMBOLS.items():
        latex = latex.replace(command, symbol)
    return re.sub(r" +", " ", re.sub(r"\\sqrt\{([^{}]*)\}", r"√\1", latex))


def _symbol(piece: str) -> str:
    """The symbol that a piece is about: s for √ŝ, g for g²; empty for what stands between symbols."""
    bare = re.sub("[√²\u0302]", "", normalize("NFD", piece))
    return bare if bare in LINKS else ""

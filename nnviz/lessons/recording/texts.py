"""The texts of a lesson as HTML for pages without a program that sets formulas."""

import re
from html import unescape

from nnviz.lessons.markup import to_html
from nnviz.lessons.mathml import mathml

_FORMULA = re.compile(r'<span class="math">(.*?)</span>', re.DOTALL)


def html(text: str) -> str:
    """Return a text of a lesson as HTML, escaped, its formulas as MathML."""
    return _FORMULA.sub(lambda found: mathml(unescape(found[1])), to_html(text))

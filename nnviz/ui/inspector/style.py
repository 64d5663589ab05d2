"""The style of an inspector: each part has the same height for every tensor, so that nothing jumps."""

import streamlit as st

from nnviz.experiments.inspection import OpenTensor
from nnviz.figures.tensor_picture import NUMBERS
from nnviz.figures.theme import theme
from nnviz.ui.shell.appearance import is_dark

LIST_HEIGHT = 430
FORMULA_HEIGHT = 124
CODE_HEIGHT = 76

_STYLE = """
<style>
.st-key-KEY-open { gap: 0.5rem; }
.st-key-KEY-open h4 { padding: 0 0 1rem; }
.st-key-KEY-open h4 code { font-size: 0.7em; }
.st-key-KEY-list { gap: 0.3rem; }
.st-key-KEY-list [data-testid="stButtonGroup"] button { min-height: 1.75rem; padding: 0 0.55rem; }
.st-key-KEY-list p { font-size: 0.85rem; }
.st-key-KEY-list h6 { padding: 0.4rem 0 1rem; text-transform: uppercase; letter-spacing: 0.06em; font-size: 0.8rem; }
.st-key-KEY-formula [data-testid="stMarkdown"] > div { margin: 0; }
.st-key-KEY-formula .katex { font-size: 0.95em; }
.st-key-KEY-formula [data-testid="stMarkdownContainer"] { margin-bottom: 0.3rem; }
.st-key-KEY-formula .katex-display, .st-key-KEY-formula .katex-display > .katex { margin: 0; text-align: left; }
.st-key-KEY-frame { overflow-x: auto; }
.st-key-KEY-frame [data-testid="stElementContainer"] { min-width: WIDTHpx; }
.KEY-numbers { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0.5rem 1rem; margin: 0; }
.KEY-numbers dt { font-size: 0.8rem; opacity: 0.75; }
.KEY-numbers dd { margin: 0; font-size: 1.05rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.KEY-numbers .wrong { color: WARNING; font-weight: 600; }
@media (min-width: 641px) { .st-key-KEY-open { min-height: 690px; } }
@media (max-width: 640px) { :has(> .st-key-KEY-list), .st-key-KEY-open h4 code { font-size: 0.7em; }
.st-key-KEY-list { max-height: 210px; } }
</style>
"""


def style(key: str, opened: OpenTensor) -> None:
    """Style the inspector of this key."""
    columns = opened.shown.values.shape[1]
    width = columns * number_width(columns) + 130 if columns <= NUMBERS else 0
    warning = theme(is_dark()).warning
    st.html(_STYLE.replace("KEY", key).replace("WIDTH", str(width)).replace("WARNING", warning))


def number_width(columns: int) -> int:
    """Pixels that a column with numbers needs at least; on a narrow screen the picture then scrolls sideways."""
    return 72 if columns <= 6 else 58 if columns <= 9 else 46

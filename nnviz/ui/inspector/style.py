"""The style of an inspector: each part has the same height for every tensor, so that nothing jumps."""

import streamlit as st

LIST_HEIGHT = 430
FORMULA_HEIGHT = 150
CODE_HEIGHT = 76

_STYLE = """
<style>
.st-key-KEY-open { gap: 0.5rem; }
.st-key-KEY-open h3 { padding: 0 0 1rem; }
.st-key-KEY-open h3 code { font-size: 0.7em; }
.st-key-KEY-list { gap: 0.3rem; }
.st-key-KEY-list [data-testid="stButtonGroup"] button { min-height: 1.75rem; padding: 0 0.55rem; }
.st-key-KEY-list p { font-size: 0.85rem; }
.st-key-KEY-list h3 { padding: 0.4rem 0 1rem; text-transform: uppercase; letter-spacing: 0.06em; font-size: 0.8rem; }
.st-key-KEY-formula [data-testid="stMarkdown"] > div { margin: 0; }
.st-key-KEY-formula .katex { font-size: 0.95em; }
.st-key-KEY-formula [data-testid="stMarkdownContainer"] { margin-bottom: 0.3rem; }
.st-key-KEY-formula .katex-display, .st-key-KEY-formula .katex-display > .katex { margin: 0; text-align: left; }
@media (min-width: 641px) { .st-key-KEY-open { min-height: 690px; } }
@media (max-width: 640px) { :has(> .st-key-KEY-list), .st-key-KEY-open h3 code { font-size: 0.7em; }
.st-key-KEY-list { max-height: 210px; } }
</style>
"""


def style(key: str) -> None:
    """Style the inspector of this key."""
    st.html(_STYLE.replace("KEY", key))

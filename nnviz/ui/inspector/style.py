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
.st-key-KEY-formula [data-testid="stMarkdown"] > div { margin: 0; }
.st-key-KEY-formula .katex { font-size: 0.95em; }
.st-key-KEY-formula [data-testid="stMarkdownContainer"] { margin-bottom: 0.3rem; }
.st-key-KEY-formula .katex-display, .st-key-KEY-formula .katex-display > .katex { margin: 0; text-align: left; }
@media (min-width: 641px) { .st-key-KEY-open { min-height: 690px; } }
@media (max-width: 640px) { :has(> </style>
"""


def style(key: str) -> None:
    """Style the inspector of this key."""
    st.html(_STYLE.replace("KEY", key))

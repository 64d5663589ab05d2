"""Formulas, slopes and lines of NumPy of activation functions, and all of them at a glance."""

from functools import partial

import streamlit as st

from nnviz.engine import ACTIVATIONS, activation
from nnviz.experiments.activation_functions.curve import PER_UNIT, Z_LIMIT, activation_title
from nnviz.experiments.activation_functions.settings import MAX_FUNCTIONS
from nnviz.experiments.inspection.formula import filled
from nnviz.figures import activation_gallery
from nnviz.ui.activation_functions.curves import curve_of, curves, in_words
from nnviz.ui.activation_functions.state import state
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.widgets.numpy_lines import numpy_lines

LONG = 70
"""Formulas longer than this are set smaller."""


def formulas() -> None:
    """Formula, slope, NumPy lines and source of each function; with the numbers of z on demand."""
    now = state.settings
    numbers = st.toggle("Fill in the numbers", key=state.key("numbers"))
    chosen = curves()
    across = 2 if len(chosen) == MAX_FUNCTIONS else len(chosen)
    at = round((now.z + Z_LIMIT) * PER_UNIT)
    for i, c in enumerate(chosen):
        if i % across == 0:
            columns = st.columns(across, gap="medium")
        g = c.activation
        with columns[i % across]:
            st.markdown(f"**{activation_title(g)}**")
            for latex, value in ((g.latex, c.A[at]), (g.dlatex, c.slope[at])):
                # The parameter's value stands behind a \quad: the number belongs before it.
                formula, quad, rest = latex.partition(r",\quad")
                if numbers:
                    left, _, right = filled(formula, "z", f"{now.z:.2f}").partition("=")
                    formula = rf"\begin{{aligned}} {left} &= {right} \\ &= {float(value):.4f} \end{{aligned}}"
                st.latex((r"\small " if len(formula + rest) > LONG else "") + formula + quad + rest)
            lines = f"# A = g(Z)\n{g.f_lines}\n\n# g'(Z)\n{g.df_lines}"
            numpy_lines(lines)
            st.caption(g.source)


def gallery() -> None:
    """Every activation at a glance, and their properties as a table."""
    all_curves = [curve_of(activation(name)) for name in ACTIVATIONS]
    draw = partial(activation_gallery.figure, activation_gallery.info(all_curves))
    kept_figure(draw, "activation-gallery", "every activation function with its derivative")
    rows = ["| function | values | zero-centred | largest slope | saturates |", "|---|---|---|---|---|"]
    for c in all_curves:
        g = c.activation
        sides = " and ".join(side for side, yes in zip(("left", "right"), g.saturates, strict=True) if yes) or "no"
        centred = "yes" if g.zero_centred else "no"
        values = f"{in_words(g.range[0])} to {in_words(g.range[1])}"
        rows.append(f"| {g.title} | {values} | {centred} | {f'{g.largest_slope:.4g}'.replace('inf', '∞')} | {sides} |")
    st.markdown("\n".join(rows))

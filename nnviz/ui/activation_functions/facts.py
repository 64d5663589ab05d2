"""What is told about activations beside their curves: products of slopes, formulas, NumPy lines, a gallery."""

import streamlit as st

from nnviz.engine import ACTIVATIONS, activation
from nnviz.experiments.activation_functions.curve import PER_UNIT, REACH, Chain, chain, title_of
from nnviz.experiments.activation_functions.settings import MOST
from nnviz.figures import activation_gallery, slope_product
from nnviz.ui.activation_functions.curves import curve_of, curves, in_words, settings
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.shell.appearance import is_dark
from nnviz.ui.widgets.formula import filled, power
from nnviz.ui.widgets.question import question

LAYERS = 20
LONG = 70
"""Formulas longer than this are set smaller."""


def chains() -> tuple[Chain, ...]:
    """Twenty neurons in a row for each function, from the z of the page."""
    now = settings()
    return tuple(chain(g, now.z, LAYERS) for g in now.activations)


def products_figure() -> None:
    """What the slopes multiply to."""
    figure = slope_product.figure(slope_product.info(chains()), is_dark())
    kept_figure(figure, key="activation-products", alt="share of a gradient that is left after 1 to 20 neurons")


def products_in_words() -> str:
    """The product after twenty layers for each function, as a sentence."""
    parts = [
        f"{title_of(c.activation)} **{power(c.products[-1])}** (at most {power(c.bounds[-1])})"
        if c.products[-1]
        else f"{title_of(c.activation)} **0**: nothing passes"
        for c in chains()
    ]
    return f"After {LAYERS} neurons in a row, from z = {settings().z:.2f}: " + "; ".join(parts) + "."


def formulas() -> None:
    """Formula, slope, NumPy lines and source of each function; with the numbers of z on demand."""
    now = settings()
    numbers = st.toggle("Put the numbers in", key="activation.numbers")
    found = curves()
    across = 2 if len(found) == MOST else len(found)
    at = round((now.z + REACH) * PER_UNIT)
    for i, c in enumerate(found):
        if i % across == 0:
            columns = st.columns(across, gap="medium")
        g = c.activation
        with columns[i % across]:
            st.markdown(f"**{title_of(g)}**")
            for latex, value in ((g.latex, c.A[at]), (g.dlatex, c.slope[at])):
                # The parameter's value stands behind a \quad: the number belongs before it.
                formula, quad, rest = latex.partition(r",\quad")
                if numbers:
                    formula = filled(formula, "z", f"{now.z:.2f}") + rf" = {float(value):.4f}"
                st.latex((r"\small " if len(formula + rest) > LONG else "") + formula + quad + rest)
            lines = f"# A = g(Z)\n{g.f_lines}\n\n# g'(Z)\n{g.df_lines}"
            st.code(lines, language="python", wrap_lines=True)
            st.caption(g.source)


def gallery() -> None:
    """Every activation at a glance, and their properties as a table."""
    found = [curve_of(activation(name)) for name in ACTIVATIONS]
    figure = activation_gallery.figure(activation_gallery.info(found), is_dark())
    st.plotly_chart(figure, key="activation-gallery", theme=None, config={"displayModeBar": False})
    rows = ["| function | values | zero-centred | largest slope | saturates |", "|---|---|---|---|---|"]
    for c in found:
        g = c.activation
        sides = " and ".join(side for side, yes in zip(("left", "right"), g.saturates, strict=True) if yes) or "no"
        centred = "yes" if g.zero_centred else "no"
        values = f"{in_words(g.range[0])} to {in_words(g.range[1])}"
        rows.append(f"| {g.title} | {values} | {centred} | {g.largest_slope:.4g} | {sides} |")
    st.markdown("\n".join(rows))


def product_question() -> bool:
    """Ask how much ten sigmoids let through; the answer is the engine's. Returns whether it was answered."""
    bound = chain(activation("sigmoid"), 0.0, 10).bounds[-1]
    shares = {"about a quarter of it": 0.25, "about a fortieth": 0.025, "about a millionth": 1e-6}
    nearest = min(shares, key=lambda option: abs(shares[option] - bound))
    slope = activation("sigmoid").largest_slope
    return question(
        "activation.question.product",
        "ten sigmoid neurons stand in a row, all weights 1. At most how much of a gradient gets from the end to the "
        "start?",
        list(shares),
        list(shares).index(nearest),
        f"The largest slope of the sigmoid is {slope:g}, and slopes multiply: {slope:g} to the power 10 is "
        f"{power(bound)}. This is why deep stacks of sigmoids hardly learn in their first layers.",
    )

"""Singular values on the page of vanishing gradients: what many matrices in a row do to directions."""

from functools import partial

import numpy as np
import streamlit as st

from nnviz.experiments.depth import DepthSettings, Initialization, build
from nnviz.experiments.vanishing_gradients.questions import singular_question
from nnviz.experiments.vanishing_gradients.singular_values import singular_values
from nnviz.figures import singular_values as singular_figure
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.vanishing_gradients.state import state
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.question import ask

LINES = (("orthogonal", "orthogonal"), ("random normal, same variance", "lecun_normal"))
WIDTH = 32


@st.cache_data(max_entries=60, show_spinner=False)
def _stretches(depth: int) -> tuple[np.ndarray, ...]:
    """Singular values of both kinds of weights, each of shape (depth - 1, 32)."""
    return tuple(singular_values(build(_settings(depth), [Initialization(initializer)]))[0] for _, initializer in LINES)


def singular_section() -> None:
    """Ask how unevenly directions are stretched, then draw all."""
    st.markdown(
        "A matrix stretches some directions and shrinks others; its singular values say by how much. **Choose how "
        f"many** {WIDTH} × {WIDTH} matrices are multiplied:"
    )
    depth = st.slider("Matrices in the product", 2, 49, 20, key=state.key("matrices"))
    stretches = _stretches(depth + 1)
    orthogonal, random = (values[-1] for values in stretches)
    answered = ask(state.key("question.singular"), singular_question(random, orthogonal))
    if answered:
        series = [(title, values) for (title, _), values in zip(LINES, stretches, strict=True)]
        draw = partial(singular_figure.figure, singular_figure.info(series))
        kept_figure(draw, "depth-singular", "Largest, middle and smallest singular value of products of matrices")
        st.caption(
            "Saxe, McClelland and Ganguli 2014, section 3. A line ends where its value falls below the rounding "
            "error of the largest one. With a nonlinearity between the matrices, its slopes enter too, as in the "
            "drawing above."
        )
        rows = [row for (_, kind), values in zip(LINES, stretches, strict=True) for row in _rows(kind, values)]
        result_download(rows, _settings(depth + 1), "singular_values", state.key("download.singular"))


def _rows(initialization: str, values: np.ndarray) -> list[dict[str, object]]:
    """Return a line for each product: its first weights, how many matrices, and every singular value."""
    names = [f"singular value {k + 1}" for k in range(WIDTH)]
    return [
        {"initialization": initialization, "matrices": k + 1, **dict(zip(names, row, strict=True))}
        for k, row in enumerate(values.tolist())
    ]


def _settings(depth: int) -> DepthSettings:
    return DepthSettings(data="random", activation="identity", depth=depth, width=WIDTH)

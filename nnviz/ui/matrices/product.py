"""The product X W + b of the page of matrices: typed, dragged, filled cell by cell; and its p linear models."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from nnviz.datasets import dataset
from nnviz.engine import Dense, assignment, walk
from nnviz.experiments.inspection import Step, write_out
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.matrices import questions
from nnviz.experiments.matrices.linear_models import linear_models
from nnviz.experiments.matrices.product import Affine, affine
from nnviz.experiments.matrices.settings import COLUMNS, IRIS_ROWS, ROWS, UNITS, MatrixSettings
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.matrices.state import fields, state
from nnviz.ui.widgets.filled_formula import filled_formula, long_sum
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask
from nnviz.ui.widgets.untrusted_text import sentence

X_SOURCES = {"own": "numbers you type", "iris": "iris flowers"}
REFUSED = "nnviz.matrices.refused"
"""Why the drawing's last request was refused."""


def current_product() -> Affine:
    """The product of now, by the engine."""
    now = state.settings
    return affine(now.matrix("X"), now.matrix("W"), now.matrix("b"))


def samples() -> list[str]:
    """The names of the rows of X."""
    now = state.settings
    if now.source == "iris":
        data = dataset("iris")
        return [f"{i}: {data.class_names[data.labels[row]]}" for i, row in enumerate(IRIS_ROWS[: now.n])]
    return [f"sample {i}" for i in range(now.n)]


def features() -> list[str]:
    """The names of the columns of X."""
    now = state.settings
    if now.source == "iris":
        return [name.partition(" (")[0] for name in dataset("iris").feature_names[: now.d]]
    return [f"x{k}" for k in range(now.d)]


def models() -> list[str]:
    """The names of the columns of W."""
    return [f"z{j}" for j in range(state.settings.p)]


def source_control() -> None:
    """Whose numbers X holds."""
    fields.segmented("source", "X holds", X_SOURCES, make=_with_source, label_visibility="collapsed")


def _with_source(now: MatrixSettings, source: str) -> MatrixSettings:
    fitting = now.with_size(now.n, min(now.d, 4), now.p) if source == "iris" else now
    return fitting.changed(source=source, X=())


def product_drawing() -> None:
    """X, W and b to change, X W and Z to fill."""
    now, parts = state.settings, current_product()
    header = {
        "samples": samples(),
        "features": features(),
        "models": models(),
        "row": now.row,
        "column": now.column,
        "shown": now.entries_shown,
        "most": {"n": ROWS, "d": 4 if now.source == "iris" else COLUMNS, "p": UNITS},
        "refused": st.session_state.get(REFUSED, ""),
    }
    arrays = {name: getattr(parts, name) for name in ("X", "W", "b", "Z", "XW", "B", "products")}
    drawing("product", header, arrays, key="matrices-product", on_ask=_asked, room="24rem")


def _asked(asked: Mapping[str, Any]) -> None:
    """Apply what the user dragged; what is refused is shown in the drawing."""
    refusal = state.attempt(lambda now: _with_asked(now, asked))
    st.session_state[REFUSED] = sentence(refusal) if refusal else ""
    if asked.get("done"):
        state.show_in_address()


def _with_asked(now: MatrixSettings, asked: Mapping[str, Any]) -> MatrixSettings:
    """Return settings with another entry of X, W or b, other sizes, or another chosen entry of Z."""
    if asked["what"] == "entry":
        return now.with_entry(str(asked["name"]), tuple(int(i) for i in asked["index"]), str(asked["text"]))
    if asked["what"] == "size":
        return now.with_size(*(int(size) for size in asked["sizes"]))
    return now.changed(row=int(asked["row"]), column=int(asked["column"]), entries_shown=int(asked["shown"]))


def formula() -> None:
    """The rule for the chosen entry, with its numbers where asked for, and the engine's line."""
    now, parts = state.settings, current_product()
    left, right = st.columns([3, 2], gap="large")
    with left:
        view = next(view for view in walk(parts.trace) if view.path == "layers[0].Z")
        if st.toggle("Fill in the numbers", key=state.key("numbers")):
            written = write_out(Step(parts.trace, parts.trace, known=parts.network), view, (now.row, now.column))
            assert written is not None
            filled_formula(written)
            long_sum(written, state.key("sum"))
        else:
            st.latex(r"Z_{ij} = \sum_{k} X_{ik}\, W_{kj} + b_j \qquad\Longleftrightarrow\qquad Z = XW + b")
    with right:
        n, d, p = now.n, now.d, now.p
        st.markdown(
            f"**X** holds {counted(n, 'sample')} with {counted(d, 'feature')}, **W** one column of "
            f"{counted(d, 'weight')} for each of {counted(p, 'linear model')}. Each entry of Z is the **dot "
            "product** of a row of X and a column "
            f"of W, plus a bias: ({n}, {d}) @ ({d}, {p}) → ({n}, {p}), since the inner dimensions match. **b** has "
            f"shape ({p},); NumPy adds it to every row (broadcasting)."
        )
    numpy_lines("Z = X @ W + b", assignment(Dense.forward, "Z"))


def weight_question() -> bool:
    """Ask what one weight changes; it is tried. Returns whether the answer may be seen."""
    now = state.settings
    X, W, b = (now.matrix(name) for name in ("X", "W", "b"))
    return ask(state.key("question.weight"), questions.weight_question(X, W, b))


def models_drawing() -> None:
    """The p models as lines or planes over the first features."""
    now = state.settings
    X, W, b = (now.matrix(name) for name in ("X", "W", "b"))
    seen = linear_models(X, W, b, now.row)
    names = features()
    others = ", ".join(f"{name} = {value:g}" for name, value in zip(names[2:], X[now.row, 2:], strict=True))
    remark = f"The other features are fixed at those of sample {now.row}: {others}." if others else ""
    header = {
        "features": seen.features,
        "names": names[:2],
        "models": models(),
        "samples": samples(),
        "exact": X.shape[1] <= 2,
        "remark": remark,
        "about": "Column j of W and b[j] form one linear model. Change a weight: its line and its plane tilt.",
    }
    arrays = {
        "low": seen.low,
        "high": seen.high,
        "X": seen.X,
        "Z": seen.Z,
        "W": W[: seen.features],
        "corners": seen.corners,
        "heights": seen.heights,
        "zeros": seen.zeros,
    }
    drawing("models", header, arrays, key="matrices-models", room="18rem")

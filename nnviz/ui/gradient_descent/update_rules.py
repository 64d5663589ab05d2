"""The rule of each optimizer that walks on the bowl, with the numbers of the shown step and its lines of NumPy."""

import streamlit as st

from nnviz.engine import Array
from nnviz.engine.update_rule import update_lines
from nnviz.experiments.gradient_descent.descent import DescentPath
from nnviz.experiments.inspection.expression import indexed
from nnviz.experiments.inspection.formula import number
from nnviz.experiments.inspection.rules.optimizer import ParameterStep, new_theta
from nnviz.experiments.inspection.textbook import optimizer_lines
from nnviz.ui.gradient_descent.bowl import paths
from nnviz.ui.gradient_descent.state import state
from nnviz.ui.widgets.numpy_lines import numpy_lines


def rules() -> None:
    """The full rule of each optimizer that walks, with the numbers of the shown step on demand, and its NumPy lines."""
    st.header("The update rules, and the NumPy lines that compute them")
    numbers = st.toggle("Fill in the numbers of this step", key=state.key("numbers"))
    kinds: dict[str, DescentPath] = {}
    for path in paths():
        kinds.setdefault(path.optimizer.name, path)
    columns = st.columns(len(kinds) if len(kinds) < 4 else 2, gap="medium")
    for i, path in enumerate(kinds.values()):
        rule = path.optimizer.rule
        with columns[i % len(columns)]:
            st.markdown(f"**{rule.title}**, η = {path.optimizer.rate:g}")
            st.latex(in_lines(rule.formulas))
            if numbers:
                for p in (0, 1):
                    st.latex(r"\small " + written(path, state.settings.step, p))
            numpy_lines(optimizer_lines(rule), engine=update_lines(type(rule)))
            st.caption(f"{rule.source}.")


def in_lines(formulas: tuple[str, ...]) -> str:
    """Set the formulas of a rule below each other."""
    return r"\small\begin{gathered}" + r" \\ ".join(formulas) + r"\end{gathered}"


def written(path: DescentPath, t: int, p: int) -> str:
    """Write the update of weight p at step t out with its numbers, in LaTeX."""

    def at(values: Array, row: int) -> float:
        return float(values[row, p]) if row >= 0 else 0.0

    one = ParameterStep(
        theta=at(path.theta, t),
        g=at(path.g, t),
        rate=path.optimizer.rate,
        before={name: at(vector, t - 1) for name, vector in path.memory.items()},
        after={name: at(vector, t) for name, vector in path.memory.items()},
        t=t + 1,
    )
    _, terms = new_theta(path.optimizer.rule, one, indexed(r"\theta", p))
    sum_of_terms = " + ".join(text for text, _ in terms).replace("+ -", "- ")
    return rf"\theta_{{{p + 1}}} \leftarrow {sum_of_terms} = {number(sum(x for _, x in terms))}"

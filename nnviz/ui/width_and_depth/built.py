"""A built network like any other: its tensors open, its gradients checked, to take home, to be trained on."""

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, Network, gradient_check, loss
from nnviz.experiments.inspection import Step
from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.width_and_depth.fitting import Task, begin
from nnviz.export.network_files import network_notebook, network_script, network_weights
from nnviz.export.notebook import NOTEBOOK
from nnviz.ui.inspector import inspector
from nnviz.ui.widgets.folded import folded
from nnviz.ui.width_and_depth.state import state
from nnviz.ui.width_and_depth.training import fit_drawing, fit_training

SAMPLES = 8
"""Of the task, opened and checked."""

STEPS = 400


@st.fragment
def built_panel(name: str, network: Network, task: Task, title: str) -> None:
    """Offer a built network for inspection, download and training.

    Parameters
    ----------
    name : str
        Of its section.
    network : Network
        A single one.
    task : Task
        What it was built for.
    title : str
    """
    with folded(f"Open the built network, take it home, train on from here: {title}", state.key(f"open.{name}")) as on:
        if not on:
            return
        X, Y = _samples(task)
        shapes = " → ".join(f"{n}" for n in (network.n_in, *(layer.n_out for layer in network.layers)))
        st.markdown(f"Units {shapes}, {counted(network.n_parameters, 'parameter')}. {_checked(network, X, Y)}")
        with st.container(horizontal=True, gap="small"):
            for label, make, file, mime in (
                ("NumPy script", partial(network_script, network, X, title), f"{name}.py", "text/x-python"),
                ("Notebook .ipynb", partial(network_notebook, network, X, title), f"{name}.ipynb", NOTEBOOK),
                ("Weights .npz", partial(network_weights, network), f"{name}-weights.npz", "application/zip"),
            ):
                st.download_button(
                    label,
                    make,
                    file,
                    mime,
                    key=state.key(f"{name}.{mime}"),
                    on_click="ignore",
                    icon=":material/download:",
                )
        _train_on(name, network, task)
        trace = network.forward(X)
        said = loss(task.loss).forward(trace.A, Y)
        gradients = network.backward(trace, loss(task.loss).backward(said))
        inspector(Step(None, trace, said, gradients, known=network), f"width-{name}", title=title)


def _samples(task: Task) -> tuple[Array, Array]:
    """A few samples, evenly from all of them."""
    at = np.linspace(0, len(task.X) - 1, SAMPLES + 2).astype(int)[1:-1]
    return task.X[at], task.Y[at]


def _checked(network: Network, X: Array, Y: Array) -> str:
    """Say how far the backward pass is from central differences, away from kinks and jumps."""
    kinks = {kink for layer in network.layers for kink in layer.activation.kinks}  # type: ignore[attr-defined]
    Z = [part.Z for part in network.forward(X).layers]  # type: ignore[attr-defined]
    if kinks and min(float(np.abs(z - kink).min()) for z in Z for kink in kinks) < 1e-4:
        X = X + 0.00137  # a sample that stands on a kink has no derivative
    worst = gradient_check(network, loss("mean_squared_error"), X, Y).worst
    error = float(np.nan_to_num(worst.error, nan=np.inf).max())
    return f"Its backward pass agrees with central differences within {power(error)} (worst entry, of {worst.path})."


def _train_on(name: str, network: Network, task: Task) -> None:
    """Train the very network on, with Adam on its function."""
    key, rate = f"width-on-{name}", state.settings.on_rate
    digest = hashlib.sha256(network.theta.tobytes() + task.Y.tobytes()).hexdigest()[:16]
    told = f"on {name} {digest} {rate}"
    played = fit_training(told, partial(begin, task, [network], STEPS, rate))
    trajectory = played.now()
    worst = max(float(trajectory.frames[0].error_of(0)), 1e-6)
    header: dict[str, Any] = {
        "sliders": [
            {"name": "on_rate", "title": "learning rate", "low": 1e-5, "high": 0.5, "log": True}
            | {"value": rate, "text": f"{rate:.3g}"}
        ],
        "titles": ["now"],
        "tally": False,
        "before": f"mean squared error: built {power(float(trajectory.frames[0].error_of(0)))}",
        "panels": [
            {
                "kind": "errors",
                "title": "Train on from here: mean squared error",
                "span": 7,
                "height": 8,
                "name": "error",
                "groups": ["line-1"],
                "ends": [float(10.0 ** np.floor(np.log10(worst) - 3)), float(10.0 ** np.ceil(np.log10(worst) + 1))],
            }
        ],
    }
    fit_drawing(key, played, trajectory, header, {}, _update, "14rem")


def _update(question: Mapping[str, Any]) -> None:
    if str(question["set"]) == "on_rate":
        state.update(on_rate=float(question["value"]))

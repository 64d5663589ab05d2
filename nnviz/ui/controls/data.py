"""What is learned: the data, how many of them, how they are split and scaled."""

import streamlit as st

from nnviz.datasets import DATASETS, FEATURES, SCALINGS
from nnviz.engine import SEED_LIMIT
from nnviz.experiments import OWN
from nnviz.ui.controls.widgets import Widgets


def data_controls(widgets: Widgets) -> None:
    """Draw the group; a change of the data starts again."""
    settings = widgets.settings
    info = settings.info
    known = {name: data.title for name, data in DATASETS.items()}
    if settings.own is not None:
        known[OWN] = settings.own.info.title
    widgets.group("Data", keeps_weights=False)
    widgets.choice("dataset", "Data set", tuple(known), known.__getitem__, info.description)
    if settings.chooses_classes:
        widgets.slider("classes", "Classes", *info.classes_limits, 1)
    if settings.plane:
        if "noise" in info.parameters:
            widgets.slider("noise", "Noise (%)", 0.0, 50.0, 5.0)
        _features(widgets)
    with st.expander("Samples, split, scaling"):
        if "samples" in info.parameters:
            widgets.number("samples", "Samples", 10, 20_000, empty=f"{info.n_samples}")
        widgets.slider("train_share", "Share to train on", 0.1, 0.9, 0.1)
        widgets.number("data_seed", "Seed of the data", 0, SEED_LIMIT - 1)
        widgets.choice("scaling", "Scaling of the inputs", _scalings(widgets), str, value=settings.scaling_name)


def _features(widgets: Widgets) -> None:
    """Which functions of x and y the network sees."""
    key = widgets.seed("features", list(widgets.settings.features))
    st.pills(
        "Features",
        tuple(FEATURES),
        selection_mode="multi",
        format_func=lambda name: FEATURES[name].title,
        key=key,
        on_change=lambda: widgets.report(features=tuple(name for name in FEATURES if name in st.session_state[key])),
    )


def _scalings(widgets: Widgets) -> tuple[str, ...]:
    """The scalings that these data admit."""
    unit = widgets.settings.dataset == "digits"
    return tuple(name for name in SCALINGS if name != "unit" or unit)

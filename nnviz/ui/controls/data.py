"""What is learned: the data, how many of them, how they are split and scaled."""

import streamlit as st

from nnviz.datasets import DATASETS, FEATURES, SCALINGS
from nnviz.engine import SEED_LIMIT
from nnviz.experiments import OWN, RunSettings
from nnviz.ui.controls.group import group
from nnviz.ui.widgets.fields import Fields
from nnviz.ui.widgets.untrusted_text import escape_markdown


def data_controls(fields: Fields[RunSettings]) -> None:
    """Draw the group; a change of the data starts again."""
    settings = fields.settings
    info = settings.info
    titles = {name: data.title for name, data in DATASETS.items()}
    if settings.own is not None:
        titles[OWN] = settings.own.info.title
    group("Data", keeps_weights=False)
    fields.select("dataset", "Data set", titles, help=escape_markdown(info.description))
    if settings.chooses_classes:
        fields.slider("classes", "Classes", *info.classes_limits, 1)
    if settings.plane:
        if "noise" in info.parameters:
            fields.slider("noise", "Noise (%)", 0.0, 50.0, 5.0)
        features = {name: known.title for name, known in FEATURES.items()}
        fields.pills("features", "Features", features, many=True, value=list(settings.features), make=_with_features)
    with st.expander("Samples, split, scaling"):
        if "samples" in info.parameters:
            fields.number("samples", "Samples", 10, 20_000, empty=f"{info.n_samples}")
        fields.slider("train_share", "Fraction for training", 0.1, 0.9, 0.1)
        fields.number("data_seed", "Data seed", 0, SEED_LIMIT - 1)
        fields.select("scaling", "Input scaling", _scalings(settings), value=settings.scaling_name)


def _with_features(now: RunSettings, chosen: list[str]) -> RunSettings:
    """Which functions of x and y the network sees, in their own order."""
    return now.changed(features=tuple(name for name in FEATURES if name in chosen))


def _scalings(settings: RunSettings) -> tuple[str, ...]:
    """The scalings that these data admit."""
    return tuple(name for name in SCALINGS if name != "unit" or settings.dataset == "digits")

"""What is learned from: classes and features of the data, how many samples, how they are split and scaled.

The data set itself and its noise are chosen on the picture (`nnviz/ui/playground/on_picture.py`).
"""

import streamlit as st

from nnviz.datasets import FEATURES, SCALINGS, TARGET_SCALINGS
from nnviz.engine import SEED_LIMIT
from nnviz.experiments import RunSettings
from nnviz.experiments.run.preparation import TEST_IS_TRAIN
from nnviz.ui.controls.group import group
from nnviz.ui.widgets.fields import Fields
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.untrusted_text import escape_markdown

_TARGET_SCALINGS = dict(
    zip(TARGET_SCALINGS, ("none: in its own units", "standardize", "min-max, to -1..1"), strict=True)
)


def data_controls(fields: Fields[RunSettings], note: str = "") -> None:
    """Draw the group; a change of the data starts again.

    Parameters
    ----------
    fields : Fields
    note : str
        How the target of the present data is scaled.
    """
    settings = fields.settings
    info = settings.info
    group("Data", keeps_weights=False)
    if settings.chooses_classes:
        fields.slider("classes", "Classes", *info.classes_limits, 1)
    if settings.plane:
        features = {name: known.title for name, known in FEATURES.items()}
        fields.pills("features", "Features", features, many=True, value=list(settings.features), make=_with_features)
    with folded("Samples, split, scaling", fields.state.key("more_data")) as is_open:
        if is_open:
            if "samples" in info.parameters:
                fields.number("samples", "Samples", 10, 20_000, empty=f"{info.n_samples}")
            fields.slider("train_share", "Fraction for training", 0.1, 1.0, 0.1)
            if settings.trains_on_all:
                st.caption(TEST_IS_TRAIN)
            fields.number("data_seed", "Data seed", 0, SEED_LIMIT - 1)
            fields.select("scaling", "Input scaling", _scalings(settings), value=settings.scaling_name)
            if info.kind == "regression":
                name = settings.target_scaling_name
                fields.select("target_scaling", "Target scaling", _TARGET_SCALINGS, value=name)
                if note:
                    st.caption(escape_markdown(note))


def _with_features(now: RunSettings, chosen: list[str]) -> RunSettings:
    """Which functions of x and y the network sees, in their own order."""
    return now.changed(features=tuple(name for name in FEATURES if name in chosen))


def _scalings(settings: RunSettings) -> tuple[str, ...]:
    """The scalings that these data admit."""
    return tuple(name for name in SCALINGS if name != "unit" or settings.dataset == "digits")

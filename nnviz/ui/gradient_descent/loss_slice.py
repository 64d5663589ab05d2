"""A slice of a real network's loss on the page of gradient descent: from above and as a landscape."""

from functools import partial
from typing import Any

import streamlit as st

from nnviz.experiments.gradient_descent import questions
from nnviz.experiments.gradient_descent.loss_slice import (
    SLICE_EPOCHS,
    LossSlice,
    TrainedPath,
    gradient_slice,
    trained_path,
    weights_slice,
)
from nnviz.experiments.gradient_descent.settings import DescentSettings
from nnviz.figures import loss_slice as figures
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.gradient_descent.state import fields, state
from nnviz.ui.widgets.question import ask

DATA = {"circle": "circle", "xor": "exclusive or", "iris": "iris", "digits": "digits"}
KINDS = {"gradient": "gradient and a random direction", "weights": "two weights"}


@st.cache_resource(show_spinner="Training a small network, once …")
def _path(data: str) -> TrainedPath:
    return trained_path(data)


@st.cache_resource(max_entries=300, show_spinner=False)
def _slice(data: str, kind: str, at: int, first: int, second: int) -> LossSlice:
    path = _path(data)
    return gradient_slice(path, at) if kind == "gradient" else weights_slice(path, at, first, second)


def chosen() -> tuple[int, int]:
    """The two weights: those of the settings where the network has them, else its first two."""
    now, n = state.settings, len(_path(state.settings.data).names)
    fits = now.first_parameter != now.second_parameter and max(now.first_parameter, now.second_parameter) < n
    return (now.first_parameter, now.second_parameter) if fits else (0, 1)


def slice_now() -> LossSlice:
    """The slice of the page."""
    now = state.settings
    return _slice(now.data, now.slice, now.epoch, *(chosen() if now.slice == "weights" else (0, 1)))


def controls() -> None:
    """Which network, which two directions, which moment."""
    left, middle, right = st.columns([2.4, 2, 2.6], gap="medium", vertical_alignment="bottom")
    fields.segmented("data", "Network trained on", DATA, place=left)
    fields.segmented("slice", "Directions", KINDS, place=middle)
    fields.slider("epoch", "Slice through the weights after epoch", 0, SLICE_EPOCHS, 1, place=right)
    if state.settings.slice == "weights":
        _weights()


def _weights() -> None:
    """Which two weights span the slice."""
    names = _path(state.settings.data).names
    columns = st.columns(2, gap="medium")
    for column, which, chosen_now in zip(columns, ("first", "second"), chosen(), strict=True):
        field = f"{which}_parameter"
        fields.select(
            field,
            f"{which.capitalize()} weight",
            range(len(names)),
            names.__getitem__,
            value=chosen_now,
            make=partial(_with_weight, field),
            place=column,
        )


def _with_weight(field: str, now: DescentSettings, weight: int) -> DescentSettings:
    pair = dict(zip(("first_parameter", "second_parameter"), chosen(), strict=True)) | {field: weight}
    if len(set(pair.values())) < 2:
        raise ValueError("expected two different weights, got the same one twice; choose another")
    return now.changed(**pair)


def downhill_question() -> bool:
    """Ask whether the loss falls all the way along the training's path. Returns whether the path may be seen."""
    now = state.settings
    return ask(state.key("question.path"), questions.downhill_question(_path(now.data).losses, DATA[now.data]))


def in_words(loss_slice: LossSlice) -> str:
    """What the slice shows and what it hides."""
    n, at = loss_slice.directions.shape[1], loss_slice.at
    ends = " and ".join(f"{off:.2f}" for off in (loss_slice.distances[0], loss_slice.distances[-1]))
    return (
        f"{loss_slice.path.title}. The loss of {len(loss_slice.path.X)} training samples, X "
        f"{loss_slice.path.X.shape}, is computed on a grid of {loss_slice.losses.shape} points, each by a forward "
        f"pass. At the centre are the weights θ ({n},) after epoch {at}, with loss {loss_slice.path.losses[at]:.4g}. "
        f"The other {n - 2} directions are not shown: the start and the end of the path lie {ends} away from this "
        "plane. The path is drawn at its true loss, so it may float above the surface or run below it."
    )


def charts() -> None:
    """From above and as a landscape, beside each other; zoom and camera stay while the epoch changes."""
    now, loss_slice = state.settings, slice_now()
    seen = figures.info(loss_slice)
    from_above, landscape = partial(figures.contour, seen), partial(figures.surface, seen)
    revision = f"{now.data}-{now.slice}-{chosen()}"
    left, right = st.columns(2, gap="small")
    words: dict[str, Any] = {"revision": revision, "toolbar": True}
    with left:
        kept_figure(from_above, "descent-contour", "loss around the weights, from above", **words)
    with right:
        kept_figure(landscape, "descent-surface", "loss around the weights as a landscape", **words)
    st.markdown(in_words(loss_slice))

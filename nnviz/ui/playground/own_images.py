"""Images drawn by hand: a pad of pixels, the class of what is on it, and a button that adds it to the data."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.datasets import Dataset
from nnviz.datasets.drawn_images import MAX_CLASSES, MIN_CLASSES
from nnviz.datasets.tables.images import LEAST_SIDE, MOST_SIDE
from nnviz.engine import Array
from nnviz.experiments import OWN, RunSettings
from nnviz.experiments.run.drawing import DrawnData, can_draw_images, starting_images, with_image, without_image
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.session import OWN_DATA, session
from nnviz.ui.widgets.untrusted_text import show_info

PIXELS = OWN_DATA + "pixels"
"""What is on the pad, an array."""

SHIFTS = (-1, 0, 1)


def image_controls(settings: RunSettings, data: Dataset, carry_out: Callable[[Callable[[], DrawnData]], None]) -> None:
    """Draw the pad and its buttons.

    Parameters
    ----------
    settings : RunSettings
    data : Dataset
        The data of these settings, which images are added to.
    carry_out : callable
        Given a function that makes the new data: calls it, uses what it returns, and tells why if that is refused.
    """
    _explain(settings)
    pixels, number, begin = st.columns([1, 1, 2], gap="small", vertical_alignment="bottom")
    side = pixels.number_input("Pixels a side", LEAST_SIDE, MOST_SIDE, key=OWN_DATA + "side")
    classes = number.number_input("Classes", MIN_CLASSES, MAX_CLASSES, key=OWN_DATA + "image_classes")
    if begin.button("Begin with two images of each class", key=OWN_DATA + "begin_images"):
        carry_out(lambda: starting_images(settings, side, classes))
    if not can_draw_images(settings):
        return
    image = _image(data)
    pad, beside = st.columns([3, 2], gap="medium")
    with pad:
        _pad(image, data)
    with beside:
        label = st.selectbox(
            "It is a",
            range(data.n_classes),
            format_func=data.class_names.__getitem__,
            key=f"{OWN_DATA}image_class.{data.n_classes}",
        )
        if st.button("Add the image", key=OWN_DATA + "add_image", type="primary"):
            carry_out(lambda: with_image(settings, data, image, label))
        if settings.dataset == OWN and st.button("Take the last image back", key=OWN_DATA + "image_back"):
            carry_out(lambda: without_image(settings, data))
        st.caption(f"{data.n_samples:,} images in {data.n_classes} classes.")


def _explain(settings: RunSettings) -> None:
    if can_draw_images(settings):
        show_info(
            "Draw on the pad by mouse, by touch, or with the arrow keys and Enter; choose its class and add it: "
            "training restarts from new initial weights. The arrows around it shift it by a pixel."
        )
    else:
        show_info("These data are no images of several classes. Choose the digits, or begin with two of each class.")


def _image(data: Dataset) -> Array:
    """Return what is on the pad, of the size of the data's images; another size clears it."""
    assert data.image_shape is not None
    kept: Array | None = session().get(PIXELS)
    if kept is None or kept.shape != data.image_shape:
        kept = session()[PIXELS] = np.zeros(data.image_shape)
    low, high = data.x_range or (0.0, 1.0)
    return np.clip(kept, low, high)


def _pad(image: Array, data: Dataset) -> None:
    ink = data.x_range[1] if data.x_range else 1.0
    header = {"title": "your image", "ink": ink, "shift": [0, 0], "farthest": 1, "drawn": bool(image.any())}
    drawing("digit", header, {"image": image}, key="playground-image", on_ask=_asked, room="20rem")


def _asked(asked: Mapping[str, Any]) -> None:
    """Keep what was drawn, or shift it; what comes from the browser may be anything."""
    now: Array = session()[PIXELS]
    if asked["what"] == "pixels":
        pixels = np.array(asked["pixels"], np.float64).reshape(now.shape)
        if np.isfinite(pixels).all():
            session()[PIXELS] = pixels
    elif asked["what"] == "shift":
        down, right = int(asked["down"]), int(asked["right"])
        if down in SHIFTS and right in SHIFTS:
            session()[PIXELS] = _shifted(now, down, right)


def _shifted(image: Array, down: int, right: int) -> Array:
    """Return an image moved by a pixel; paper comes in at the other end."""
    rows, columns = image.shape
    paper = np.zeros((rows + 2, columns + 2))
    paper[1:-1, 1:-1] = image
    return paper[1 - down : 1 - down + rows, 1 - right : 1 - right + columns]

"""Scalar, vector, matrix, tensor: a stack of pictures, from which each index takes one axis away."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from nnviz.experiments.matrices.tensor_ranks import chain, ranks
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.matrices.state import state


def ranks_drawing() -> None:
    """A stack of pictures, a picture, a row, a pixel; and the stack as a data matrix."""
    now, seen = state.settings, ranks()
    header = {"names": seen.names, "at": (now.image, now.image_row, now.image_column), "most": 16}
    drawing("ranks", header, {"T": seen.T}, key="matrices-ranks", on_ask=_pointed, room="26rem")


def _pointed(asked: Mapping[str, Any]) -> None:
    image, row, column = (int(i) for i in asked["at"])
    state.update(image=image, image_row=row, image_column=column)
    state.show_in_address()


def ranks_in_words() -> None:
    """What NumPy says of the four: rank, shape, number of entries."""
    now = state.settings
    cuts = chain(ranks().T, now.image, now.image_row, now.image_column)
    rows = ["| tensor | rank (`ndim`) | `shape` | entries |", "|---|---|---|---|"]
    rows += [f"| `{expression}` | {T.ndim} | `{T.shape}` | {T.size} |" for expression, T in cuts]
    st.markdown("\n".join(rows))

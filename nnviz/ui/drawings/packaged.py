"""Finds the bundle of a component: as files of the installed package, or as text where nnviz is not installed."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.errors import StreamlitAPIException

import nnviz.stage

if TYPE_CHECKING:
    from streamlit.components.v2.bidi_component import ComponentResult

BUNDLES = Path(nnviz.stage.__file__).with_name("bundles")


def packaged_component(name: str) -> Callable[..., "ComponentResult"]:
    """Return what mounts a component.

    It is registered anew in every run: that costs microseconds, and a test's fresh runtime must know it, too.

    Parameters
    ----------
    name : str
        As pyproject.toml declares it: "stage", "activation_race", "sequences", "drawings", "page" or "share".
    """
    script, style = f"{name}.js", f"{name}.css"
    try:
        return st.components.v2.component(f"nnviz.{name}", js=script, css=style)
    except StreamlitAPIException:
        return st.components.v2.component(f"nnviz.{name}", js=_text(script), css=_text(style))


@cache
def _text(file: str) -> str:
    """A bundle as it lies in the folder; its first line ends, so Streamlit does not take it for a file's name."""
    return (BUNDLES / file).read_text(encoding="utf-8")

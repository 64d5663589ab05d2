"""Finds the JavaScript of a component: as files of the installed package, or as text where nnviz is not installed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.errors import StreamlitAPIException

from nnviz.stage.inline import inline_css, inline_js

if TYPE_CHECKING:
    from streamlit.components.v2.bidi_component import ComponentResult


def packaged_component(name: str, js: str, css: str) -> Callable[..., "ComponentResult"]:
    """Return what mounts a component.

    It is registered anew in every run: that costs microseconds, and a test's fresh runtime must know it, too.

    Parameters
    ----------
    name : str
        As pyproject.toml declares it, behind ``nnviz.``.
    js, css : str
        The entry and the style sheet, below nnviz/stage/assets/.
    """
    try:
        return st.components.v2.component(name, js=js, css=css)
    except StreamlitAPIException:
        return st.components.v2.component(name, js=inline_js(js), css=inline_css(css))

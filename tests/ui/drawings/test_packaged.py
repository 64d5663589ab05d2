"""Where a component's JavaScript comes from: files of the installed package, or their text where there is none."""

import pytest
import streamlit as st
from streamlit.errors import StreamlitAPIException

from nnviz.ui.drawings.packaged import BUNDLES, packaged_component


@pytest.fixture
def registered(monkeypatch):
    """What is registered, on a Streamlit that knows no package where `packaged` is false."""
    calls = []
    known = {"packaged": True}

    def component(name, *, js, css):
        if not known["packaged"] and "\n" not in js + css:
            raise StreamlitAPIException("no asset_dir")
        calls.append((name, js, css))
        return name

    monkeypatch.setattr(st.components.v2, "component", component)
    return calls, known


def test_an_installed_package_serves_its_bundles_as_files(registered):
    calls, _ = registered
    assert packaged_component("stage") == "nnviz.stage"
    assert calls == [("nnviz.stage", "stage.js", "stage.css")]


def test_without_the_package_the_bundles_go_as_text(registered):
    calls, known = registered
    known["packaged"] = False
    packaged_component("drawings")
    ((name, script, style),) = calls
    assert name == "nnviz.drawings"
    assert script == (BUNDLES / "drawings.js").read_text(encoding="utf-8")
    assert style == (BUNDLES / "drawings.css").read_text(encoding="utf-8")

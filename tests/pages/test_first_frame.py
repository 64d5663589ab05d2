"""The first message of a live page brings the scene and a frame: nothing has to be asked for before it is painted."""

import pytest

from tests.stage.decoding import read


@pytest.mark.parametrize("name", ["home", "playground", "activation_race"])
def test_the_first_message_brings_the_first_frame(run_page, name):
    page = run_page(name)
    messages = [read(c.proto.bytes) for c in page.get("bidi_component") if c.proto.bytes]
    stage = next(message for message in messages if "scene_spec" in message.header or "scene" in message.header)
    assert len(stage.frames) == 1


@pytest.mark.parametrize("name", ["playground", "activation_race"])
def test_the_stage_is_sent_before_the_controls_of_the_sidebar(run_page, monkeypatch, name):
    from nnviz.ui.drawings import stage as mounting

    drawn = []
    real = mounting.packaged_component
    monkeypatch.setattr(mounting, "packaged_component", lambda component: drawn.append(component) or real(component))
    import streamlit as st

    sidebar = type(st.sidebar).__enter__
    monkeypatch.setattr(type(st.sidebar), "__enter__", lambda self: (drawn.append(self), sidebar(self))[1])
    run_page(name)
    sides = [k for k, part in enumerate(drawn) if part is st.sidebar]
    stages = [k for k, part in enumerate(drawn) if isinstance(part, str)]
    assert stages and sides and stages[0] < sides[0]

"""The first message of a live page brings the scene and a frame: nothing has to be asked for before it is painted."""

import pytest
import streamlit

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
    for control in ("selectbox", "multiselect", "slider", "number_input"):
        real_control = getattr(streamlit, control)

        def noted(*about, real_control=real_control, **more):
            drawn.append(None)
            return real_control(*about, **more)

        monkeypatch.setattr(streamlit, control, noted)
    page = run_page(name)
    assert page.sidebar.selectbox
    assert drawn[0] is not None and None in drawn

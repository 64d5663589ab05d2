"""The stage on a page, without a browser: the message arrives, and requests reach the page."""

from nnviz.stage import Command, Need
from nnviz.ui.drawings.stage import _hand_over


def page():
    from nnviz.stage import pack
    from nnviz.ui.drawings.stage import live_stage
    from tests.stage.scenes import chunk, plane_frame, plane_scene

    scene = plane_scene()
    live_stage(pack(scene, chunk(1), [plane_frame(scene, 0)]), "stage", print, print)


def test_the_message_reaches_the_component_as_bytes():
    from streamlit.testing.v1 import AppTest

    from tests.stage.decoding import read

    at = AppTest.from_function(page).run(timeout=20)
    assert not at.exception
    (element,) = at.get("bidi_component")
    assert read(element.proto.bytes).header["scene"] == 1
    assert element.proto.component_name == "nnviz.stage"


def test_a_proper_request_is_handed_to_the_page(monkeypatch):
    heard = []
    monkeypatch.setattr(
        "streamlit.session_state", {"stage": {"need": {"scene": 2}, "command": {"name": "pause", "n": 4}}}
    )
    _hand_over("stage", "need", Need.read, heard.append)
    _hand_over("stage", "command", Command.read, heard.append)
    assert heard == [Need(2, -1, -1, 0), Command("pause", 0.0, -1, 4)]


def test_nonsense_is_not_handed_on(monkeypatch):
    monkeypatch.setattr("streamlit.session_state", {"stage": {"command": {"name": "explode"}, "need": None}})
    heard = []
    _hand_over("stage", "command", Command.read, heard.append)
    _hand_over("stage", "need", Need.read, heard.append)
    assert heard == []

"""The stage on a page, without a browser: the message arrives, and requests reach the page."""

import re
from pathlib import Path

from nnviz.stage import Command, Need
from nnviz.ui.drawings.stage import _hand_over
from nnviz.ui.shell.session import DIRECT_LINE

DOCS = Path(__file__).parents[3] / "docs"


def page():
    import streamlit as st

    from nnviz.experiments import RunSettings
    from nnviz.stage.run_player import RunPlayer
    from nnviz.ui.drawings.direct_line import held
    from nnviz.ui.drawings.stage import live_stage

    if "player" not in st.session_state:
        st.session_state["player"] = RunPlayer(RunSettings(max_epochs=1))
    playing = held("player")
    ended = live_stage(playing, "stage", print, alone=("play",))
    st.text(f"ended: {ended}")


def test_the_message_reaches_the_component_as_bytes():
    from streamlit.testing.v1 import AppTest

    from tests.stage.decoding import read

    at = AppTest.from_function(page).run(timeout=20)
    assert not at.exception
    (element,) = at.get("bidi_component")
    message, player, line = read(element.proto.bytes), at.session_state["player"], at.session_state[DIRECT_LINE]
    assert "scene_spec" in message.header
    assert message.header["direct"] == {"name": line.token, "alone": ["play"], "first": []}
    assert element.proto.component_name == "nnviz.stage"
    sent = []
    line.send = sent.append
    player.need(Need(player.ahead.camera.scene.id, 0, 0, 1))
    player.carry_out(Command("play", 0.0, 0, 1))
    at.run()
    assert sent == [at.get("bidi_component")[0].proto.bytes], "what the browser can use comes sooner along the line"


def test_the_example_of_the_documents_shows_a_stage():
    from streamlit.testing.v1 import AppTest

    from tests.stage.decoding import read

    (example,) = re.findall(r"```python\n(.*?)```", (DOCS / "stage.md").read_text(encoding="utf-8"), re.DOTALL)
    at = AppTest.from_string(example).run(timeout=20)
    assert not at.exception
    (element,) = at.get("bidi_component")
    assert read(element.proto.bytes).header["direct"]["alone"] == ["speed"]


def test_the_page_hears_of_a_training_that_ended_beside_its_runs():
    from streamlit.testing.v1 import AppTest

    at = AppTest.from_function(page).run(timeout=20)
    player, line = at.session_state["player"], at.session_state[DIRECT_LINE]
    line.answer(Command("play", 0.0, 0, 1), lambda: False)
    while player.playing:
        line.answer(Need(player.ahead.camera.scene.id, 0, 0, 1), lambda: False)
    assert at.run().text[0].value == "ended: True"
    assert at.run().text[0].value == "ended: False"


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

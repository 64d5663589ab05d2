"""The panel that shares, by AppTest: the address says step and changes, and leads others here once it is told how."""

import base64
import json
import re

import zxingcpp
from streamlit.testing.v1 import AppTest

from tests.export.drawn_code import drawn


def page():
    import streamlit as st

    from nnviz.experiments import RunRecipe, RunSettings
    from nnviz.ui.playground.share import share_panel

    recipe = RunRecipe(RunSettings(dataset="xor")).with_fields(10, learning_rate=0.3).with_edit(12, 0, "W", (0, 1), 0.5)
    share_panel(st.session_state.get("recipe", recipe.at(20)), st.session_state.get("page"))


def shown(page_address: str = "http://localhost:8501/playground", **state) -> AppTest:
    at = AppTest.from_function(page, default_timeout=30)
    at.session_state["page"] = page_address
    for name, value in state.items():
        at.session_state[name] = value
    at.run()
    assert not at.exception
    return at


def address(at: AppTest) -> str:
    (field,) = at.get("bidi_component")
    return json.loads(field.proto.json)["address"]


def test_the_address_says_step_and_changes():
    found = address(shown())
    assert found.startswith("http://localhost:8501/playground?dataset=xor&step=20&changes=")
    assert found.endswith("10:learning_rate:0.3~12:0.W.0.1:0.5")


def test_the_changes_on_the_way_are_listed():
    at = shown()
    assert at.expander[0].label == "2 changes along the way"
    assert "step 10: learning_rate = 0.3" in at.text[0].value


def test_a_place_that_others_reach_stands_in_the_address():
    at = shown()
    at.text_input("playground.step.place").set_value("192.168.1.20:8501").run()
    assert address(at).startswith("http://192.168.1.20:8501/playground?")


def test_a_place_that_is_none_is_told():
    at = shown()
    at.text_input("playground.step.place").set_value("[click](https://example.org)").run()
    assert not at.exception and not at.get("bidi_component")
    assert "expected the place of a web server" in at.warning[0].value
    assert "[click](" not in at.warning[0].value


def test_a_page_that_others_reach_asks_for_no_place():
    at = shown("https://nn.example/playground")
    assert not at.text_input
    assert address(at).startswith("https://nn.example/playground?")


def test_the_qr_code_is_drawn_when_asked_for():
    at = shown()
    assert not at.get("html")
    at.button("playground.step.qr").click().run()
    assert not at.exception
    picture = re.search(r"base64,([A-Za-z0-9+/=]+)", at.get("html")[0].proto.body)[1]
    assert zxingcpp.read_barcode(drawn(base64.b64decode(picture).decode())).text == address(at)


def test_an_address_too_long_for_a_qr_code_can_still_be_copied():
    import numpy as np

    from nnviz.experiments import HiddenSettings, RunRecipe, RunSettings, start

    settings = RunSettings(hidden=(HiddenSettings(units=40),))
    theta = start(settings).state.network.theta
    at = shown(recipe=RunRecipe(settings).with_weights(5, np.asarray(theta)).at(9))
    assert len(address(at)) > 1000
    at.button("playground.step.qr").click().run()
    assert not at.exception and "at most 1,000 characters" in at.warning[0].value.replace("\\", "")


def test_own_data_have_no_address_and_none_is_spoken_of():
    from nnviz.datasets import dataset
    from nnviz.experiments import RunRecipe, RunSettings

    at = shown(recipe=RunRecipe(RunSettings().with_own(dataset("moons"))))
    words = " ".join(found.value for found in (*at.markdown, *at.warning, *at.caption))
    assert "address" not in words and "NumPy script" in words
    assert not at.get("bidi_component") and not at.button and not at.text_input


def test_a_moment_that_no_address_reaches_says_why_and_offers_none():
    from nnviz.experiments import RunRecipe

    at = shown(recipe=RunRecipe().at(10**9))
    assert "an address reaches at most step" in at.warning[0].value
    assert not at.markdown and not at.get("bidi_component") and not at.button and not at.text_input


def test_the_first_moment_promises_no_training():
    from nnviz.experiments import RunRecipe

    at = shown(recipe=RunRecipe())
    assert address(at) == "http://localhost:8501/playground"
    assert "same initial weights" in at.markdown[0].value and not at.expander

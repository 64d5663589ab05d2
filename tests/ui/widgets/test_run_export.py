"""The panel that saves and loads, by AppTest: files are made on demand, and a bad file is told and changes nothing."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nnviz.experiments import RunSettings, advance, start
from nnviz.export.weights import save_weights
from nnviz.ui.shell.session import UPLOADED
from tests.export.archives import npz
from tests.pages.messages import read

LABELS = [
    "NumPy script",
    "Notebook .ipynb",
    "Weights .npz",
    "Weights .csv",
    "History .npz",
    "History .csv",
    "Settings .csv",
    "Figures .html",
]


def page():
    import streamlit as st

    from nnviz.experiments import RunRecipe, RunSettings, advance, start
    from nnviz.export.weights import load_weights
    from nnviz.ui.widgets.run_export import export_panel

    if "run" not in st.session_state:
        st.session_state["run"] = advance(start(RunSettings()), 5)
    run = st.session_state["run"]

    def load(data):
        st.session_state["run"] = load_weights(data, st.session_state["run"])

    rows = [(0.0, 0.0, 0.7, 0.7, 0.5, 0.5), (5.0, 0.2, 0.6, 0.6, 0.6, 0.6)]
    export_panel(run, rows, RunRecipe(run.settings).at(5), load, "http://localhost:8501/playground")


@pytest.fixture
def panel():
    at = AppTest.from_function(page, default_timeout=30).run()
    assert not at.exception
    return at


def upload(at: AppTest, data: bytes, name: str = "weights.npz") -> AppTest:
    at.file_uploader[0].set_value((name, data, "application/zip")).run()
    assert not at.exception
    return at


def test_every_file_has_a_button_that_makes_it_on_demand(panel):
    buttons = panel.get("download_button")
    assert [button.proto.label for button in buttons] == LABELS
    assert all(button.proto.HasField("deferred_file_id") for button in buttons)
    assert all(button.proto.ignore_rerun for button in buttons)


def test_drawing_the_panel_makes_no_file(monkeypatch, panel):
    def made(*_):
        raise AssertionError("a file was made")

    for name in (
        "numpy_script",
        "run_notebook",
        "save_weights",
        "weights_csv",
        "history_csv",
        "settings_csv",
        "figures_page",
    ):
        monkeypatch.setattr(f"nnviz.ui.widgets.run_export.{name}", made)
    assert not panel.run().exception


def test_weights_of_a_file_go_into_the_run_and_the_field_is_free_again(panel):
    other = advance(start(RunSettings(seed=3)), 50)
    upload(panel, save_weights(other))
    assert np.array_equal(panel.session_state["run"].state.network.theta, other.state.network.theta)
    assert "The weights are loaded" in panel.success[0].value
    assert not panel.file_uploader[0].value
    upload(panel, save_weights(advance(other, 5)))
    assert panel.session_state[UPLOADED].number == 2
    assert not np.array_equal(panel.session_state["run"].state.network.theta, other.state.network.theta)


@pytest.mark.parametrize("data", [b"", b"hello", save_weights(start(RunSettings(dataset="iris")))])
def test_a_file_that_does_not_fit_is_told_and_changes_nothing(panel, data):
    before = panel.session_state["run"]
    upload(panel, data)
    assert read(panel.error[0].value).startswith("The weights were not loaded: expected")
    assert panel.session_state["run"] is before
    upload(panel, save_weights(before))
    assert not panel.error and panel.success


def test_what_became_of_a_file_is_told_only_at_its_step(panel):
    upload(panel, b"hello")
    panel.session_state["run"] = advance(panel.session_state["run"], 1)
    assert not panel.run().exception and not panel.error and not panel.success


def test_words_of_a_file_are_no_markdown(panel):
    upload(panel, npz(**{"[link](https://example.org)": np.zeros(3)}))
    assert "[link](" not in panel.error[0].value


def test_taking_a_file_away_says_nothing(panel):
    panel.file_uploader[0].set_value(None).run()
    assert not panel.exception and not panel.error and not panel.success


def test_without_a_taker_nothing_is_loaded():
    def quiet():
        from nnviz.experiments import RunSettings, start
        from nnviz.ui.widgets.run_export import export_panel

        export_panel(start(RunSettings()), [])

    at = AppTest.from_function(quiet, default_timeout=30).run()
    assert not at.exception and not at.file_uploader and len(at.get("download_button")) == len(LABELS)

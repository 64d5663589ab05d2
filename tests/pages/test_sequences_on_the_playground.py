"""The Playground trains recurrent networks: its controls, its other stage, its panels, and the way of an address."""

import numpy as np
import pytest

from nnviz.datasets import SEQUENCE_DATASETS
from nnviz.experiments import RunRecipe, RunSettings, advance, start
from nnviz.experiments.run.sequence_layers import RecurrentSettings
from nnviz.stage.sequences.camera import SequenceCamera
from nnviz.ui.playground.panels import EXPORT, RESULTS, TENSORS
from nnviz.ui.shell.session import PANEL, PLAYER, SETTINGS
from tests.pages.picture import set_on_picture
from tests.pages.reading import in_address, widget

SMALL = {"samples": "40", "sequence_length": "6"}


def settings(page) -> RunSettings:
    return page.session_state[SETTINGS + "playground"]


def stages(page):
    return [e.proto.component_name for e in page.get("bidi_component")]


def test_a_task_is_chosen_on_the_picture_and_brings_its_network(run_page):
    page = set_on_picture(run_page("playground"), "dataset", "echo")
    assert not page.exception
    assert settings(page).sequence_layers == (RecurrentSettings(),)
    assert isinstance(page.session_state[PLAYER].ahead.camera, SequenceCamera)
    assert "nnviz.sequences" in stages(page) and "nnviz.stage" not in stages(page)
    page = set_on_picture(page, "dataset", "circle")
    assert not page.exception and settings(page).sequence_layers == ()
    assert "nnviz.stage" in stages(page) and "nnviz.sequences" not in stages(page)


@pytest.mark.parametrize("dataset", SEQUENCE_DATASETS)
def test_an_address_leads_to_the_step_and_every_panel_shows_it(run_page, dataset):
    here = RunSettings().changed(dataset=dataset, samples=40, sequence_length=6, sequence_layers=("lstm(3;bias=2)",))
    page = run_page("playground", **RunRecipe(here, step=3).to_query())
    run = page.session_state[PLAYER].run
    expected = advance(start(here), 3)
    np.testing.assert_array_equal(run.state.network.theta, expected.state.network.theta)
    for panel in (TENSORS, RESULTS, EXPORT):
        page.session_state[PANEL] = panel
        page.run()
        assert not page.exception, panel
    page.session_state["playground.conclusion"] = True
    page.run()
    assert not page.exception


def test_layers_are_added_and_changed_beside_the_picture(run_page):
    page = run_page("playground", dataset="echo", sequence_layers="gru(4)", hidden="", **SMALL)
    widget(page, "number_input", "playground.sequence_depth").set_value(2).run()
    assert in_address(page, "sequence_layers") == "gru(4),gru(4)"
    widget(page, "selectbox", "playground.cell1.kind").set_value("lstm").run()
    widget(page, "selectbox", "playground.cell1.bias").set_value("chrono").run()
    widget(page, "number_input", "playground.cell0.units").set_value(5).run()
    assert in_address(page, "sequence_layers") == "gru(5),lstm(4;bias=chrono)"
    widget(page, "selectbox", "playground.cell1.kind").set_value("elman").run()
    widget(page, "selectbox", "playground.cell1.activation").set_value("relu").run()
    assert in_address(page, "sequence_layers") == "gru(5),elman(4):relu" and not page.exception


def test_the_length_of_the_sequences_is_set_beside_the_picture(run_page):
    page = run_page("playground", dataset="echo", sequence_layers="gru(4)", hidden="", **SMALL)
    widget(page, "slider", "playground.sequence_length").set_value(9).run()
    assert page.session_state[PLAYER].run.data.train.Y.shape[1:] == (9, 4)
    widget(page, "slider", "playground.delay").set_value(20).run()
    assert settings(page).delay == 3 and any("echo" in warning.value for warning in page.warning)


def test_data_without_an_order_take_no_recurrent_layer(run_page):
    page = run_page("playground", dataset="circle", sequence_layers="gru(4)")
    assert settings(page).sequence_layers == ()
    assert any("recurrent layers need sequences" in warning.value for warning in page.warning)

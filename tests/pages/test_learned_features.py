"""The page of learned features by AppTest: six topics, predictions, estimators as controls, tables and tensors."""

from functools import partial

import numpy as np
import pytest

from nnviz.experiments.learned_features.plane import solved
from nnviz.experiments.learned_features.settings import TOPICS, LearnedFeaturesSettings
from nnviz.experiments.recording.recording import begin
from nnviz.ui.shell.run_cache import run_cache
from tests.pages.messages import warnings
from tests.pages.reading import code_lines, drawn, in_address, texts, views, widget


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_drawn_before_the_first_step(run_page, topic):
    page = run_page("learned_features", topic=topic)
    assert not page.exception
    header, arrays = drawn(page, "recording")
    assert header["steps"] == [0] and header["total"] > 20 and not header["done"]
    parts = [part for panel in header["panels"] for part in panel.get("parts", [panel])]
    for part in parts:
        for series in [part, *part.get("series", []), *part.get("rows", [])]:
            name = series.get("name") if isinstance(series, dict) else None
            assert name is None or f"frame {name}" in arrays or name in arrays
    assert all(np.isfinite(array).all() for array in arrays.values())


def trained(settings):
    """Train to the end, in the cache that the page looks into."""
    task = settings.task
    return run_cache().run_to_end(("learned", task), partial(begin, task))


def radio(page):
    return next(found for found in page.radio if ".question." in found.key)


def test_a_prediction_is_marked_when_the_training_is_complete_and_what_gives_it_away_is_shown_after_it(run_page):
    page = run_page("learned_features", seed="3", plane_activation="relu")
    (tally,) = [part for part in drawn(page, "recording")[0]["panels"][1]["parts"] if "How many" in part["title"]]
    assert tally["series"] == []
    radio(page).set_value("some of them").run()
    assert "Yes" not in texts(page) and any("end of the training" in one.value for one in page.caption)
    assert drawn(page, "recording")[0]["panels"][1]["parts"][1]["series"]
    recording = trained(LearnedFeaturesSettings(seed=3, plane_activation="relu"))
    page.run()
    assert radio(page).value == "some of them"
    count = solved(recording.end.measured["accuracy"])
    assert f"{count} of 24; the best one" in texts(page)
    assert ("Yes." if 0 < count < 24 else "No: ") in texts(page)


def test_bins_are_a_control_and_the_networks_stay_the_same(run_page):
    page = run_page("learned_features", topic="information")
    header, fixed = drawn(page, "recording")
    widget(page, "button_group", "learned_features.bins").set_value("range").run()
    again, ranged = drawn(page, "recording")
    assert again["training"] == header["training"] and again["generation"] != header["generation"]
    assert in_address(page, "bins") == "range"
    assert not np.array_equal(fixed["frame plane"], ranged["frame plane"])
    np.testing.assert_array_equal(fixed["frame accuracy"], ranged["frame accuracy"])
    assert np.abs(ranged["frame plane"][0, 0, 0] - fixed["frame plane"][0, 0, 0]).max() < 0.2  # near 12 bits both


def test_another_number_of_layers_takes_a_layer_and_a_unit_that_are_there(run_page):
    page = run_page("learned_features", topic="units", layer="4", unit="10")
    widget(page, "button_group", "learned_features.depth").set_value(1).run()
    assert not page.exception
    assert (in_address(page, "layer"), in_address(page, "unit"), in_address(page, "depth")) == ("2", "10", "1")
    assert drawn(page, "recording")[1]["frame W"].shape == (1, 32)


def test_what_is_not_there_is_told_and_the_rest_is_kept(run_page):
    page = run_page("learned_features", topic="units", layer="5", depth="2", unit="99")
    assert len(page.warning) == 2 and "unit=99" in " ".join(warnings(page)) and "layer=5" in " ".join(warnings(page))
    assert in_address(page, "depth") == "2"


@pytest.mark.parametrize("topic", TOPICS)
def test_lines_figure_table_tensors_and_conclusion_open(run_page, topic):
    page = run_page("learned_features", topic=topic, depth="1", units="8")
    for panel in ("lines", "figure", "table", "tensors", "conclusion"):
        page.session_state[f"learned_features.{panel}"] = True
    page.run()
    assert not page.exception, page.exception
    assert code_lines(page) and page.dataframe and "tensor_list" in views(page)
    assert "This is after 0 of" in texts(page)
    download = next(one for one in page.get("download_button") if "learned" in one.proto.id)
    assert "Download with the settings" in download.proto.label

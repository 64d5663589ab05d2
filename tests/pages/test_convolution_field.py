"""Receptive field, equivariance, Sobel and filters on the page of convolution: something to move, a table, tensors."""

from functools import partial

import numpy as np
import pytest

from nnviz.experiments.convolution.filters import task_of as filters_task
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.recording.recording import begin
from nnviz.ui.shell.run_cache import run_cache
from tests.pages.messages import warnings
from tests.pages.reading import code_lines, drawn, in_address, texts, views, widget

VIEWS = {"receptive_field": "receptive", "equivariance": "shift", "sobel": "recorded_maps", "filters": "recorded_maps"}


def just_show(page):
    next(one for one in page.button if one.label == "Just show").click().run()
    return page


@pytest.mark.parametrize("topic", VIEWS)
def test_lines_table_and_tensors_stand_in_panels_that_cost_nothing_closed(run_page, topic):
    page = run_page("convolution", topic=topic)
    drawn(page, VIEWS[topic])
    assert code_lines(page) == [] and not page.dataframe
    prefix = {"receptive_field": "field", "equivariance": "shift"}.get(topic, topic)
    for panel in ("lines", "table", "tensors"):
        page.session_state[f"convolution.{prefix}.{panel}"] = True
    page.run()
    assert not page.exception
    assert code_lines(page)
    assert page.dataframe[0].value.shape[0] >= 1
    assert any("csv" in one.proto.url or "download" in one.proto.id for one in page.get("download_button"))
    assert "tensor_list" in views(page)


def test_the_gradient_is_veiled_until_it_was_predicted_and_follows_the_unit(run_page):
    page = run_page("convolution", topic="receptive_field")
    header, arrays = drawn(page, "receptive")
    assert not header["answered"] and header["rows"][0] == [4, 17]
    header, arrays = drawn(just_show(page), "receptive")
    assert header["answered"] and header["line"].endswith("= 14")
    assert arrays["frame stats"][0, 3] == 0.0
    widget(page, "selectbox", "convolution.field_layer").set_value(2).run()
    header, arrays = drawn(page, "receptive")
    assert header["layer"] == 2 and header["line"].endswith("= 5") and "frame energy 3" not in arrays
    widget(page, "selectbox", "convolution.field_dilation").set_value(4).run()
    assert in_address(page, "field_stack") == "conv3,conv3d4,max2,conv3,conv3"
    assert drawn(page, "receptive")[0]["line"] == "receptive field 1 + 2·1 + 8·1 = 11"


def test_a_stack_is_grown_typed_and_refused_in_words(run_page):
    page = run_page("convolution", topic="receptive_field")
    next(one for one in page.button if one.label == "Add").click().run()
    assert len(drawn(page, "receptive")[0]["sizes"]) == 7
    typed = widget(page, "text_input", "convolution.field_typed")
    typed.set_value("conv3 conv3s2").run()
    assert drawn(page, "receptive")[0]["sizes"] == [20, 20, 10]
    typed = widget(page, "text_input", "convolution.field_typed")
    typed.set_value("conv3 <b>").run()
    assert any("expected a layer such as conv3" in one.lower() for one in warnings(page))
    assert drawn(page, "receptive")[0]["sizes"] == [20, 20, 10]
    next(one for one in page.button if one.label == "Remove").click().run()
    assert drawn(page, "receptive")[0]["sizes"] == [20, 20]


def test_addresses_with_a_stack_that_cannot_be_are_told_and_the_rest_is_kept(run_page):
    page = run_page("convolution", topic="receptive_field", field_stack="max2,max2,max2,max2,max2,max2", field_seed="3")
    assert any("field_stack" in one for one in warnings(page))
    assert in_address(page, "field_seed") == "3"


def test_trained_weights_are_played_on_digits(run_page):
    page = run_page("convolution", topic="receptive_field", field_weights="trained", field_stack="conv3,max2")
    header, _ = drawn(page, "receptive")
    assert header["trains"] and header["sizes"][0] == 8 and header["total"] > 10


def test_a_shift_is_shown_with_what_is_left_of_it(run_page):
    page = just_show(run_page("convolution", topic="equivariance"))
    header, arrays = drawn(page, "shift")
    image, convolved, pooled = header["stages"]
    assert (convolved["largest"], pooled["largest"] > 0) == (0.0, True)
    assert np.isnan(arrays["difference 1"]).sum() == convolved["of"] - convolved["compared"] > 0
    page = just_show(run_page("convolution", topic="equivariance", shift_right="2", shift_down="-2"))
    assert [one["largest"] for one in drawn(page, "shift")[0]["stages"]] == [0.0, 0.0, 0.0]
    widget(page, "toggle", "convolution.shift_ground").set_value(True).run()
    widget(page, "toggle", "convolution.shift_borders").set_value(True).run()
    assert drawn(page, "shift")[0]["stages"][1]["largest"] > 0
    assert "neither" in texts(page)


def test_three_classifiers_are_played_when_their_panel_is_opened(run_page):
    page = run_page("convolution", topic="equivariance")
    assert "recorded_maps" not in views(page)
    page.session_state["convolution.shift.classify"] = True
    page.run()
    header, arrays = drawn(page, "recorded_maps")
    assert [panel["title"] for panel in header["panels"]][1] == "Shifted by one pixel"
    assert arrays["frame accuracy"].shape == (1, 9)


def test_the_errors_and_their_directions_are_shown_after_the_prediction(run_page):
    page = run_page("convolution", topic="sobel")
    header, arrays = drawn(page, "recorded_maps")
    series = [panel["series"] for panel in header["panels"] if panel["kind"] == "course"]
    assert series == [[], []] and arrays["frame K"].shape == (1, 9)
    header, _ = drawn(just_show(page), "recorded_maps")
    assert [len(panel["series"]) for panel in header["panels"] if panel["kind"] == "course"] == [9, 9]
    assert "the one in the centre" in texts(page)
    widget(page, "slider", "convolution.sobel_rate").set_value(2.3).run()
    assert in_address(page, "sobel_rate") == "2.3"


def test_a_prediction_about_filters_is_marked_at_the_end_of_the_training(run_page):
    page = run_page("convolution", topic="filters", filter_layer="2", filter="6")
    header, arrays = drawn(page, "recorded_maps")
    assert header["panels"][0]["title"] == "Kernel of filter 6, on the 4 maps below"
    radio = next(one for one in page.radio if ".question." in one.key)
    radio.set_value(radio.options[0]).run()
    assert any("end of the training" in one.value for one in page.caption)
    task = filters_task(ConvolutionSettings())
    run_cache().run_to_end(("filters", task), partial(begin, task))
    page.run()
    assert "The correlation of neighbours is" in texts(page)
    widget(page, "button_group", "convolution.filter_layer").set_value(1).run()
    assert in_address(page, "filter") == "4"

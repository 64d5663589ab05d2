"""The page of width and depth by AppTest: its numbers against the experiments, drawing, training, built networks."""

import numpy as np
import pytest

from nnviz.experiments.width_and_depth import (
    WidthAndDepthSettings,
    begin_approximation,
    begin_depths,
    built_network,
    random_network,
    regions,
)
from nnviz.experiments.width_and_depth.depths import TASKS
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.width_and_depth import approximation, depths
from tests.pages.messages import warnings
from tests.pages.reading import drawn, in_address, texts, views, widget
from tests.stage.decoding import unpack

NAME = "width_and_depth"


def fits(page):
    """The headers and arrays of the views that play trainings, in their order."""
    found = [unpack(component.proto.bytes) for component in page.get("bidi_component")]
    return [one for one in found if one[0]["view"] == "fit"]


def headers(page, view):
    """The headers of all drawings of a kind."""
    found = [unpack(component.proto.bytes)[0] for component in page.get("bidi_component")]
    return [header for header in found if header["view"] == view]


def test_the_built_network_and_the_first_frame_are_the_experiments(run_page):
    page = run_page(NAME, function="sine", units="6", kind="step")
    header, arrays = drawn(page, "fit")
    now = WidthAndDepthSettings(units=6, kind="step")
    A = built_network(now).network.forward(arrays["x"][:, None]).A[:, 0]
    np.testing.assert_array_equal(arrays["built"], A)
    first = begin_approximation(now).frames[0]
    np.testing.assert_allclose(arrays["frame largest"][0, 0, 1], np.median(first.largest[0]))
    assert header["seeds"] == 20 and header["steps"] == [0]


def test_the_power_is_seen_after_the_answer(run_page):
    page = run_page(NAME)
    points = [panel for panel in drawn(page, "fit")[0]["panels"] if panel["kind"] == "powers"][0]["points"]
    assert [point["name"] for point in points] == ["error now"]
    widget(page, "radio", f"{NAME}.question.double").set_value("it falls to roughly a quarter").run()
    assert "Yes." in texts(page)
    panel = [panel for panel in drawn(page, "fit")[0]["panels"] if panel["kind"] == "powers"][0]
    assert [point["name"] for point in panel["points"]] == ["error step", "error sigmoid", "error relu"]
    assert "ReLU kinks: slope −2.0" in [key["title"] for key in panel["keys"]]


def test_a_drawn_function_stands_in_the_address_and_nonsense_changes_nothing(run_page):
    heights = ",".join(["0.5"] * 33)
    page = run_page(NAME, function="drawn", heights=heights)
    _, arrays = drawn(page, "fit")
    assert (arrays["knots"] == 0.5).all()
    page = run_page(NAME, function="drawn", heights="0.5,0.5", widths="9,99")
    assert len(page.warning) == 2 and "heights" in warnings(page)[0]


def test_what_comes_of_a_training_is_told_when_it_is_over(run_page):
    page = run_page(NAME, units="2")
    widget(page, "radio", f"{NAME}.question.found").set_value("smaller").run()
    assert "Measured" not in texts(page)
    now = WidthAndDepthSettings(units=2)
    trained = begin_approximation(now).finish()
    run_cache().keep(("fit", approximation.name_of_training(now)), trained)
    page.run()
    assert f"built {built_network(now).largest_error:.2g}" in texts(page) and "Measured" in texts(page)


@pytest.mark.parametrize("task", ["saw-2", "spirals"])
def test_equal_parameters_stand_beside_each_other(run_page, task):
    page = run_page(NAME, task=task)
    header, arrays = fits(page)[1]
    kinds = ["plane" if task == "spirals" else "fit"] * 4 + ["errors"]
    assert [panel["kind"] for panel in header["panels"]] == kinds
    first = begin_depths(task).frames[0]
    np.testing.assert_allclose(arrays["frame error"][0, :, 1], [np.median(errors) for errors in first.errors])
    assert f"{TASKS[task]}" in texts(page)


def test_a_finished_training_of_depths_has_a_table_and_one_of_built_networks_another(run_page):
    page = run_page(NAME, task="saw-1", depth_start="built")
    now = WidthAndDepthSettings(task="saw-1", depth_start="built")
    trained = depths._begin(now).finish()
    run_cache().keep(("fit", depths.name_of_training(now)), trained)
    page.run()
    assert not page.exception
    assert "| **folded** (1-2-1)" in texts(page) and "| **flat** (1-2-1)" in texts(page)


def test_regions_are_those_of_the_experiment(run_page):
    page = run_page(NAME, widths="5,3", layer="1", region="4")
    header, arrays = drawn(page, "regions")
    found = regions(random_network((5, 3)))
    assert header["counts"] == list(found.counts) and (header["layer"], header["region"]) == (1, 4)
    np.testing.assert_array_equal(arrays["W1"][4], found.layers[1][4].W)
    middle = found.layers[1][4].middle
    np.testing.assert_allclose(arrays["Z1"][4], middle @ arrays["W1"][4] + arrays["b1"][4], atol=1e-12)


@pytest.mark.parametrize("name", ["function", "folded", "flat", "plane", "towers", "product"])
def test_a_built_network_opens_is_checked_and_trains_on(run_page, name):
    page = run_page(NAME)
    page.session_state[f"{NAME}.open.{name}"] = True
    page.run()
    assert not page.exception
    assert "agrees with central differences within" in texts(page)
    assert "tensor_list" in views(page) and len(fits(page)) == 3
    header, arrays = (
        fits(page)[-1] if name == "product" else next(one for one in fits(page) if "on_rate" in str(one[0]))
    )
    assert header["seeds"] == 1 and arrays["frame error"].shape[1:] == (1, 3)


def test_controls_write_the_address(run_page):
    page = run_page(NAME)
    widget(page, "slider", f"{NAME}.zigzag").set_value(5).run()
    assert "32 straight pieces" not in texts(page) and in_address(page, "zigzag") == "5"
    widget(page, "button", f"{NAME}.question.fold.show").click().run()
    assert "**32**" in texts(page)


@pytest.mark.parametrize("name", ["trained", "depths"])
def test_the_tensors_of_trained_networks_open(run_page, name):
    page = run_page(NAME, task="saw-1", units="3")
    page.session_state[f"{NAME}.open.{name}"] = True
    page.run()
    assert not page.exception
    assert "20 seeds." in " ".join(caption.value for caption in page.caption)
    assert "tensor_list" in views(page)


def test_every_open_inspector_has_a_name_of_its_own(run_page):
    page = run_page(NAME)
    for name in ("trained", "depths", "function", "folded", "flat"):
        page.session_state[f"{NAME}.open.{name}"] = True
    page.run()
    labels = [header["label"] for header in headers(page, "tensor_list")]
    assert len(labels) == len(set(labels)) == 5

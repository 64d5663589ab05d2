"""Bars anywhere and signals of 40 numbers on the Playground and in the activation race, by AppTest."""

import pytest

from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import in_address, widget
from tests.stage.decoding import read

PICTURES = {"bars": [10, 12, 12], "signals": [10, 40, 40]}


def stage(page, name="stage"):
    """What the stage was sent."""
    sent = [one.proto for one in page.get("bidi_component")]
    return next(read(proto.bytes) for proto in sent if proto.component_name == f"nnviz.{name}")


@pytest.mark.parametrize("name", PICTURES)
def test_samples_are_pictures_and_two_features_or_components_can_be_chosen(run_page, name):
    page = run_page("playground", dataset=name, step="20")
    assert list(stage(page).arrays["images"].shape) == PICTURES[name]
    for view in ("components", "features", "samples"):
        widget(page, "selectbox", "playground.view").set_value(view).run()
        assert not page.exception
    assert not warnings(page)


def test_size_and_length_of_bars_are_sliders_and_stand_in_the_address(run_page):
    page = run_page("playground", dataset="bars")
    widget(page, "slider", "playground.image_size").set_value(9).run()
    widget(page, "slider", "playground.bar_length").set_value(7).run()
    assert not page.exception
    settings = page.session_state[SETTINGS + "playground"]
    assert (settings.image_size, settings.bar_length, settings.n_features) == (9, 7, 81)
    assert (in_address(page, "image_size"), in_address(page, "bar_length")) == ("9", "7")
    assert list(stage(page).arrays["images"].shape) == [10, 9, 9]


def test_a_size_out_of_its_limits_is_told_and_nothing_is_lost(run_page):
    page = run_page("playground", dataset="bars", image_size="40", bar_length="4")
    assert any("image_size" in text for text in warnings(page))
    settings = page.session_state[SETTINGS + "playground"]
    assert (settings.dataset, settings.image_size, settings.bar_length) == ("bars", 12, 4)


@pytest.mark.parametrize("name", PICTURES)
def test_the_activation_race_runs_on_them(run_page, name):
    page = run_page("activation_race", dataset=name, seeds="10", epochs="5")
    assert not page.exception

"""The choice of what the output shows of more than two features, on the Playground by AppTest."""

import numpy as np
import pytest

from nnviz.datasets import dataset
from nnviz.experiments import OwnData
from nnviz.ui.shell.session import PLAYER, SETTINGS
from tests.pages.messages import warnings
from tests.pages.picture import set_on_picture, shown_on_picture

KEY = SETTINGS + "playground"


def menu(page, name: str):
    return next((found for found in page.selectbox if found.key == "playground." + name), None)


def choose(page, name: str, value):
    menu(page, name).set_value(value).run()
    page.run()
    assert not page.exception, [error.value for error in page.exception]


def test_data_on_a_plane_leave_nothing_to_choose(run_page):
    assert menu(run_page("playground"), "view") is None


def test_two_features_are_chosen_by_their_names_and_the_weights_stay(run_page):
    page = run_page("playground", dataset="iris")
    assert menu(page, "across").options == list(dataset("iris").feature_names)
    player = page.session_state[PLAYER]
    player.ahead.train(5)
    choose(page, "across", 0)
    player = page.session_state[PLAYER]
    assert page.session_state[KEY].view == "features:0,3"
    assert player.run.step == 5
    assert player.ahead.camera.scene.axis_titles[0] == "sepal length (cm)"
    assert "features:0,3" in page.query_params["view"]


def test_the_same_feature_twice_exchanges_the_two(run_page):
    page = run_page("playground", dataset="iris")
    choose(page, "across", 3)
    assert page.session_state[KEY].view == "features:3,2"


@pytest.mark.parametrize(("name", "view"), [("iris", "components"), ("wine", "samples"), ("digits", "components")])
def test_components_and_samples_can_be_chosen(run_page, name, view):
    page = run_page("playground", dataset=name)
    choose(page, "view", view)
    assert page.session_state[KEY].view_name == view
    assert menu(page, "across") is None
    choose(page, "view", "features")
    assert menu(page, "across") is not None


def test_own_data_stand_among_the_data_sets_once_there_are_some(run_page):
    page = run_page("playground")
    assert "own" not in shown_on_picture(page, "dataset")[1]
    player = page.session_state[PLAYER]
    iris = dataset("iris")
    player.apply(player.settings.with_own(iris), iris)
    page.session_state[KEY] = player.settings
    page.run()
    assert not page.exception and shown_on_picture(page, "dataset")[0] == "own"
    set_on_picture(page, "dataset", "xor")
    set_on_picture(page, "dataset", "own")
    run = page.session_state[PLAYER].run
    assert run.settings.own == OwnData.of(iris) and np.array_equal(run.data.data.X, iris.X)


def test_an_address_with_own_data_says_that_they_are_not_in_it(run_page):
    page = run_page("playground", dataset="own", learning_rate="0.3")
    assert page.session_state[KEY].dataset == "circle" and page.session_state[KEY].learning_rate == 0.3
    assert any("own data are not part of an address" in text for text in warnings(page))

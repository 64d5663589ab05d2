"""Own data: described in the settings, handed over beside them."""

import numpy as np
import pytest
from hypothesis import given

from nnviz.datasets import dataset
from nnviz.experiments import OWN, OwnData, RunSettings, advance, prepare, start, with_settings
from nnviz.experiments.run.own_data import fingerprint
from nnviz.experiments.run.view import check_view, default_view, view_columns, views
from tests.experiments.run.valid_settings import valid_settings

IRIS = dataset("iris")
OTHER = IRIS.take(np.arange(149))


def test_settings_for_own_data_follow_their_description():
    settings = RunSettings().with_own(IRIS)
    assert (settings.dataset, settings.n_features, settings.n_classes, settings.n_out) == (OWN, 4, 3, 3)
    assert (settings.head_name, settings.scaling_name, settings.plane) == ("softmax", "standardize", False)
    assert settings.info.n_samples == 150


def test_own_images_tell_the_settings_their_shape():
    digits = dataset("digits").take(np.arange(20))
    assert RunSettings().with_own(digits).info.shape == (8, 8, 1)
    assert RunSettings().with_own(IRIS).info.shape is None


def test_points_of_a_plane_keep_their_features():
    settings = RunSettings().with_own(dataset("circle", samples=40))
    assert settings.plane and settings.n_features == 2
    assert settings.changed(features=("x", "y", "xy")).n_features == 3


def test_own_data_are_trained_on_as_they_were_handed_over():
    settings = RunSettings().with_own(IRIS)
    own = advance(start(settings, IRIS), 50)
    bundled = advance(start(settings.changed(dataset="iris")), 50)
    assert own.state.network.theta.tobytes() == bundled.state.network.theta.tobytes()
    assert own.data.data is IRIS and own.own is IRIS


def test_a_run_keeps_own_data_while_others_are_trained_on():
    own = start(RunSettings().with_own(IRIS), IRIS)
    away = with_settings(own, own.settings.changed(dataset="circle"))
    assert away.data.data.name == "circle"
    assert with_settings(advance(away, 3), away.settings.changed(dataset=OWN)).data.data is IRIS


def test_other_own_data_start_again_and_the_same_ones_do_not():
    run = advance(start(RunSettings().with_own(IRIS), IRIS), 5)
    assert with_settings(run, run.settings.with_own(OTHER), OTHER).step == 0
    assert with_settings(run, run.settings.with_own(IRIS), IRIS).step == 5


def test_a_description_changes_no_run_on_other_data():
    run = advance(start(RunSettings()), 5)
    changed = with_settings(run, run.settings.changed(own=OwnData.of(IRIS)), IRIS)
    assert changed.step == 5 and changed.own is IRIS


@pytest.mark.parametrize("given_data", [None, OTHER])
def test_missing_or_other_own_data_are_refused(given_data):
    with pytest.raises(ValueError, match="expected (own data beside|the own data that)"):
        prepare(RunSettings().with_own(IRIS), given_data)


def test_an_address_with_own_data_says_that_they_are_not_in_it_and_falls_back():
    settings = RunSettings().with_own(IRIS).changed(learning_rate=0.3)
    query = settings.to_query()
    assert "own" not in query
    read, messages = RunSettings.from_query(query)
    assert read.dataset == "circle" and read.learning_rate == 0.3
    assert messages == (
        "dataset=own was left out: own data are not part of an address or of settings; load or draw them again under "
        "Data",
    )


def test_an_address_cannot_bring_a_description_of_own_data():
    read, messages = RunSettings.from_query({"own": '{"kind": "binary"}'})
    assert read == RunSettings() and messages == ()


def test_settings_with_own_data_go_to_json_and_back():
    settings = RunSettings().with_own(IRIS)
    assert RunSettings.model_validate_json(settings.model_dump_json()) == settings


def test_a_head_that_the_new_own_data_do_not_admit_falls_back():
    before = RunSettings().with_own(dataset("circle", samples=40)).changed(head="tanh")
    assert before.with_own(IRIS).head_name == "softmax"


@given(valid_settings())
def test_any_valid_settings_can_move_to_own_data(settings):
    assert settings.with_own(IRIS).dataset == OWN
    assert settings.with_own(dataset("reg-plane", samples=20)).head_name == "regression"


def test_fingerprints_tell_numbers_names_and_kinds_apart():
    from dataclasses import replace

    prints = {
        fingerprint(data)
        for data in (
            IRIS,
            OTHER,
            IRIS.take(np.arange(150)[::-1]),
            replace(IRIS, class_names=("a", "b", "c")),
            replace(IRIS, feature_names=("a", "b", "c", "d")),
        )
    }
    assert len(prints) == 5
    assert fingerprint(IRIS.take(np.arange(150))) == fingerprint(IRIS)


# --- views ---


def test_every_kind_of_data_has_views_of_which_the_usual_one_is_offered():
    for name in ("digits", "iris", "wine"):
        info = RunSettings(dataset=name).info
        assert default_view(info) in views(info)
        for view in views(info):
            assert RunSettings(dataset=name, view=view).view_name == view


def test_points_of_a_plane_need_no_view():
    assert RunSettings(view="components").view_name == "plane"


@pytest.mark.parametrize("view", ["", "features:1,1", "features:0", "features:0,-1", "features:9999999,1", "all"])
def test_what_is_no_view_is_refused(view):
    with pytest.raises(ValueError, match="expected samples, components or two different columns"):
        view_columns(view)


def test_a_view_that_the_data_do_not_offer_is_refused():
    with pytest.raises(ValueError, match="expected two columns from 0 to 3, got 'features:0,4'"):
        RunSettings().changed(dataset="iris").changed(view="features:0,4")
    with pytest.raises(ValueError, match="several classes"):
        check_view("samples", RunSettings(dataset="reg-plane").info)


def test_a_view_that_the_new_data_do_not_offer_falls_back_to_the_usual_one():
    assert RunSettings(dataset="wine", view="features:11,12").changed(dataset="iris").view_name == "features:2,3"


def test_another_view_keeps_the_run_its_batches_and_its_end():
    run = advance(start(RunSettings(dataset="iris", max_epochs=2)), 1000)
    assert run.stop is not None
    seen = with_settings(run, run.settings.changed(view="components"))
    assert seen.state is run.state and seen.stop is run.stop and seen.settings.view == "components"

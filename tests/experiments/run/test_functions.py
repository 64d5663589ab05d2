"""Functions as data of a run: what is learned from, what an address holds, how well it goes."""

import numpy as np
import pytest

from nnviz.datasets import DATASETS
from nnviz.experiments import RunSettings, advance, start

FITS = [name for name, info in DATASETS.items() if info.n_features == 1]


@pytest.mark.parametrize("name", FITS)
def test_a_function_is_learned_by_its_usual_network(name):
    before = start(RunSettings().changed(dataset=name, folds=1))
    after = advance(before, 2000)
    assert before.settings.widths == (1, 8, 1)
    assert after.evaluation.test_rmse < 0.85 * before.evaluation.test_rmse


def test_settings_of_functions_change_the_data_that_have_them_and_no_others():
    sine = start(RunSettings().changed(dataset="reg-sine", frequency=3.0, samples=50))
    x = sine.data.data.X[:, 0]
    np.testing.assert_allclose(sine.data.data.Y[:, 0], np.sin(6 * np.pi * x), atol=1e-12)
    plain, same = (start(RunSettings(frequency=f)).data.data for f in (1.0, 3.0))
    np.testing.assert_array_equal(plain.X, same.X)


def test_a_border_has_both_features_of_a_plane_and_a_function():
    settings = RunSettings(dataset="border-sine", frequency=2.0)
    assert settings.plane
    assert settings.n_features == 2
    assert settings.function is not None
    assert settings.function.latex == r"\sin(2 \pi \cdot 2 x)"


def test_a_drawn_curve_comes_back_from_the_address():
    settings = RunSettings().changed(dataset="reg-drawn", heights=(0.0, 1.0, -0.25))
    query = settings.to_query()
    assert query["heights"] == "0,1,-0.25"
    assert RunSettings.from_query(query) == (settings, ())


@pytest.mark.parametrize(
    ("key", "value"), [("heights", "0,2"), ("heights", "0"), ("frequency", "0"), ("folds", "11"), ("jump", "a")]
)
def test_a_bad_setting_of_a_function_is_left_out_of_an_address_and_said(key, value):
    settings, messages = RunSettings.from_query({"dataset": "reg-sine", key: value})
    assert settings.dataset == "reg-sine"
    assert getattr(settings, key) == getattr(RunSettings(), key)
    assert len(messages) == 1
    assert messages[0].startswith(f"{key}=")

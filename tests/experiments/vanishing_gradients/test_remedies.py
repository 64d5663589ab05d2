"""Remedies change one thing, and what they are said to do is measured."""

import numpy as np
import pytest

from nnviz.experiments.depth import DepthSettings
from nnviz.experiments.depth.ensemble import baseline_loss
from nnviz.experiments.initialization_and_dropout.initializations import INITIALIZATIONS, measure_initializations
from nnviz.experiments.vanishing_gradients.published import EXPLODING
from nnviz.experiments.vanishing_gradients.remedies import UNCHANGED, measure_remedy, remedies


def remedy(settings, name):
    return next(one for one in remedies(settings) if one.name == name)


def test_a_remedy_changes_what_it_names_and_nothing_else():
    settings = DepthSettings(weight_scale=3.0)
    for one in remedies(settings)[1:]:
        treated = one.applied(settings)
        changed = {name for name in DepthSettings.model_fields if getattr(treated, name) != getattr(settings, name)}
        assert changed and changed <= {name for name, _ in one.changes}


def test_a_remedy_that_would_change_nothing_is_not_offered():
    names = [one.name for one in remedies(DepthSettings(activation="relu", initializer="he_normal"))]
    assert names[0] == "none" and "relu" not in names and "he" not in names


def test_a_better_activation_and_start_wake_up_a_stack_of_sigmoids():
    settings = DepthSettings(steps=120)
    sick = measure_remedy(settings, seeds=3)
    healthy = measure_remedy(settings, remedy(settings, "tanh"), seeds=3)
    assert (sick.left < 1e-5).all() and sick.learned == 0
    assert (healthy.left > 0.03).all() and healthy.learned == 3


def test_clipping_saves_a_training_that_explodes():
    settings = EXPLODING.changed(steps=120)
    sick = measure_remedy(settings, seeds=3)
    healthy = measure_remedy(settings, remedy(settings, "clip"), seeds=3)
    assert sick.broken == 3 and sick.row()["loss"] is None
    assert healthy.broken == 0 and healthy.learned == 3


def test_the_loss_of_guessing_is_the_entropy_of_the_classes():
    assert baseline_loss(np.eye(10)) == pytest.approx(np.log(10))
    assert baseline_loss(np.array([[1.0], [0.0], [0.0], [0.0]])) == pytest.approx(0.5623351446)


def test_a_measurement_can_be_cancelled():
    assert measure_remedy(DepthSettings(depth=2, steps=50), UNCHANGED, cancelled=lambda: True) is None
    assert measure_initializations(DepthSettings(depth=2, steps=50), cancelled=lambda: True) is None


def test_zero_weights_never_learn_and_the_four_that_fit_do():
    shares = []
    settings = DepthSettings(activation="tanh", depth=5, steps=120)
    effect = measure_initializations(settings, seeds=3, progress=shares.append)
    rows = {one.name: row for one, row in zip(INITIALIZATIONS, effect.rows(), strict=True)}
    assert rows["zero"]["gradient of layer 1"] == 0.0
    assert rows["zero"]["learned"] == "0 of 3" and rows["small"]["learned"] == "0 of 3"
    assert all(rows[name]["learned"] == "3 of 3" for name in ("xavier", "he", "lecun", "orthogonal"))
    assert shares[-1] == 1.0


def test_he_beats_xavier_behind_relus_on_every_seed():
    # He et al. 2015: twice the variance makes up for the half that a ReLU blocks.
    effect = measure_initializations(DepthSettings(activation="relu", depth=6, learning_rate=0.05, steps=120), seeds=3)
    names = [one.name for one in INITIALIZATIONS]
    assert (effect.loss[names.index("he")] < effect.loss[names.index("lecun")]).all()

"""Published results about deep networks, measured again: ratios and orders, in bands, not digits."""

import numpy as np
import pytest

from nnviz.experiments.depth import DepthSettings, Initialization, begin, build
from nnviz.experiments.vanishing_gradients.published import NIELSEN_NORMS, published
from nnviz.experiments.vanishing_gradients.remedies import measure_remedy
from nnviz.experiments.vanishing_gradients.singular_values import layer_jacobians, singular_values
from tests.seeds import seeds

SEEDS = range(5)


@pytest.mark.parametrize("depth", NIELSEN_NORMS)
def test_neighbouring_sigmoid_layers_differ_as_in_nielsen_chapter_5(depth):
    # Nielsen 2015, chapter 5: [784, 30, ..., 30, 10], lengths of the biases' gradient; ratios 0.18 to 0.25.
    settings = published(f"nielsen{depth}").settings
    starts = [Initialization(settings.initializer, bias=1.0, seed=seed) for seed in SEEDS]
    norms = begin(settings, starts).frames[0].layers.bias_gradient[:, :depth]
    ours = np.median(norms[:, :-1] / norms[:, 1:], axis=0)
    told = np.array(NIELSEN_NORMS[depth])
    ratio = ours / (told[:-1] / told[1:])
    assert ((ratio > 0.6) & (ratio < 1.6)).all()
    assert ((ours > 0.1) & (ours < 0.45)).all()


@pytest.mark.parametrize(("name", "low", "high"), [("glorot_standard", 0.40, 0.60), ("glorot_normalized", 0.65, 0.90)])
def test_the_mean_singular_value_of_a_layer_is_that_of_glorot_and_bengio(name, low, high):
    # Glorot and Bengio 2010, section 4.2.2: "around 0.8" with the normalized start, "drops down to 0.5" with the usual.
    for seed in SEEDS:
        trajectory = begin(published(name).settings.changed(seed=seed))
        assert low < layer_jacobians(trajectory)[0, 1:].mean() < high


def test_variances_fall_by_a_third_a_layer_with_the_standard_start_and_hardly_with_the_normalized_one():
    # Glorot and Bengio 2010, eq. 15 (n Var W = 1/3 in the linear regime) and figures 6 and 7.
    factors = {}
    for name in ("glorot_standard", "glorot_normalized"):
        found = [begin(published(name).settings.changed(seed=seed)).frames[0].layers for seed in SEEDS]
        forward = np.median([(layers.spread[0, 4] / layers.spread[0, 0]) ** (2 / 4) for layers in found])
        back = np.median([(layers.delta_spread[0, 0] / layers.delta_spread[0, 4]) ** (2 / 4) for layers in found])
        factors[name] = (forward, back)
    assert all(0.25 < factor < 0.40 for factor in factors["glorot_standard"])
    assert all(0.70 < factor < 1.00 for factor in factors["glorot_normalized"])


def test_thirty_relu_layers_learn_with_he_and_stall_with_xavier():
    # He et al. 2015, section 2.2, figure 3: 30 layers converge with their start, and stall with Xavier's variance 1/n.
    for name, low, high in (("he", 0.0, 0.92), ("he_xavier", 0.97, 1.05)):
        settings = published(name).settings.changed(steps=120)
        effect = measure_remedy(settings, seeds=3)
        relative = effect.loss / effect.baseline_loss
        assert ((relative > low) & (relative < high)).all(), (name, relative)


def test_he_keeps_the_signal_through_thirty_relu_layers_and_xavier_loses_half_the_variance_a_layer():
    # He et al. 2015, eq. 10 against 14: the factor of the variance is n Var W / 2, so 1 against 1/2 a layer.
    for name, factor in (("he", 1.0), ("he_xavier", 0.5)):
        settings = published(name).settings.changed(width=128)
        trajectory = begin(settings, [Initialization(settings.initializer, seed=seed) for seed in SEEDS])
        spread = np.median(trajectory.frames[0].layers.spread[:, [0, 29]], axis=0)
        assert (spread[1] / spread[0]) ** (2 / 29) == pytest.approx(factor, rel=0.15)


def test_selu_holds_mean_zero_and_variance_one_through_fifty_layers():
    # Klambauer et al. 2017, theorem 1: mean and variance are drawn to (0, 1); its domain: ±0.1 and 0.8 to 1.5.
    for seed in SEEDS:
        layers = begin(published("selu").settings.changed(seed=seed)).frames[0].layers
        assert np.abs(layers.mean[0, 4:50]).max() < 0.1
        assert 0.8 < (layers.spread[0, 4:50] ** 2).min() and (layers.spread[0, 4:50] ** 2).max() < 1.5


@pytest.mark.parametrize("activation", ["elu", "tanh", "relu"])
def test_other_bends_leave_the_band_of_selu(activation):
    one = published("selu")
    found = one.compare(begin(one.settings.changed(activation=activation)))
    assert [comparison.holds for comparison in found][1:] == [False, False]


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_other_bends_leave_the_bands_of_nielsen(activation):
    one = published("nielsen4")
    assert not any(found.holds for found in one.compare(begin(one.settings.changed(activation=activation))))


@pytest.mark.parametrize("pair", [("glorot_standard", "glorot_normalized"), ("orthogonal", "orthogonal_not")])
def test_neither_start_lies_in_the_bands_of_the_other(pair):
    for one, other in (pair, pair[::-1]):
        start = published(other).settings
        wrong = published(one).settings.changed(initializer=start.initializer, weight_scale=start.weight_scale)
        bands = [found.band for found in published(one).compare(begin(published(one).settings))]
        measured = [found.measured for found in published(other).compare(begin(wrong))]
        assert not any(low <= x <= high for (low, high), x in zip(bands, measured, strict=True))


def test_the_product_of_fifty_orthogonal_matrices_stays_orthogonal_and_that_of_random_ones_does_not():
    # Saxe, McClelland and Ganguli 2014, section 3: all 1; of random ones most vanish, and a tail of large ones remains.
    settings = published("orthogonal").settings
    values = singular_values(build(settings, [Initialization("orthogonal", seed=seed) for seed in SEEDS]))
    assert values.shape == (5, 49, 32)
    np.testing.assert_allclose(values, 1.0, rtol=1e-10)
    others = singular_values(build(settings, [Initialization("lecun_normal", seed=seed) for seed in SEEDS]))[:, -1]
    assert (others[:, 0] > 1.5).all() and (np.median(others, -1) < 1e-3).all()


@pytest.mark.parametrize(
    "name",
    [
        "nielsen2",
        "nielsen3",
        "nielsen4",
        "glorot_standard",
        "glorot_normalized",
        "selu",
        "orthogonal",
        "orthogonal_not",
    ],
)
def test_every_comparison_of_the_page_lies_in_its_band(name):
    one = published(name)
    assert all(comparison.holds for comparison in one.compare(begin(one.settings)))


@pytest.mark.parametrize("seed", seeds(SEEDS))
@pytest.mark.parametrize("name", ["he", "he_xavier"])
def test_every_comparison_of_the_page_after_training_lies_in_its_band(name, seed):
    one = published(name)
    assert all(comparison.holds for comparison in one.compare(begin(one.settings.changed(seed=seed)).finish()))


def test_a_training_that_is_only_measured_in_the_end_is_the_same_training():
    settings = DepthSettings(depth=3, width=8, steps=20, activation="tanh")
    quick = begin(settings).finish()
    assert [frame.step for frame in quick.frames] == [0, 20]


def test_an_unknown_result_lists_the_known_ones():
    with pytest.raises(ValueError, match="nielsen2.*got 'nobody'"):
        published("nobody")

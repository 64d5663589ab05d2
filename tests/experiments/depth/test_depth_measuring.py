"""What is measured of each layer, against a pass written out by hand, bounds, and numbers at the edge of float64."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments.depth import OFFERED, DepthSettings, Initialization, begin, build, careful_norm
from nnviz.experiments.depth.building import measured_samples
from nnviz.experiments.depth.measuring import SMALLEST_NORMAL
from nnviz.experiments.vanishing_gradients.table import MEASURED, layer_rows


def by_hand(settings):
    """dZ and dW of every layer of a tanh network with softmax, by the textbook's formulas."""
    network, (X, Y) = build(settings, [Initialization.of(settings)]), measured_samples(settings)
    As, Ws = [X], [layer.W[0] for layer in network.layers]
    for W, layer in zip(Ws[:-1], network.layers[:-1], strict=True):
        As.append(np.tanh(As[-1] @ W + layer.b[0]))
    Z = As[-1] @ Ws[-1] + network.layers[-1].b[0]
    P = np.exp(Z - Z.max(1, keepdims=True))
    dZ = (P / P.sum(1, keepdims=True) - Y) / len(X)
    dZs, dWs = [dZ], [As[-1].T @ dZ]
    for k in range(len(Ws) - 1, 0, -1):
        dZ = (dZ @ Ws[k].T) * (1.0 - As[k] ** 2)
        dZs.append(dZ)
        dWs.append(As[k - 1].T @ dZ)
    return As[1:], dZs[::-1], dWs[::-1]


def test_every_number_of_a_layer_is_that_of_a_pass_by_hand():
    settings = DepthSettings(activation="tanh", depth=4, width=7, bias_scale=0.5, weight_scale=1.3)
    layers = begin(settings).frames[0].layers
    As, dZs, dWs = by_hand(settings)
    np.testing.assert_allclose(layers.gradient[0], [np.linalg.norm(dW) for dW in dWs], rtol=1e-10)
    np.testing.assert_allclose(layers.bias_gradient[0], [np.linalg.norm(dZ.sum(0)) for dZ in dZs], rtol=1e-10)
    np.testing.assert_allclose(layers.delta[0], [np.abs(dZ).mean() for dZ in dZs], rtol=1e-10)
    np.testing.assert_allclose(layers.delta_spread[0], [dZ.std() for dZ in dZs], rtol=1e-10)
    np.testing.assert_allclose(layers.spread[0, :-1], [A.std() for A in As], rtol=1e-10)
    np.testing.assert_allclose(layers.slope[0, :-1], [(1 - A**2).mean() for A in As], rtol=1e-10)
    np.testing.assert_allclose(layers.saturated[0, :-1], [(1 - A**2 < 0.05).mean() for A in As])
    np.testing.assert_allclose(layers.left[0, 0], np.abs(dZs[0]).mean() / np.abs(dZs[-1]).mean(), rtol=1e-10)


@pytest.mark.parametrize("name", [name for name in OFFERED if name != "step"])
def test_the_product_of_the_mean_slopes_never_passes_the_bound(name):
    layers = begin(DepthSettings(activation=name, depth=8, width=16, weight_scale=1.5)).frames[0].layers
    assert (layers.slopes_left[0] <= layers.bound * (1 + 1e-12)).all()


def test_the_bound_of_a_sigmoid_is_a_quarter_a_layer():
    layers = begin(DepthSettings(activation="sigmoid", depth=5)).frames[0].layers
    np.testing.assert_allclose(layers.bound, 0.25 ** np.arange(5, -1, -1))


def test_a_step_function_lets_exactly_nothing_through_and_that_is_told():
    layers = begin(DepthSettings(activation="step", depth=3)).frames[0].layers
    assert layers.gradient[0, :3].tolist() == [0.0, 0.0, 0.0] and layers.gradient[0, 3] > 0
    assert layers.zeros[0, :3].tolist() == [1.0, 1.0, 1.0]
    assert layers.dead[0, :3].tolist() == [1.0, 1.0, 1.0]


def test_denormals_and_exact_zeros_are_counted_and_their_sizes_kept():
    layers = begin(DepthSettings(activation="sigmoid", depth=50, weight_scale=1e-6)).frames[0].layers
    tiny = (layers.delta[0] > 0) & (layers.delta[0] < SMALLEST_NORMAL)
    assert tiny.any() and (layers.denormals[0][tiny] > 0).all()
    assert (layers.zeros[0] == 1.0).any()
    assert ((layers.gradient[0] == 0.0) == (layers.zeros[0] == 1.0)).sum() >= 48


@given(st.floats(-320, 300), st.integers(1, 5))
def test_a_length_does_not_get_lost_in_squares(power, n):
    V = np.full((n, n), 10.0**power)
    assert careful_norm(V) == pytest.approx(n * 10.0**power, rel=1e-2 if power < -307 else 1e-12)


def test_a_length_of_nothing_is_zero_and_of_nan_is_nan():
    assert careful_norm(np.zeros((3, 2))) == 0.0
    assert np.isnan(careful_norm(np.array([[1.0, np.nan]])))
    assert np.isinf(careful_norm(np.array([[1.0, np.inf]])))


def test_the_shares_of_the_bins_add_up_to_all_that_is_not_zero():
    frame = begin(DepthSettings(activation="relu", initializer="he_normal", depth=4)).frames[0]
    np.testing.assert_allclose(frame.histograms.activations.sum(-1), 1.0)
    silent = 1.0 - frame.histograms.gradients.sum(-1)
    assert ((silent > 0.2) & (silent < 0.8)).all()


def test_the_same_settings_give_the_same_frames_however_they_are_cut():
    settings = DepthSettings(depth=4, width=8, steps=40, activation="tanh")
    whole = begin(settings).run_to_end()
    one = begin(settings)
    while not one.done:
        one = one.next_frame()
    assert [frame.step for frame in whole.frames] == list(range(41))
    for a, b in zip(whole.frames, one.frames, strict=True):
        np.testing.assert_array_equal(a.layers.gradient, b.layers.gradient)


def test_networks_in_lockstep_are_the_networks_alone():
    settings = DepthSettings(depth=3, width=6, steps=10, activation="tanh")
    starts = (Initialization("he_normal", seed=1), Initialization("glorot_uniform", scale=2.0, seed=2))
    together = begin(settings, starts).run_to_end().frames[-1].layers
    for k, start in enumerate(starts):
        alone = begin(settings, (start,)).run_to_end().frames[-1].layers
        np.testing.assert_allclose(together.gradient[k], alone.gradient[0], rtol=1e-12)
        assert together.loss[k] == pytest.approx(alone.loss[0], rel=1e-12)


def test_a_training_can_be_cancelled_and_reports_how_far_it_is():
    shares = []
    trajectory = begin(DepthSettings(depth=2, steps=100)).run_to_end(shares.append, lambda: len(shares) == 3)
    assert len(trajectory.frames) == 4 and shares == sorted(shares)


def test_a_training_that_explodes_ends_and_keeps_what_it_found():
    settings = DepthSettings(activation="relu", weight_scale=30.0, depth=8, learning_rate=10.0, steps=50)
    trajectory = begin(settings).run_to_end()
    assert trajectory.done and trajectory.state.step < 50
    assert not np.isfinite(trajectory.frames[-1].layers.loss).all()


def test_a_row_of_the_table_is_a_layer():
    frame = begin(DepthSettings(depth=3)).frames[0]
    rows = layer_rows(frame)
    assert [row["layer"] for row in rows] == ["1", "2", "3", "output"]
    assert all(rows[0][name] == getattr(frame.layers, name)[0, 0] for name in MEASURED)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"depth": 51}, "expected a whole number from 1 to 50"),
        ({"activation": "prelu"}, "expected one of"),
        ({"activation": "nonsense"}, "expected one of"),
        ({"weight_scale": float("nan")}, "weight_scale"),
        ({"steps": 5}, "expected a whole number from 10 to 2000"),
    ],
)
def test_nonsense_is_refused_in_words(change, words):
    with pytest.raises(ValueError, match=words):
        DepthSettings().changed(**change)


def test_settings_go_to_an_address_and_come_back():
    settings = DepthSettings(
        activation="leaky_relu(slope=0.2)", depth=33, clip_norm=0.5, data="circle", weight_scale=0.57735
    )
    back, messages = DepthSettings.from_query(settings.to_query())
    assert back == settings and messages == ()
    back, messages = DepthSettings.from_query({"depth": "400", "activation": "tanh"})
    assert back == DepthSettings(activation="tanh") and len(messages) == 1

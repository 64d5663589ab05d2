"""Two networks that learn digits, layer by layer; what excites a unit; and how alike the networks become."""

import numpy as np
import pytest

from nnviz.engine import Dense, Network, activation
from nnviz.experiments.learned_features.digits import (
    SHOWN,
    DigitsTask,
    cka_of,
    digits,
    layer_names,
    layers_of,
    neighbours,
)
from nnviz.experiments.learned_features.units import portrait
from nnviz.experiments.recording.recording import begin, member
from nnviz.experiments.trained.ascent import ascend, without_activation


@pytest.fixture(scope="module")
def recording():
    return begin(DigitsTask(seed=7)).run_to_end()


def test_random_layers_lose_what_a_line_could_use_and_training_brings_it_back(recording):
    """Seeds 0 to 19: pixels 0.939; the last hidden layer 0.57 to 0.71 before and 0.92 to 0.95 after training."""
    before, after = (recording.frames[k].measured["probe"] for k in (0, -1))
    assert before[0] == after[0] > 0.93
    assert before[-2] < 0.8 < 0.9 < after[-2]
    assert (recording.end.measured["accuracy"] > 0.9).all()


def test_shuffled_labels_teach_the_last_layer_nothing_about_digits():
    frames = begin(DigitsTask(seed=7, shuffled=True)).run_to_end().frames
    assert frames[-1].measured["accuracy"][0] < 0.25
    assert frames[-1].measured["probe"][-1] < frames[-1].measured["probe"][0] - 0.1


def test_planes_do_not_flip_between_frames_and_keep_their_distances(recording):
    for old, new in zip(recording.frames, recording.frames[1:], strict=False):
        gap = new.measured["plane"] - old.measured["plane"]
        flipped = new.measured["plane"] * [-1, 1] - old.measured["plane"]
        assert (np.square(gap).sum((1, 2)) <= np.square(flipped).sum((1, 2)) + 1e-9).all()
    A = layers_of(member(recording.networks()[0], 0), digits()[1].X)[1][:SHOWN]
    U, S, _ = np.linalg.svd(A - A.mean(0), full_matrices=False)
    expected = np.square(U[:, :2] * S[:2]).sum(1)
    plane = np.square(recording.end.measured["plane"][1]).sum(1)
    np.testing.assert_allclose(plane, expected / expected.mean(), rtol=1e-8)


def test_neighbours_are_the_nearest_others_in_order():
    A = np.array([[0.0], [3.0], [-1.0], [0.5], [0.0]])
    assert neighbours(A, 0, 3).tolist() == [4, 3, 2]


def test_the_most_exciting_digits_are_sorted_and_the_weights_are_a_column(recording):
    network = member(recording.networks()[0], 0)
    seen = portrait(network, 2, 3)
    Z = network.forward(digits()[1].X).layers[1].Z[:, 3]
    assert seen.values.tolist() == np.sort(Z)[::-1][:9].tolist() and (Z[seen.most] == seen.values).all()
    np.testing.assert_array_equal(seen.W, network.layers[1].W[:, 3])


def test_the_best_input_of_a_unit_of_layer_1_is_its_own_weights(recording):
    """Of all X of one length, W X + b is largest along W: the Cauchy-Schwarz inequality."""
    first = Network(member(recording.networks()[0], 0).layers[:1])
    w, b = first.layers[0].W[:, 4], first.layers[0].b[4]
    found, climb = ascend(without_activation(first), (4,), radius=8.0)
    np.testing.assert_allclose(found, 8.0 * w / np.linalg.norm(w), atol=0.02)
    assert climb[-1] == pytest.approx(8.0 * np.linalg.norm(w) + b, rel=1e-4)


def test_ascent_climbs_in_deeper_layers_and_stands_still_where_nothing_comes_through(recording):
    network = member(recording.networks()[0], 0)
    climb = portrait(network, 3, 5).climb
    assert climb[-1] > climb[0] and len(climb) == 61
    dead = Network(
        (
            Dense(-np.ones((64, 2)), np.full(2, -9.0), activation("relu")),
            network.layers[-1].__class__(np.ones((2, 1)), np.zeros(1), activation("identity")),
        )
    )
    still, flat = ascend(dead, (0,), radius=8.0)
    assert len(flat) == 61 and (flat == flat[0]).all() and (still > 0).all()


@pytest.mark.parametrize(("layer", "unit"), [(0, 0), (5, 0), (1, 32), (4, 10)])
def test_a_unit_that_is_not_there_is_refused(recording, layer, unit):
    with pytest.raises(ValueError, match="expected a"):
        portrait(member(recording.networks()[0], 0), layer, unit)


def test_few_samples_make_layers_look_alike(recording):
    """The trained networks of two seeds: CKA of the last hidden layers rises where fewer digits are compared."""
    network = recording.networks()[0]
    few, many = cka_of(network, 5), cka_of(network, SHOWN)
    assert few.shape == many.shape == (5, 5)
    assert few[3, 3] > many[3, 3]
    assert many[0, 0] == pytest.approx(1.0)
    assert layer_names(1) == ("pixels", "layer 1", "output")

"""What heads look at: maps of one pass, scores of heads made by hand, and the two accuracies."""

import numpy as np
import pytest

from nnviz.datasets import continuations
from nnviz.engine import take_steps
from nnviz.experiments.attending.accuracy import continued, symbol_accuracy, whole_accuracy
from nnviz.experiments.attending.heads import (
    followers,
    induction_scores,
    maps,
    previous_scores,
    uniform_scores,
    weights,
)
from nnviz.experiments.attending.recipe import LOSS, TransformerRecipe

DATA = continuations("induction", rng=5, samples=30)
T = DATA.steps


def hard(where):
    """Weights of one head that looks at one place alone: `where[n, t]`."""
    return np.eye(T)[where][:, None, None]


def test_a_head_that_looks_one_back_has_a_previous_token_score_of_one():
    back = np.maximum(np.arange(T) - 1, 0)
    P = hard(np.broadcast_to(back, (30, T)))
    assert previous_scores(P, DATA)[0, 0] == pytest.approx(1.0, abs=1e-15)
    assert induction_scores(P, DATA)[0, 0] == 0.0, "no pattern is one symbol long"


def test_a_head_that_looks_at_what_followed_has_an_induction_score_of_one():
    period = (~DATA.counted).sum(1, keepdims=True)
    steps = np.arange(T)
    P = hard(np.where(steps >= period, steps - period + 1, steps))
    assert induction_scores(P, DATA)[0, 0] == pytest.approx(1.0, abs=1e-15)
    assert previous_scores(P, DATA)[0, 0] == 0.0


def test_followers_are_the_places_after_the_same_symbol():
    where = followers(DATA)
    for n, t, s in [(0, 20, 3), (1, 9, 9), (2, 23, 12)]:
        assert where[n, t, s] == (DATA.numbers[n, s - 1] == DATA.numbers[n, t])
    np.testing.assert_array_equal(where.any(-1), DATA.counted)
    assert not np.triu(where, 1).any()


def test_the_scores_of_a_head_that_looks_at_all_alike_are_means_of_fractions():
    previous, induction = uniform_scores(DATA)
    shares = 1.0 / np.arange(2, T + 1)
    weight = (~DATA.counted[:, 1:]).sum(0)
    assert previous == pytest.approx((shares * weight).sum() / weight.sum(), abs=1e-14)
    by_row = followers(DATA).sum(-1) / np.arange(1, T + 1)
    assert induction == pytest.approx(by_row.sum() / DATA.counted.sum(), abs=1e-14)


def test_maps_are_those_of_one_pass_and_their_gradient_is_that_of_the_mean_loss():
    recipe = TransformerRecipe("reverse", heads=2, blocks=2)
    network, data = recipe.networks(), recipe.measured.take(slice(0, 4))
    found = maps(network, data)
    assert found.P.shape == found.dP.shape == (4, 2, 2, 11, 11)
    np.testing.assert_allclose(found.P.sum(-1), 1.0, atol=1e-14)
    assert (np.triu(found.P, 1) == 0).all()
    np.testing.assert_array_equal(found.A, network.forward(data.X).A)
    np.testing.assert_array_equal(weights(network, network.forward(data.X)), found.P)
    # Of the last block a row that says nothing costs nothing; of the first it does, by what later rows read from it.
    assert (found.dP[:, 1, :, :5] == 0).all() and (found.dP[:, 0, :, :5] != 0).any()
    one = maps(network, data.take(slice(0, 1)))
    np.testing.assert_allclose(one.dP[0] / 4, found.dP[0], atol=1e-15)


def test_an_ensemble_has_the_maps_and_accuracies_of_its_members():
    both = TransformerRecipe("copy", seeds=2, first_seed=7)
    data = both.measured.take(slice(0, 20))
    network = both.networks()
    assert maps(network, data).P.shape == (2, 20, 1, 1, 11, 11)
    for k in range(2):
        alone = TransformerRecipe("copy", first_seed=7 + k).networks()
        np.testing.assert_allclose(maps(network, data).P[k], maps(alone, data).P, atol=1e-14)
        np.testing.assert_array_equal(continued(network, data)[k], continued(alone, data))


def test_symbols_are_counted_where_they_have_a_target():
    data = continuations("copy", rng=0, samples=2, length=2, symbols=3)
    A = np.eye(3)[data.targets] * 1.0
    assert symbol_accuracy(A, data) == 1.0
    A[:, 0] = np.roll(A[:, 0], 1, -1)  # no target there
    assert symbol_accuracy(A, data) == 1.0
    A[0, 2] = np.roll(A[0, 2], 1, -1)
    assert symbol_accuracy(A, data) == 0.75


def trained(**options):
    recipe = TransformerRecipe("reverse", **options)
    return recipe, take_steps(recipe.state(), recipe.batch_of, 40).network


def test_a_causal_network_that_runs_freely_is_right_where_it_is_right_at_every_symbol():
    recipe, network = trained(first_seed=3)
    data = recipe.measured
    right = (network.forward(data.X).A.argmax(-1) == data.targets)[:, data.given - 1 :].all(-1)
    whole = (continued(network, data) == data.numbers).all(-1)
    np.testing.assert_array_equal(right, whole)
    assert whole_accuracy(network, data) == whole_accuracy(network, data, network.forward(data.X).A)
    assert 0.0 < whole.mean() < 1.0, "or nothing is tested"
    assert whole_accuracy(network, data) == whole.mean() < symbol_accuracy(network.forward(data.X).A, data)


def test_a_network_that_sees_the_next_symbol_predicts_it_and_cannot_go_on_by_itself():
    recipe = TransformerRecipe("reverse", causal=False)
    network = take_steps(recipe.state(), recipe.batch_of, 150).network
    data = recipe.measured
    assert symbol_accuracy(network.forward(data.X).A, data) > 0.99
    assert whole_accuracy(network, data) < 0.5


def test_what_is_continued_begins_with_what_is_given():
    recipe, network = trained()
    said = continued(network, recipe.measured)
    np.testing.assert_array_equal(said[:, :6], recipe.measured.numbers[:, :6])


def test_the_loss_before_training_is_that_of_guessing_or_more():
    recipe = TransformerRecipe("sort", seeds=3)
    data = recipe.measured
    L = LOSS.measure(recipe.networks().forward(data.X).A, data.Y).L
    assert L.shape == (3,) and (np.log(8) < L).all() and (L < 5).all()

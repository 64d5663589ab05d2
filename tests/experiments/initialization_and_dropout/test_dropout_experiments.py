"""Dropout's masks against their expectation, both modes, and its effect over seeds."""

import numpy as np
import pytest

from nnviz.engine import Purpose, generator
from nnviz.experiments.initialization_and_dropout import (
    InitializationAndDropoutSettings,
    compare_seeds,
    draw_masks,
    train_with_dropout,
    two_modes,
)
from nnviz.experiments.initialization_and_dropout.masks import MASK_LINES
from nnviz.experiments.initialization_and_dropout.overfitting import few_digits, rows, with_wrong_labels


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.5, 0.9])
def test_a_mask_is_zero_or_the_inverse_of_what_is_kept(rate):
    found = draw_masks(rate, 1)
    assert set(np.unique(found.M)) <= {0.0, 1.0 / (1.0 - rate)}
    np.testing.assert_array_equal(found.A, found.X * found.M)


def test_the_textbook_lines_of_dropout_give_the_engines_masks():
    found = draw_masks(0.3, 4, seed=2)
    values = {"rng": generator(2, Purpose.DROPOUT, 3), "X": found.X, "p": 0.3}
    exec(MASK_LINES, values)
    assert values["A"].dtype == np.float64
    np.testing.assert_array_equal(values["M"], found.M)
    np.testing.assert_array_equal(values["A"], found.A)


def test_the_mean_of_many_masks_comes_back_to_what_went_in():
    # Srivastava et al. 2014, section 10: the expected output is the input; the gap shrinks like 1/sqrt(k).
    found = draw_masks(0.5, 2000)
    assert found.gaps[-1] < 0.05 * np.sqrt(np.square(found.X).mean())
    assert 0.5 < found.gaps[-1] / found.expected[-1] < 2.0
    assert found.unscaled == pytest.approx(0.5, abs=0.02)


def test_more_draws_never_change_the_earlier_ones():
    few, many = draw_masks(0.3, 5), draw_masks(0.3, 50)
    np.testing.assert_array_equal(few.gaps, many.gaps[:5])


def test_no_draw_and_an_impossible_rate_are_refused():
    with pytest.raises(ValueError, match="at least one draw"):
        draw_masks(0.5, 0)
    with pytest.raises(ValueError, match="dropout rate"):
        draw_masks(1.0, 1)


def test_wrong_labels_are_as_many_as_asked_for_and_the_rest_stays():
    Y = few_digits(100).train.Y[:100]
    mixed = with_wrong_labels(Y, 0.2)
    assert 10 <= (mixed != Y).any(1).sum() <= 20 and (mixed.sum(1) == 1).all()
    np.testing.assert_array_equal(with_wrong_labels(Y, 0.0), Y)
    with pytest.raises(ValueError, match="from 0 to 1"):
        with_wrong_labels(Y, 1.5)


@pytest.fixture(scope="module")
def trained():
    return {rate: train_with_dropout(rate, samples=100, wrong=0.2, seeds=4, epochs=160) for rate in (0.0, 0.5)}


def test_dropout_learns_less_by_heart_and_says_more_of_new_digits(trained):
    # Srivastava et al. 2014: dropout lowers the test error of networks that overfit. Band: on all of 4 seeds.
    without, dropped = trained[0.0], trained[0.5]
    assert (without.train[:, -1] < 0.05).all() and (dropped.train[:, -1] > 0.1).all()
    found = compare_seeds(without, dropped)
    assert found.better == found.seeds == 4
    assert found.difference > 0.15 and not found.within_spread


def test_seeds_start_from_the_same_weights_at_every_rate(trained):
    np.testing.assert_array_equal(trained[0.0].test[:, 0], trained[0.5].test[:, 0])


def test_evaluation_is_always_the_same_and_training_differs_from_mask_to_mask(trained):
    modes = two_modes(trained[0.5], 100, index=3)
    again = two_modes(trained[0.5], 100, index=3)
    assert modes.eval == again.eval and modes.train.std() > 0
    assert modes.train.min() <= modes.mean <= modes.train.max()
    plain = two_modes(trained[0.0], 100, index=3)
    np.testing.assert_allclose(plain.train, plain.eval, rtol=1e-12)


def test_a_row_of_the_table_is_a_rate_a_seed_and_an_epoch(trained):
    table = rows((trained[0.0], trained[0.5]))
    assert len(table) == 2 * 4 * 41
    assert table[0] | {} == table[0] and table[0]["epoch"] == 0 and table[-1]["dropout"] == 0.5


def test_a_training_with_dropout_can_be_cancelled():
    assert train_with_dropout(0.5, seeds=1, cancelled=lambda: True) is None


def test_settings_of_the_page_go_to_an_address_and_come_back():
    settings = InitializationAndDropoutSettings(
        activation="tanh", depth=9, dropout_rate=0.25, masks=12, label_noise=0.3
    )
    assert InitializationAndDropoutSettings.from_query(settings.to_query()) == (settings, ())
    with pytest.raises(ValueError, match="expected one of"):
        InitializationAndDropoutSettings().changed(activation="prelu")

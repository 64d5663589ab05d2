"""Drawing the next letter: a temperature, and what top-k and top-p leave of all letters."""

import numpy as np
import pytest

from nnviz.experiments.letters.sampling import Sampling

P = np.array([0.05, 0.5, 0.15, 0.3])


def test_probabilities_sum_to_one_and_a_low_temperature_sharpens_them():
    logits = np.random.default_rng(0).standard_normal(27)
    hot, plain, cold = (Sampling(temperature).probabilities(logits) for temperature in (3.0, 1.0, 0.25))
    assert hot.sum() == pytest.approx(1.0) and hot.max() < plain.max() < cold.max()
    np.testing.assert_allclose(plain, np.exp(logits) / np.exp(logits).sum(), rtol=1e-13)
    np.testing.assert_allclose(cold, np.exp(4 * logits) / np.exp(4 * logits).sum(), rtol=1e-12)


@pytest.mark.parametrize(
    ("sampling", "kept"),
    [
        (Sampling(), "0123"),
        (Sampling(top_k=1), "1"),
        (Sampling(top_k=3), "123"),
        (Sampling(top_k=9), "0123"),
        (Sampling(top_p=0.01), "1"),
        (Sampling(top_p=0.5), "1"),
        (Sampling(top_p=0.51), "13"),
        (Sampling(top_p=0.96), "0123"),
        (Sampling(top_k=2, top_p=0.6), "1"),  # of the two, .5 of .8 is a share of .625
    ],
)
def test_top_k_keeps_the_most_probable_and_top_p_of_those_the_smallest_share_that_is_enough(sampling, kept):
    assert np.flatnonzero(sampling.kept(P)).tolist() == [int(i) for i in kept]


def test_what_is_left_sums_to_one_and_keeps_its_ratios():
    drawn = Sampling(top_k=3).drawn_from(P)
    assert drawn.sum() == pytest.approx(1.0, rel=1e-15) and drawn[0] == 0.0
    np.testing.assert_allclose(drawn[1:] / drawn[1], P[1:] / P[1], rtol=1e-14)


def test_of_equal_probabilities_top_k_keeps_the_earlier():
    assert Sampling(top_k=2).kept(np.full(4, 0.25)).tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"temperature": 0.0}, "a positive temperature"),
        ({"top_k": -1}, "top_k as a whole number"),
        ({"top_k": 1.5}, "top_k as a whole number"),
        ({"top_p": 0.0}, "top_p as a share"),
        ({"top_p": 1.1}, "top_p as a share"),
    ],
)
def test_what_is_out_of_range_is_refused(wrong, told):
    with pytest.raises(ValueError, match=told):
        Sampling(**wrong)

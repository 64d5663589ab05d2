"""Attention by hand: the layer's numbers are those of the formula, and what is written out adds up."""

import re

import numpy as np
import pytest
from hypothesis import given, settings, strategies

from nnviz.engine import softmax
from nnviz.experiments.attention.arrangements import ARRANGEMENTS, arranged, arrangement_of
from nnviz.experiments.attention.by_hand import by_hand, hull_of, written_out
from nnviz.experiments.attention.conclusions.by_hand import conclusions
from nnviz.experiments.attention.questions.by_hand import longer_question
from nnviz.experiments.attention.settings import AttentionSettings

VECTORS = strategies.lists(strategies.integers(-30, 30).map(lambda k: k / 10), min_size=8, max_size=8).map(tuple)
ATTENTION = strategies.builds(
    AttentionSettings,
    hand_queries=VECTORS,
    hand_keys=VECTORS,
    hand_values=VECTORS,
    hand_scaled=strategies.booleans(),
    hand_causal=strategies.booleans(),
    hand_token=strategies.integers(1, 4),
    hand_asked=strategies.integers(1, 4),
    hand_tensor=strategies.sampled_from("qkvSPO"),
    hand_axis=strategies.integers(1, 2),
)


def by_formula(now):
    """Weights and mixtures as a textbook has them, token by token."""
    Q, K, V = (np.reshape(numbers, (4, 2)) for numbers in (now.hand_queries, now.hand_keys, now.hand_values))
    P = np.zeros((4, 4))
    for t in range(4):
        seen = t + 1 if now.hand_causal else 4
        scores = np.array([Q[t] @ K[s] for s in range(seen)]) / (np.sqrt(2) if now.hand_scaled else 1.0)
        P[t, :seen] = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()
    return P, P @ V


@settings(max_examples=60, deadline=None)
@given(ATTENTION)
def test_weights_and_mixtures_are_those_of_the_formula(now):
    found = by_hand(now)
    P, O = by_formula(now)  # noqa: E741
    np.testing.assert_allclose(found.P, P, atol=1e-14)
    np.testing.assert_allclose(found.O, O, atol=1e-13)
    np.testing.assert_allclose(found.trace.A[0], np.hstack([O, np.zeros((4, 2))]), atol=1e-13)
    if now.hand_causal:
        assert np.array_equal(found.P == 0.0, np.triu(np.ones((4, 4), bool), 1) | (P == 0.0))


@settings(max_examples=60, deadline=None)
@given(ATTENTION)
def test_a_mixture_lies_inside_of_the_hull_of_the_values(now):
    found = by_hand(now)
    corners = found.vectors("v")[list(found.hull)]
    for mixture in found.O:
        for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            assert (b[0] - a[0]) * (mixture[1] - a[1]) - (b[1] - a[1]) * (mixture[0] - a[0]) > -1e-9


@settings(max_examples=60, deadline=None)
@given(ATTENTION)
def test_what_is_written_out_is_the_number_of_the_layer_and_the_terms_give_it(now):
    found = by_hand(now)
    text = written_out(now, found).replace("−", "-")
    t, s, j = now.hand_token - 1, now.hand_asked - 1, now.hand_axis - 1
    if now.hand_tensor in "qkv":
        row = found.vectors(now.hand_tensor)[t if now.hand_tensor == "q" else s]
        assert f"({', '.join(f'{x:.4g}' for x in row + 0.0)})" in text
        return
    value = {"S": found.S[t, s], "P": found.P[t, s], "O": found.O[t, j]}[now.hand_tensor]
    if now.hand_tensor == "P" and found.hidden[t, s]:
        assert "= 0: token" in text and value == 0.0
        return
    parts = text.removesuffix(", but the mask hides it").split(" = ")
    assert float(parts[-1]) == pytest.approx(value, rel=1e-3, abs=1e-12)
    product = parts[-2].replace("·", "*").replace("e^", "np.e**")
    if re.fullmatch(r"[-0-9.e+*/() ]+", product):
        assert eval(product) == pytest.approx(value, rel=2e-3, abs=2e-3)


def test_the_foot_of_a_key_lies_on_the_line_of_the_query_and_gives_the_score():
    found = by_hand(AttentionSettings(hand_scaled=False, hand_queries=(0.0, 0.0, 2.0, -0.5, -1.5, 1.0, 0.5, -2.0)))
    Q = found.vectors("q")
    np.testing.assert_allclose((found.feet * Q[:, None]).sum(2), found.S, atol=1e-14)
    assert not found.feet[0].any(), "a query of length zero has no line"


def test_the_hull_leaves_out_what_lies_inside_and_what_is_there_twice():
    assert hull_of(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])) == (0, 1, 2, 3)
    assert hull_of(np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [0.5, 0.5]])) == (0, 1, 2)
    assert set(hull_of(np.zeros((4, 2)))) <= {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("name", "expected"), [("itself", [0, 1, 2, 3]), ("before", [3, 0, 1, 2]), ("first", [0, 0, 0, 0])]
)
def test_an_arrangement_does_what_it_says(name, expected):
    now = AttentionSettings(**arranged(name))
    assert by_hand(now).P.argmax(1).tolist() == expected
    assert arrangement_of(now) == name


def test_queries_of_zero_take_from_all_alike_and_a_moved_arrow_is_the_users_own():
    now = AttentionSettings(**arranged("alike"))
    assert np.array_equal(by_hand(now).P, np.full((4, 4), 0.25))
    assert arrangement_of(AttentionSettings()) == "opened"
    assert arrangement_of(AttentionSettings(hand_keys=(0.0,) * 8)) == "own"
    assert not arranged("own") and set(ARRANGEMENTS) == {"opened", "itself", "before", "first", "alike", "own"}


@settings(max_examples=40, deadline=None)
@given(ATTENTION)
def test_a_query_twice_as_long_never_makes_the_largest_weight_smaller(now):
    question = longer_question(now)
    assert question is None or question.answer != "it shrinks"


def test_the_answer_follows_the_settings():
    assert longer_question(AttentionSettings()).answer == "it grows"
    alone, alike = AttentionSettings(hand_causal=True, hand_token=1), AttentionSettings(**arranged("alike"))
    for now, why in ((alone, "it sees one token alone"), (alike, "its scores are all equal")):
        assert longer_question(now).answer == "it stays the same"
        assert longer_question(now).because.endswith(f"Here it stays, as {why}.")
    assert longer_question(AttentionSettings(**FAR)) is None, "the largest weight is 1 already"


FAR = {"hand_queries": (3.0,) * 8, "hand_keys": (3.0, 3.0) + (-3.0,) * 6}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "the root keeps the weights more even"),
        ({"hand_causal": True, "hand_token": 1}, "the root changes little, as it sees one token alone"),
        (arranged("alike"), "the root changes little, as its scores are all equal"),
        (FAR, "the root changes little, as its largest score is far above the others"),
    ],
    ids=str,
)
def test_what_the_root_does_is_said_only_where_it_does_something(given, why):
    assert conclusions(AttentionSettings(**given))[1].endswith(f": {why}.")


def test_all_tokens_of_the_largest_weight_are_named():
    assert "takes most from token 1: " in conclusions(AttentionSettings())[0]
    assert "takes most from tokens 1, 2, 3, 4: 25 % each." in conclusions(AttentionSettings(**arranged("alike")))[0]


@pytest.mark.parametrize("numbers", [(1.0,) * 7, (4.0,) + (0.0,) * 7])
def test_vectors_that_do_not_fit_are_refused(numbers):
    with pytest.raises(ValueError, match="hand_keys"):
        AttentionSettings().changed(hand_keys=numbers)


def test_the_softmax_of_a_row_of_scores_is_its_row_of_weights():
    found = by_hand(AttentionSettings())
    np.testing.assert_allclose(softmax(found.S), found.P, atol=1e-15)

"""What attention, norms and transformers refuse, and that they say what would fit."""

import numpy as np
import pytest

from nnviz.engine import Attention, LayerNorm, LearnedPositions, Residual, SinusoidalPositions, Tied
from nnviz.engine import TransformerArchitecture as Transformer
from tests.engine.layers.attention.specimens import D, T, attention, matrices

W = np.eye(4)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Attention(W, W, W, W[:3], T), "of one shape"),
        (lambda: Attention(W[:2], W[:2], W[:2], W[:2], T), "as many columns"),
        (lambda: Attention(*matrices(), T, heads=3), "one of 1, 2, 4, got 3"),
        (lambda: Attention(*matrices(), 0), "steps as a whole number of at least 1"),
        (lambda: Attention(*matrices(), T, causal="yes"), "causal to be True or False"),
        (lambda: Attention(W * np.nan, W, W, W, T), "finite numbers in W_Q"),
        (lambda: LayerNorm(D, T, gamma=np.ones(D)), "both"),
        (lambda: LayerNorm(D, T, np.ones(3), np.ones(3)), r"shape \(..., 4\)"),
        (lambda: LayerNorm(D, T, eps=-1.0), "eps as a number of at least 0"),
        (lambda: LearnedPositions(np.ones(3)), "a row for each step"),
        (lambda: LearnedPositions(np.ones((T, D))).with_steps(T + 1), "at most 5 steps"),
        (lambda: SinusoidalPositions(0, D), "steps as a whole number"),
        (lambda: Residual((attention(), SinusoidalPositions(T, D + 1))), "layer 1 inside"),
        (lambda: Tied((attention(),)), "an embedding as the first"),
        (lambda: Transformer(symbols=8, steps=5, width=32, heads=3), "one of 1, 2, 4, 8, 16, 32, got 3"),
        (lambda: Transformer(symbols=8, steps=0), "steps as a whole number"),
        (lambda: Transformer(symbols=8, steps=5, positions="far"), "learned, sinusoidal, none"),
        (lambda: Transformer(symbols=8, steps=5, hidden=-1), "0 for no MLP"),
        (lambda: Transformer(symbols=8, steps=5, width=2048, blocks=2), "20,000,000 parameters"),
    ],
)
def test_a_refusal_says_what_fits(make, says):
    with pytest.raises(ValueError, match=says):
        make()

"""What should have been seen in "By hand", with the numbers of its settings."""

import numpy as np

from nnviz.experiments.attention.by_hand import SAME, by_hand, unmoved
from nnviz.experiments.attention.by_hand_settings import HAND_TOKENS
from nnviz.experiments.attention.settings import AttentionSettings
from nnviz.experiments.inspection.formula import cell, percent

SHOWN = 1e-3
"""Weights that differ by less are told alike."""


def conclusions(settings: AttentionSettings) -> tuple[str, ...]:
    """Return what the chosen token takes from whom, what the root changes, and what the mask does.

    Parameters
    ----------
    settings : AttentionSettings
    """
    found, t = by_hand(settings), settings.hand_token
    weights = found.P[t - 1]
    most = [str(s + 1) for s in np.flatnonzero(weights > weights.max() - SAME)]
    largest = percent(weights.max())
    whom = f"token {most[0]}: {largest}" if len(most) == 1 else f"tokens {', '.join(most)}: {largest} each"
    x, y = found.O[t - 1]
    other = by_hand(settings.changed(hand_scaled=not settings.hand_scaled)).P[t - 1]
    scaled, unscaled = (weights, other) if settings.hand_scaled else (other, weights)
    moved = scaled.max() <= unscaled.max() - SHOWN
    root = "the root keeps the weights more even" if moved else f"the root changes little, as {unmoved(found, t - 1)}"
    hidden = HAND_TOKENS * (HAND_TOKENS - 1) // 2
    mask = (
        f"The mask hides {hidden} of {HAND_TOKENS**2} scores: token 1 sees itself alone, with a weight of "
        f"{cell(found.P[0, 0])}, and its mixture is its own value."
        if settings.hand_causal
        else f"Without the mask every token sees all {HAND_TOKENS}; with it {hidden} of {HAND_TOKENS**2} weights are 0."
    )
    return (
        f"Token {t} takes most from {whom}. Its weights sum to 1, so its mixture, ({cell(x, 3)}, {cell(y, 3)}), lies "
        "inside of the hull of the values.",
        f"Divided by √2, its largest weight is {scaled.max():.3f}, else {unscaled.max():.3f}: {root}.",
        mask,
    )

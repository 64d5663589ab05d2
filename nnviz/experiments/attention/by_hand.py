"""Attention by hand: four tokens whose queries, keys and values are arrows in a plane, and every number written out."""

from functools import lru_cache

import numpy as np

from nnviz.engine import Array
from nnviz.engine.layers.attention.multi_head import Attention, AttentionGradients, AttentionTrace
from nnviz.engine.tensors import record, unlisted
from nnviz.experiments.attention.by_hand_settings import HAND_TOKENS, HAND_WIDTH, ByHandFields, HandTensor
from nnviz.experiments.inspection.formula import cell, term

HEADS = HAND_TOKENS // HAND_WIDTH
"""A token is as wide as there are tokens, one-hot, so that its row of each matrix is its own; the first head has two of
these columns, those that are shown; the second head has zeros in the others, and adds nothing."""

SAME = 1e-9
"""Scores and weights that differ by less are equal."""


@record
class ByHand:
    """Both passes of an attention layer of the engine, of which the first head is shown.

    Attributes
    ----------
    trace : AttentionTrace
    gradients : AttentionGradients
        Of the sum of the first head's mixtures.
    hull : tuple of int
        The tokens whose values are corners of the convex hull of all, counted from 0, one after the other.
    """

    trace: AttentionTrace
    gradients: AttentionGradients
    hull: tuple[int, ...] = unlisted()

    @property
    def S(self) -> Array:
        """Scores, shape (T, T)."""
        return _first_head(self.trace.S)

    @property
    def P(self) -> Array:
        """Weights, shape (T, T)."""
        return _first_head(self.trace.P)

    @property
    def O(self) -> Array:  # noqa: E743 - the letter of the literature
        """Mixtures, shape (T, 2)."""
        return _first_head(self.trace.O)

    def vectors(self, name: HandTensor) -> Array:
        """Return the queries, the keys or the values, shape (T, 2)."""
        return _first_head(getattr(self.trace, name.upper()))

    @property
    def feet(self) -> Array:
        """Where the perpendicular from each key meets the line of each query, shape (T, T, 2)."""
        Q, K = self.vectors("q"), self.vectors("k")
        lengths = (Q * Q).sum(1, keepdims=True)
        along: Array = np.divide(Q @ K.T, lengths, out=np.zeros_like(self.S), where=lengths > 0.0)
        feet: Array = along[:, :, None] * Q[:, None]
        return feet

    @property
    def hidden(self) -> Array:
        """One where a token may not look, shape (T, T)."""
        if self.trace.M is None:
            return np.zeros_like(self.S)
        hidden: Array = np.isneginf(_first_head(self.trace.M)).astype(np.float64)
        return hidden


def _first_head(V: Array) -> Array:
    """Return the only sample's first head."""
    head: Array = V[0, 0]
    return head


def unmoved(found: ByHand, row: int) -> str:
    """Say why a token's largest weight does not follow the scale of its scores, if it does not.

    Parameters
    ----------
    found : ByHand
    row : int
        The token, counted from 0.
    """
    scores = found.S[row][found.hidden[row] == 0.0]
    if len(scores) == 1:
        return "it sees one token alone"
    if np.ptp(scores) <= SAME:
        return "its scores are all equal"
    return "its scores are nearly equal" if np.ptp(scores) < 1.0 else "its largest score is far above the others"


def by_hand(settings: ByHandFields) -> ByHand:
    """Run the attention layer whose queries, keys and values are those of the settings.

    Parameters
    ----------
    settings : ByHandFields

    Examples
    --------
    >>> found = by_hand(ByHandFields(hand_causal=True))
    >>> found.P[0].tolist(), found.P.sum(axis=1).round(12).tolist()
    ([1.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0])
    """
    return _attended(
        settings.hand_queries, settings.hand_keys, settings.hand_values, settings.hand_scaled, settings.hand_causal
    )


Numbers = tuple[float, ...]


@lru_cache(maxsize=64)
def _attended(queries: Numbers, keys: Numbers, values: Numbers, scaled: bool, causal: bool) -> ByHand:
    W_Q, W_K, W_V = (_beside_zeros(one) for one in (queries, keys, values))
    W_O = np.eye(HAND_TOKENS)
    layer = Attention(W_Q, W_K, W_V, W_O, steps=HAND_TOKENS, heads=HEADS, causal=causal, scaled=scaled)
    trace = layer.forward(np.eye(HAND_TOKENS)[None])
    dA = np.zeros_like(trace.A)
    dA[..., :HAND_WIDTH] = 1.0
    return ByHand(trace, layer.backward(trace, dA), hull_of(trace.V[0, 0]))


def _beside_zeros(numbers: Numbers) -> Array:
    """Return a matrix with a row for each token: its two numbers for the first head, zeros for the others."""
    W = np.zeros((HAND_TOKENS, HAND_TOKENS))
    W[:, :HAND_WIDTH] = np.reshape(numbers, (HAND_TOKENS, HAND_WIDTH))
    return W


def hull_of(points: Array) -> tuple[int, ...]:
    """Return which points are corners of their convex hull, counterclockwise (Andrew 1979, the monotone chain).

    Parameters
    ----------
    points : ndarray, shape (n, 2)

    Examples
    --------
    >>> hull_of(np.array([[0.0, 0.0], [2.0, 0.0], [0.5, 0.5], [0.0, 2.0]]))
    (0, 1, 3)
    """
    order = sorted(range(len(points)), key=lambda i: tuple(points[i]))

    def chain(indices: list[int]) -> list[int]:
        found: list[int] = []
        for i in indices:
            while len(found) > 1 and _turn(points[found[-2]], points[found[-1]], points[i]) <= 0.0:
                found.pop()
            found.append(i)
        return found[:-1]

    return tuple(chain(order) + chain(order[::-1]))


def _turn(a: Array, b: Array, c: Array) -> float:
    """Return whether the way from a over b to c turns left (positive), right (negative) or not at all."""
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def written_out(settings: ByHandFields, found: ByHand) -> str:
    """Write the chosen number out, with the numbers that it comes from, in one line of plain text.

    Parameters
    ----------
    settings : ByHandFields
    found : ByHand
        Of these settings.
    """
    t, s, j = settings.hand_token - 1, settings.hand_asked - 1, settings.hand_axis - 1
    name = settings.hand_tensor
    if name in ("q", "k", "v"):
        row = t if name == "q" else s
        numbers = ", ".join(cell(x) for x in found.vectors(name)[row])
        return f"{_named(name, row)} = row {row + 1} of W_{name.upper()} = ({numbers}), as token {row + 1} is one-hot"
    if name == "O":
        weights, values = found.P[t], found.vectors("v")[:, j]
        terms = " + ".join(f"{cell(p)}·{term(v)}" for p, v in zip(weights, values, strict=True))
        return f"O[{t + 1}, {j + 1}] = {terms} = {cell(found.O[t, j])}"
    if name == "S":
        return f"S[{t + 1}, {s + 1}] = {_score(settings, found, t, s)}"
    return f"P[{t + 1}, {s + 1}] = {_weight(settings, found, t, s)}"


def _named(letter: str, token: int) -> str:
    return letter + "₁₂₃₄"[token]


def _score(settings: ByHandFields, found: ByHand, t: int, s: int) -> str:
    q, k = found.vectors("q")[t], found.vectors("k")[s]
    product = " + ".join(f"{term(a) if j else cell(a)}·{term(b)}" for j, (a, b) in enumerate(zip(q, k, strict=True)))
    value = cell(found.S[t, s])
    hidden = ", but the mask hides it" if found.hidden[t, s] else ""
    dot = f"{_named('q', t)}·{_named('k', s)}"
    if settings.hand_scaled:
        return f"{dot} / √2 = ({product}) / 1.414 = {value}{hidden}"
    return f"{dot} = {product} = {value}{hidden}"


def _weight(settings: ByHandFields, found: ByHand, t: int, s: int) -> str:
    if found.hidden[t, s]:
        return f"0: token {s + 1} comes after token {t + 1}, and the mask sets its score to −∞"
    seen = [r for r in range(HAND_TOKENS) if not found.hidden[t, r]]
    powers = " + ".join(f"e^{term(found.S[t, r])}" for r in seen)
    exps = np.exp(found.S[t])
    numbers = " + ".join(cell(exps[r]) for r in seen)
    return f"e^{term(found.S[t, s])} / ({powers}) = {cell(exps[s])} / ({numbers}) = {cell(found.P[t, s])}"

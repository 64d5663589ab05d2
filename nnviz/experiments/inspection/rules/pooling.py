"""How the entries of pooling are computed, and of a change of shape: nothing is multiplied by a weight."""

import numpy as np

from nnviz.engine import Array
from nnviz.engine.layers.pooling import (
    AveragePoolGradients,
    AveragePoolTrace,
    MaxPoolGradients,
    MaxPoolTrace,
    Pool,
)
from nnviz.engine.layers.reshape import ReshapeGradients, ReshapeTrace
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import number


def _window(entry: Entry, X: Array, layer: Pool) -> tuple[tuple[int, ...], Array]:
    """Return where the window of an output begins in the map, and its entries in reading order."""
    sample, place, c = entry.index[0], entry.index[1:-1], entry.index[-1]
    start = tuple(w.stride * i for w, i in zip(layer.windows, place, strict=True))
    spans = tuple(slice(a, a + w.kernel) for a, w in zip(start, layer.windows, strict=True))
    at: tuple[int | slice, ...] = (sample, *spans, c)
    return start, entry.one(X, len(entry.index))[at].ravel()


def _largest(entry: Entry) -> Expression | None:
    forward = entry.forward
    if not isinstance(forward, MaxPoolTrace):
        return None
    start, entries = _window(entry, forward.X, forward.layer)
    kernel = tuple(w.kernel for w in forward.layer.windows)
    winner = int(entry.one(forward.winners.astype(np.float64), len(entry.index))[entry.index])
    at = tuple(a + int(u) for a, u in zip(start, np.unravel_index(winner, kernel), strict=True))
    x = float(entries[winner])
    place = indexed("X", entry.index[0], *at, entry.index[-1])
    return Expression(rf"\max_k X_{{\square k}} = {place} \quad (k^* = {winner})", terms=((number(x), x),))


def _winner(entry: Entry) -> Expression | None:
    """The place of the largest entry in its window, in reading order."""
    forward = entry.forward
    if not isinstance(forward, MaxPoolTrace):
        return None
    _, entries = _window(entry, forward.X, forward.layer)
    shown = r",\, ".join(number(float(x)) for x in entries[:9]) + (r",\, \dots" if len(entries) > 9 else "")
    place = int(entries.argmax())
    return Expression(rf"\arg\max_k \, ({shown})", terms=((str(place), float(place)),))


def _mean(entry: Entry) -> Expression | None:
    forward = entry.forward
    if not isinstance(forward, AveragePoolTrace):
        return None
    _, entries = _window(entry, forward.X, forward.layer)
    n = len(entries)
    before = rf"\frac{{1}}{{{n}}} \big( "
    return Expression(
        rf"\frac{{1}}{{{n}}} \sum_k X_{{\square k}}", (entries,), before=before, after=r" \big)", scale=1.0 / n
    )


def _dX(entry: Entry) -> Expression | None:
    """The gradients of the windows that look here: whole where this place won, or equal shares of them."""
    forward, backward = entry.forward, entry.backward
    if not isinstance(forward, MaxPoolTrace | AveragePoolTrace) or backward is None:
        return None
    layer: Pool = forward.layer
    sample, place, c = entry.index[0], entry.index[1:-1], entry.index[-1]
    dA = entry.one(backward.dA, len(entry.index))[sample, ..., c]  # type: ignore[attr-defined]
    met = [np.argwhere(w.indices == p) for w, p in zip(layer.windows, place, strict=True)]
    axes = np.ix_(*(pairs[:, 0] for pairs in met))
    gradients = dA[axes].ravel()
    if isinstance(forward, AveragePoolTrace):
        n = layer.entries
        return Expression(
            rf"\frac{{1}}{{{n}}} \sum_{{\text{{windows}}}} \mathrm{{d}}A",
            (gradients,),
            before=rf"\frac{{1}}{{{n}}} \big( ",
            after=r" \big)",
            scale=1.0 / n,
        )
    winners = entry.one(forward.winners.astype(np.float64), len(entry.index))[sample, ..., c][axes].ravel()
    kernel = tuple(w.kernel for w in layer.windows)
    here = np.ravel_multi_index(np.meshgrid(*(pairs[:, 1] for pairs in met), indexing="ij"), kernel).ravel()
    rule = r"\sum_{\text{windows}} \mathbf{1}[k = k^*]\, \mathrm{d}A"
    return Expression(rule, ((winners == here).astype(np.float64), gradients))


def _same(entry: Entry) -> Expression | None:
    """The same number, at the same place in reading order of the other shape."""
    forward, backward = entry.forward, entry.backward
    array: Array | None
    if entry.name == "A" and isinstance(forward, ReshapeTrace):
        name, array = "X", forward.X
        shapes = (forward.layer.out_shape, forward.layer.in_shape)
    elif entry.name == "dX" and isinstance(backward, ReshapeGradients):
        name, array = "dA", backward.dA
        shapes = (backward.layer.in_shape, backward.layer.out_shape)
    else:
        return None
    assert array is not None  # it is there where one of its entries is asked for
    at = np.unravel_index(int(np.ravel_multi_index(entry.index[1:], shapes[0])), shapes[1])
    index = (entry.index[0], *map(int, at))
    x = float(entry.one(array, len(index))[index])
    return Expression(indexed(name, *index), terms=((number(x), x),))


RULES: dict[tuple[type, str], Rule] = {
    (MaxPoolTrace, "winners"): _winner,
    (MaxPoolTrace, "A"): _largest,
    (MaxPoolGradients, "dX"): _dX,
    (AveragePoolTrace, "A"): _mean,
    (AveragePoolGradients, "dX"): _dX,
    (ReshapeTrace, "A"): _same,
    (ReshapeGradients, "dX"): _same,
}
"""For each record and field, what computes an entry."""

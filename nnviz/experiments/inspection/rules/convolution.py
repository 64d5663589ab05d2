"""How the entries of a convolution are computed: sums over the patch of a place, or over all places."""

from typing import Any

import numpy as np

from nnviz.engine.layers.convolution import ConvolutionGradients, ConvolutionTrace
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import number
from nnviz.experiments.inspection.rules.elementwise import activated, sloped


def _passes(entry: Entry) -> tuple[ConvolutionTrace, ConvolutionGradients | None] | None:
    forward, backward = entry.forward, entry.backward
    if not isinstance(forward, ConvolutionTrace):
        return None
    return forward, backward if isinstance(backward, ConvolutionGradients) else None


def _patch(entry: Entry) -> Expression | None:
    """An entry of a patch is one of X, or a zero of the padding."""
    found = _passes(entry)
    if found is None:
        return None
    layer, n = found[0].layer, len(found[0].layer.windows)
    sample, at, of_kernel, channel = entry.index[0], entry.index[1 : n + 1], entry.index[n + 1 : -1], entry.index[-1]
    place = [w.stride * i + w.dilation * u - w.before for w, i, u in zip(layer.windows, at, of_kernel, strict=True)]
    if any(not 0 <= p < size for p, size in zip(place, layer.size, strict=True)):
        return Expression(r"0 \quad \text{(padding)}", terms=(("0", 0.0),))
    index = (sample, *place, channel)
    x = float(entry.one(found[0].X, n + 2)[index])
    return Expression(indexed("X", *index), terms=((number(x), x),))


def _Z(entry: Entry) -> Expression | None:
    found = _passes(entry)
    if found is None:
        return None
    layer, n = found[0].layer, len(found[0].layer.windows)
    place, f = entry.index[:-1], entry.index[-1]
    patch, K = entry.one(found[0].patches, 2 * n + 2)[place], entry.one(layer.K, n + 2)[..., f]
    at = layer.letters
    rule = rf"\sum_{{{at.over(at.entry)},c}} X_{{\square {at.entry}c}}\, K_{{{at.entry}c,{f}}}"
    if layer.b is None:
        return Expression(rule, (patch.ravel(), K.ravel()))
    b = float(entry.one(layer.b, 1)[f])
    return Expression(rf"{rule} + {indexed('b', f)}", (patch.ravel(), K.ravel()), ((number(b), b),))


def _A(entry: Entry) -> Expression | None:
    found = _passes(entry)
    return found and activated(entry, found[0].Z, found[0].layer.activation)


def _dZ(entry: Entry) -> Expression | None:
    forward, backward = _passes(entry) or (None, None)
    if forward is None or backward is None:
        return None
    return sloped(entry, forward.Z, forward.A, backward.dA, forward.layer.activation)


def _dK(entry: Entry) -> Expression | None:
    """Every place looked at by this entry of the kernel, in every sample, times the gradient there."""
    found = _passes(entry)
    if found is None or found[1] is None:
        return None
    layer, n = found[0].layer, len(found[0].layer.windows)
    *of_kernel, f = entry.index
    patches = entry.one(found[0].patches, 2 * n + 2)
    seen = patches[(slice(None),) * (n + 1) + tuple(of_kernel)]
    dZ = entry.one(found[1].dZ, n + 2)[..., f]
    out = layer.letters.out
    entry_at = ",".join(map(str, of_kernel))
    rule = rf"\sum_{{n,{layer.letters.over(out)}}} X_{{\square n{out},\,{entry_at}}}\, \mathrm{{d}}Z_{{n{out},{f}}}"
    return Expression(rule, (seen.ravel(), dZ.ravel()))


def _db(entry: Entry) -> Expression | None:
    found = _passes(entry)
    if found is None or found[1] is None:
        return None
    at = found[0].layer.letters
    (f,) = entry.index
    dZ = entry.one(found[1].dZ, len(found[0].layer.windows) + 2)[..., f]
    return Expression(rf"\sum_{{n,{at.over(at.out)}}} \mathrm{{d}}Z_{{n{at.out},{f}}}", (dZ.ravel(),))


def _dX(entry: Entry) -> Expression | None:
    """Every window that looks at this place, times the kernel's entry that it looks with."""
    found = _passes(entry)
    if found is None or found[1] is None:
        return None
    layer, n = found[0].layer, len(found[0].layer.windows)
    sample, place, c = entry.index[0], entry.index[1:-1], entry.index[-1]
    dZ, K = entry.one(found[1].dZ, n + 2)[sample], entry.one(layer.K, n + 2)[..., c, :]
    met = [np.argwhere(w.indices - w.before == p) for w, p in zip(layer.windows, place, strict=True)]
    pairs = [tuple(zip(*pair, strict=True)) for pair in _combined(met)]
    if not pairs:
        return Expression(r"0 \quad \text{(no window looks here)}", terms=(("0", 0.0),))
    gradients = np.concatenate([dZ[windows] for windows, _ in pairs])
    kernel = np.concatenate([K[entries] for _, entries in pairs])
    at = layer.letters
    rule = rf"\sum_f \sum_{{{at.meets}}} \mathrm{{d}}Z_{{{sample},{at.out}f}}\, K_{{{at.entry},{c},f}}"
    return Expression(rule, (gradients, kernel))


def _combined(met: list[Any]) -> list[tuple[tuple[int, int], ...]]:
    """Return all combinations of (window, entry) of one axis with those of the others."""
    found: list[tuple[tuple[int, int], ...]] = [()]
    for pairs in met:
        found = [(*before, (int(i), int(u))) for before in found for i, u in pairs]
    return found


RULES: dict[tuple[type, str], Rule] = {
    (ConvolutionTrace, "patches"): _patch,
    (ConvolutionTrace, "Z"): _Z,
    (ConvolutionTrace, "A"): _A,
    (ConvolutionGradients, "dZ"): _dZ,
    (ConvolutionGradients, "dK"): _dK,
    (ConvolutionGradients, "db"): _db,
    (ConvolutionGradients, "dX"): _dX,
}
"""For each record and field, what computes an entry."""

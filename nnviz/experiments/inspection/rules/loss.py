"""How the entries between the output and the loss are computed, for every loss."""

import math
from collections.abc import Callable

import numpy as np

from nnviz.engine import LossTrace
from nnviz.engine.layers.softmax import below_largest
from nnviz.engine.losses.cross_entropy import PROBABILITY_FLOOR, log_sum_exp
from nnviz.engine.losses.errors import Huber
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, Term, indexed
from nnviz.experiments.inspection.formula import factor, number
from nnviz.experiments.inspection.rules.softmax import softmax_entry


def _loss(entry: Entry) -> LossTrace:
    assert entry.step.loss is not None
    return entry.step.loss


def _A(entry: Entry) -> Expression | None:
    if entry.step.trace is None:
        return None
    x = float(entry.one(entry.step.trace.A, 2)[entry.index])
    return Expression(indexed("A^{[L]}", *entry.index), terms=((number(x), x),))


def _P(entry: Entry) -> Expression | None:
    loss = _loss(entry)
    if loss.loss.name == "categorical_cross_entropy":
        return softmax_entry(entry, "A", loss.A)
    a = float(entry.one(loss.A, 2)[entry.index])
    P = math.exp(-np.logaddexp(0.0, -a))
    return Expression(rf"\sigma({indexed('A', *entry.index)})", terms=((rf"\frac{{1}}{{1 + e^{{{number(-a)}}}}}", P),))


def _losses(entry: Entry) -> Expression | None:
    """One sample's loss: a term for each output."""
    loss = _loss(entry)
    (i,) = entry.index
    make, rule, before, over_n = LOSSES[loss.loss.name]
    A, Y = entry.one(loss.A, 2)[i].tolist(), entry.one(loss.Y, 2)[i].tolist()
    logs = _logarithms(loss.loss.name, entry.one(loss.A, 2)[i])
    terms = tuple(
        term for a, y, p in zip(A, Y, logs, strict=True) for term in make(a, y, p, getattr(loss.loss, "delta", 1.0))
    )
    scale = {"-": -1.0, r"\frac{1}{2}": 0.5}.get(before, 1.0) / (len(A) if over_n else 1)
    around = (rf"{before} \big( ", r" \big)") if before else ("", "")
    if over_n:
        around = (rf"\frac{{1}}{{{len(A)}}} \big( ", r" \big)")
    return Expression(
        rule.replace("_i", f"_{{{i},j}}"), terms=_few(terms), before=around[0], after=around[1], scale=scale
    )


def _few(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Write a dozen terms, and the sum of the rest as one."""
    if len(terms) <= 12:
        return terms
    rest = sum(x for _, x in terms[11:])
    return (*terms[:11], (rf"\underbrace{{{factor(rest)}}}_{{{len(terms) - 11} \text{{ more}}}}", rest))


def _logarithms(name: str, A: np.ndarray) -> list[tuple[float, float]]:
    """The logarithms of P and of 1 - P of one sample, so computed that they stay finite."""
    if name == "binary_cross_entropy":
        return [(-float(np.logaddexp(0.0, -a)), -float(np.logaddexp(0.0, a))) for a in A]
    if name == "categorical_cross_entropy":
        S = below_largest(A)
        return [(float(s), 0.0) for s in S - log_sum_exp(S)]
    return [(0.0, 0.0) for _ in A]


def _squared(a: float, y: float, _: tuple[float, float], __: float) -> list[Term]:
    return [(rf"({number(a)} - {factor(y)})^2", (a - y) * (a - y))]


def _huber(a: float, y: float, _: tuple[float, float], delta: float) -> list[Term]:
    e = abs(a - y)
    if e <= delta:
        return [(rf"\tfrac{{1}}{{2}} ({number(a)} - {factor(y)})^2", 0.5 * e * e)]
    return [(rf"{number(delta)} \,(|{number(a)} - {factor(y)}| - {number(delta / 2)})", delta * (e - delta / 2))]


def _yes_or_no(a: float, y: float, logs: tuple[float, float], _: float) -> list[Term]:
    P, Q = math.exp(logs[0]), math.exp(logs[1])
    return [
        (rf"{factor(y)} \log {number(P)}", y * logs[0] if y else 0.0),
        (rf"{factor(1 - y)} \log {number(Q)}", (1.0 - y) * logs[1] if y != 1.0 else 0.0),
    ]


def _class(a: float, y: float, logs: tuple[float, float], _: float) -> list[Term]:
    return [(rf"{factor(y)} \log {number(math.exp(logs[0]))}", y * logs[0] if y else 0.0)]


def _floored(a: float, y: float, _: tuple[float, float], __: float) -> list[Term]:
    p = max(a, PROBABILITY_FLOOR)
    return [(rf"{factor(y)} \log {number(p)}", y * math.log(p))]


Make = Callable[[float, float, tuple[float, float], float], list[Term]]

LOSSES: dict[str, tuple[Make, str, str, bool]] = {
    "mean_squared_error": (_squared, r"\frac{1}{n} \sum_j (A_i - Y_i)^2", "", True),
    "half_squared_error": (_squared, r"\frac{1}{2} \sum_j (A_i - Y_i)^2", r"\frac{1}{2}", False),
    "huber": (_huber, r"\frac{1}{n} \sum_j h(A_i - Y_i)", "", True),
    "binary_cross_entropy": (_yes_or_no, r"-\sum_j Y_i \log P_i + (1 - Y_i) \log(1 - P_i)", "-", False),
    "categorical_cross_entropy": (_class, r"-\sum_j Y_i \log P_i", "-", False),
    "categorical_cross_entropy_from_probabilities": (_floored, r"-\sum_j Y_i \log \max(A_i, 10^{-12})", "-", False),
}
"""For each loss: the terms of one output, the rule, what stands before the sum, and whether it is over n."""


def _L(entry: Entry) -> Expression | None:
    losses = entry.one(_loss(entry).losses, 1)
    N = len(losses)
    return Expression(
        rf"\frac{{1}}{{N}} \sum_i \ell_i, \quad N = {N}",
        (losses,),
        before=rf"\frac{{1}}{{{N}}} \big( ",
        after=r" \big)",
        scale=1.0 / N,
    )


def output_gradient(entry: Entry) -> Expression | None:
    """The gradient of the output, with which the backward pass begins: the slope of the mean loss."""
    loss = entry.step.loss
    if loss is None:
        return None
    i, j = entry.index
    A, Y = entry.one(loss.A, 2), entry.one(loss.Y, 2)
    a, y, (N, n) = float(A[i, j]), float(Y[i, j]), A.shape[-2:]
    name = loss.loss.name
    a_, y_, p_ = indexed("A", i, j), indexed("Y", i, j), indexed("P", i, j)
    error: tuple[Term, ...] = ((number(a), a), (f"-{factor(y)}", -y))
    if loss.P is not None:
        p = float(entry.one(loss.P, 2)[i, j])
        return _over(rf"\frac{{1}}{{N}} ({p_} - {y_})", ((number(p), p), (f"-{factor(y)}", -y)), 1, N)
    if name == "mean_squared_error":
        return _over(rf"\frac{{2}}{{n N}} ({a_} - {y_})", error, 2, n * N)
    if name == "half_squared_error":
        return _over(rf"\frac{{1}}{{N}} ({a_} - {y_})", error, 1, N)
    if isinstance(loss.loss, Huber):
        return _huber_slope(loss.loss.delta, error, rf"{a_} - {y_}", n * N)
    if a <= PROBABILITY_FLOOR:
        return Expression(r"0 \quad \text{(clipped at } 10^{-12}\text{)}", terms=(("0", 0.0),))
    fraction = rf"-\frac{{{number(y)}}}{{{number(a)}}}"
    return _over(rf"-\frac{{1}}{{N}}\, {y_} / {a_}", ((fraction, -y / a),), 1, N)


def _huber_slope(delta: float, error: tuple[Term, ...], symbols: str, nN: int) -> Expression:
    e = sum(x for _, x in error)
    if abs(e) <= delta:
        return _over(rf"\frac{{1}}{{n N}} ({symbols})", error, 1, nN)
    clipped = math.copysign(delta, e)
    rule = rf"\frac{{{number(clipped)}}}{{n N}} \quad (|{symbols}| > \delta)"
    return _over(rule, ((number(clipped), clipped),), 1, nN)


def _over(rule: str, terms: tuple[Term, ...], top: int, bottom: int) -> Expression:
    """A difference over the number of samples."""
    before = rf"\frac{{{top}}}{{{bottom}}} \big( "
    return Expression(rule, terms=terms, before=before, after=r" \big)", scale=top / bottom)


LOSS_RULES: dict[str, Rule] = {"loss.A": _A, "loss.P": _P, "loss.losses": _losses, "loss.L": _L}
"""For each path, what computes an entry."""

"""How the update is computed: the gradient that is used, the optimizer's state, and the new parameters."""

import numpy as np

from nnviz.engine import Array, Penalty, Rules
from nnviz.engine.arrays import euclidean_norm
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import factor, number
from nnviz.experiments.inspection.rules.optimizer import ParameterStep, new_theta, remembered


def _rules(entry: Entry) -> Rules:
    assert entry.step.taken is not None
    return entry.step.taken.before.rules


def _one(entry: Entry, p: int) -> ParameterStep:
    taken = entry.step.taken
    assert taken is not None
    before, after = taken.before.memory, taken.after.memory

    def at(array: Array) -> float:
        return float(entry.one(array, 1)[p])

    rates = np.asarray(taken.learning_rate, np.float64)
    rate = float(entry.one(rates, 1)[0] if rates.ndim else rates)
    return ParameterStep(
        at(taken.before.network.theta),
        at(taken.dtheta),
        rate,
        {name: at(vector) for name, vector in before.vectors.items()},
        {name: at(vector) for name, vector in after.vectors.items()},
        after.t,
    )


def _dtheta(entry: Entry) -> Expression | None:
    """The gradient of the loss, with the penalty's, clipped."""
    taken, rules = entry.step.taken, _rules(entry)
    assert taken is not None
    (p,) = entry.index
    theta, penalised = entry.one(taken.before.network.theta, 1), taken.before.network.penalised
    whole = entry.one(taken.gradients.theta, 1)
    i, name, index = taken.before.network.layout.entry(p)
    symbol = {"slope": "a"}.get(name, name)
    rule, terms = indexed("d" + symbol, *index) + rf"^{{[{i + 1}]}}", [(number(float(whole[p])), float(whole[p]))]
    penalty = rules.penalty
    if penalty.active and not penalty.decoupled:
        slopes = penalty.gradient(theta, penalised)
        whole = whole + slopes
        if penalised[p]:
            rule += rf" + {number(penalty.rate)}\, {_slope(penalty, indexed(symbol, *index))}"
            terms.append((rf"{number(penalty.rate)} \cdot {_slope_of(penalty, float(theta[p]))}", float(slopes[p])))
    norm = float(euclidean_norm(whole, -1)[0])
    limit = rules.clip_norm
    if limit is None or not norm > limit:
        return Expression(rule, terms=tuple(terms))
    before = rf"\frac{{{number(limit)}}}{{{number(norm)}}} \big( "
    return Expression(
        rf"\frac{{c}}{{\lVert g \rVert}} \big( {rule} \big)",
        terms=tuple(terms),
        before=before,
        after=r" \big)",
        scale=limit / norm,
    )


def _slope(penalty: Penalty, symbol: str) -> str:
    return rf"\mathrm{{sign}}({symbol})" if penalty.name == "l1" else symbol


def _slope_of(penalty: Penalty, w: float) -> str:
    return factor(float(np.sign(w)) if penalty.name == "l1" else w)


def _remembered(entry: Entry) -> Expression | None:
    """What the optimizer keeps for the next step: ``v``, ``s`` or ``u``."""
    (p,) = entry.index
    rule, terms = remembered(_rules(entry).optimizer, entry.name, _one(entry, p), p)
    return Expression(rule, terms=terms)


_SYMBOLS = {"slope": "a", "gamma": r"\gamma", "beta": r"\beta"}


def new_parameter(entry: Entry) -> Expression | None:
    """The old parameter minus the optimizer's step, and minus the penalty's where it shrinks after the step."""
    taken = entry.step.taken
    if taken is None:
        return None
    network, rules = taken.before.network, _rules(entry)
    name = entry.path.partition(f"layers[{entry.layer}].")[
        2
    ]  # inside a layer of layers it has that one's path in front
    p = network.layout.position(entry.layer, name, entry.index)
    one = _one(entry, p)
    symbol = indexed(_SYMBOLS.get(entry.name, entry.name), *entry.index)
    rule, terms = new_theta(entry.step.optimizer_of(entry.layer, name), one, symbol)
    penalty = rules.penalty
    if not (penalty.active and penalty.decoupled and network.penalised[p]):
        return Expression(rule, terms=terms)
    after = sum(x for _, x in terms)
    pull = one.rate * penalty.rate * (float(np.sign(one.theta)) if penalty.name == "l1" else one.theta)
    stopped = penalty.name == "l1" and (
        np.sign(after) * np.sign(after - pull) < 0 or (one.theta == 0.0 and taken.before.step > 0)
    )
    if stopped:
        return Expression(r"0 \quad \text{(L1 stops a weight at zero)}", terms=(("0", 0.0),))
    rule += rf" - \eta \cdot {number(penalty.rate)}\, {_slope(penalty, symbol)}"
    shrunk = rf"-{number(one.rate)} \cdot {number(penalty.rate)} \cdot {_slope_of(penalty, one.theta)}"
    return Expression(rule, terms=(*terms, (shrunk, -pull)))


UPDATE_RULES: dict[str, Rule] = {"dtheta": _dtheta, **{f"after.memory.{name}": _remembered for name in "vsu"}}
"""For each path, what computes an entry."""

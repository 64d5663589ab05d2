"""How the update is computed: the gradient that is used, what the optimizer remembers, and the new parameters."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Optimizer, Penalty, Rules
from nnviz.engine.optimizers import AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSProp
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, Term, indexed
from nnviz.experiments.inspection.formula import factor, number


@dataclass(frozen=True)
class One:
    """One parameter in one step.

    Attributes
    ----------
    w, g : float
        Before the step; the gradient that the optimizer was given.
    rate : float
    v, s : float
        What the optimizer remembers after the step; 0 where it has none.
    v_before, s_before : float
        The same before the step.
    t : int
        The number of the step, from 1.
    weight : bool
        Whether a penalty may shrink it.
    """

    w: float
    g: float
    rate: float
    v: float
    s: float
    v_before: float
    s_before: float
    t: int
    weight: bool


def _rules(entry: Entry) -> Rules:
    assert entry.step.taken is not None
    return entry.step.taken.before.rules


def _one(entry: Entry, p: int) -> One:
    taken = entry.step.taken
    assert taken is not None
    before, after = taken.before.memory, taken.after.memory

    def at(array: Array | None) -> float:
        return 0.0 if array is None else float(entry.one(array, 1)[p])

    rates = np.asarray(taken.learning_rate, np.float64)
    rate = float(entry.one(rates, 1)[0] if rates.ndim else rates)
    return One(
        at(taken.before.network.theta),
        at(taken.dtheta),
        rate,
        at(after.v),
        at(after.s),
        at(before.v),
        at(before.s),
        after.t,
        bool(taken.before.network.penalised[p]),
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
    norm = float(np.sqrt((whole * whole).sum()))
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


def _v(entry: Entry) -> Expression | None:
    (p,) = entry.index
    one, kind = _one(entry, p), _rules(entry).optimizer
    if isinstance(kind, Adam):
        return _mean(r"\beta_1", "v", "g", kind.beta1, one.v_before, one.g, p)
    if isinstance(kind, Momentum | Nesterov):
        rule = rf"\mu\, v_{{{p}}} + g_{{{p}}}"
        old = (rf"{number(kind.momentum)} \cdot {factor(one.v_before)}", kind.momentum * one.v_before)
        return Expression(rule, terms=(old, (number(one.g), one.g)))
    return None


def _s(entry: Entry) -> Expression | None:
    (p,) = entry.index
    one, kind = _one(entry, p), _rules(entry).optimizer
    if isinstance(kind, Adam):
        return _mean(r"\beta_2", "s", "g^2", kind.beta2, one.s_before, one.g, p)
    if isinstance(kind, RMSProp):
        return _mean(r"\rho", "s", "g^2", kind.decay, one.s_before, one.g, p)
    if isinstance(kind, AdaGrad):
        square = (rf"{factor(one.g)}^2", one.g * one.g)
        return Expression(rf"s_{{{p}}} + g_{{{p}}}^2", terms=((number(one.s_before), one.s_before), square))
    return None


def _mean(share_symbol: str, name: str, of: str, share: float, old: float, g: float, p: int) -> Expression:
    """A mean that forgets: a share of the old one, and the rest of the new."""
    squared = of.endswith("^2")
    rule = rf"{share_symbol}\, {name}_{{{p}}} + (1 - {share_symbol})\, g_{{{p}}}" + ("^2" if squared else "")
    new = rf"{number(1.0 - share)} \cdot {factor(g)}" + ("^2" if squared else "")
    return Expression(
        rule,
        terms=(
            (rf"{number(share)} \cdot {factor(old)}", share * old),
            (new, (1.0 - share) * (g * g if squared else g)),
        ),
    )


def new_parameter(entry: Entry) -> Expression | None:
    """The old parameter minus the optimizer's step, and minus the penalty's where it shrinks after the step."""
    taken = entry.step.taken
    if taken is None:
        return None
    network, rules = taken.before.network, _rules(entry)
    p = network.layout.position(entry.layer, entry.name, entry.index)
    one = _one(entry, p)
    symbol = indexed({"slope": "a"}.get(entry.name, entry.name), *entry.index)
    rule, terms = optimizer_step(rules.optimizer, one, symbol)
    penalty = rules.penalty
    if not (penalty.active and penalty.decoupled and one.weight):
        return Expression(rule, terms=tuple(terms))
    after = sum(x for _, x in terms)
    pull = one.rate * penalty.rate * (float(np.sign(one.w)) if penalty.name == "l1" else one.w)
    stopped = penalty.name == "l1" and (
        np.sign(after) * np.sign(after - pull) < 0 or (one.w == 0.0 and taken.before.step > 0)
    )
    if stopped:
        return Expression(r"0 \quad \text{(L1 stops a weight at zero)}", terms=(("0", 0.0),))
    rule += rf" - \eta \cdot {number(penalty.rate)}\, {_slope(penalty, symbol)}"
    shrunk = rf"-{number(one.rate)} \cdot {number(penalty.rate)} \cdot {_slope_of(penalty, one.w)}"
    return Expression(rule, terms=(*terms, (shrunk, -pull)))


def optimizer_step(kind: Optimizer, one: One, symbol: str) -> tuple[str, list[Term]]:
    """Return the rule of an optimizer in LaTeX, and its terms with the numbers of one parameter."""
    eta = number(one.rate)
    old: Term = (number(one.w), one.w)
    if isinstance(kind, Adam):
        return _adam(kind, one, symbol)
    if isinstance(kind, RMSProp | AdaGrad):
        change = float(-one.rate * one.g / (np.sqrt(one.s) + kind.epsilon))  # of NumPy: a root of 0 gives NaN
        text = rf"-{eta} \cdot \frac{{{number(one.g)}}}{{\sqrt{{{number(one.s)}}} + {number(kind.epsilon)}}}"
        return rf"{symbol} - \eta\, g / (\sqrt{{s}} + \epsilon)", [old, (text, change)]
    if isinstance(kind, Momentum):
        return rf"{symbol} - \eta\, v", [old, (rf"-{eta} \cdot {factor(one.v)}", -one.rate * one.v)]
    if isinstance(kind, Nesterov):
        ahead = one.g + kind.momentum * one.v
        text = rf"-{eta} \cdot \big({number(one.g)} + {number(kind.momentum)} \cdot {factor(one.v)}\big)"
        return rf"{symbol} - \eta\, (g + \mu v)", [old, (text, -one.rate * ahead)]
    return rf"{symbol} - \eta\, g", [old, (rf"-{eta} \cdot {factor(one.g)}", -one.rate * one.g)]


def _adam(kind: Adam, one: One, symbol: str) -> tuple[str, list[Term]]:
    v, s = one.v / (1.0 - kind.beta1**one.t), one.s / (1.0 - kind.beta2**one.t)
    text = rf"-{number(one.rate)} \cdot \frac{{{number(v)}}}{{\sqrt{{{number(s)}}} + {number(kind.epsilon)}}}"
    change = (text, float(-one.rate * v / (np.sqrt(s) + kind.epsilon)))
    rule = rf"{symbol} - \eta\, \hat{{v}} / (\sqrt{{\hat{{s}}}} + \epsilon)"
    if not isinstance(kind, AdamW):
        return rule, [(number(one.w), one.w), change]
    kept = 1.0 - one.rate * kind.weight_decay
    rule = rf"(1 - \eta \lambda)\, {symbol} - \eta\, \hat{{v}} / (\sqrt{{\hat{{s}}}} + \epsilon)"
    return rule, [(rf"{number(kept)} \cdot {factor(one.w)}", kept * one.w), change]


UPDATE_RULES: dict[str, Rule] = {"dtheta": _dtheta, "after.memory.v": _v, "after.memory.s": _s}
"""For each path, what computes an entry."""

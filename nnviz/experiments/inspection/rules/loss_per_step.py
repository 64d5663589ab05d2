"""How the entries of a loss per step are computed: as those of the loss of one step, where a step has a target."""

from dataclasses import replace

import numpy as np

from nnviz.engine.losses.loss import LossTrace
from nnviz.engine.losses.per_step import PerStepLossTrace
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import number


def per_step(rule: Rule) -> Rule:
    """Return a rule of a loss that knows losses per step, too."""

    def found(entry: Entry) -> Expression | None:
        loss = entry.step.loss
        if not isinstance(loss, PerStepLossTrace):
            return rule(entry)
        if entry.path == "loss.A":
            return _output(entry)
        Y = entry.one(loss.Y, 3)
        has_target = ~np.isnan(Y[..., 0])
        if entry.path == "loss.L":
            return rule(replace(entry, member=(), step=replace(entry.step, loss=_rows(entry, loss, has_target))))
        i, t, *rest = entry.index
        counted = np.ones_like(has_target) if entry.path == "loss.P" else has_target
        if not counted[i, t]:
            return Expression(r"0 \quad \text{(no target at this step)}", terms=(("0", 0.0),))
        row = int(counted.ravel()[: i * counted.shape[1] + t].sum())
        step = replace(entry.step, loss=_rows(entry, loss, counted))
        expression = rule(replace(entry, member=(), index=(row, *rest), step=step))
        if expression is None:
            return None
        at = rf"{{{i},{t}"
        return replace(expression, rule=expression.rule.replace(f"{{{row},", f"{at},").replace(f"{{{row}}}", f"{at}}}"))

    return found


def _output(entry: Entry) -> Expression | None:
    if entry.step.trace is None:
        return None
    x = float(entry.one(entry.step.trace.A, 3)[entry.index])
    return Expression(indexed("A^{[L]}", *entry.index), terms=((number(x), x),))


def _rows(entry: Entry, loss: PerStepLossTrace, counted: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> LossTrace:
    """Return the loss of these steps as that of as many samples."""
    A, Y = entry.one(loss.A, 3)[counted], entry.one(loss.Y, 3)[counted]
    P = None if loss.P is None else entry.one(loss.P, 3)[counted]
    losses = entry.one(loss.losses, 2)[counted]
    return LossTrace(loss.of_one_step, A, Y, P, losses, losses.mean())

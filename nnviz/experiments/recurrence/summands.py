"""The gradient of W_hh as a sum over the steps: its summands, and what truncation at every length leaves of them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.engine import GRU, Array, Purpose, Summands, generator
from nnviz.engine.tensors import record
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.recurrence.network_settings import Cell
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.recurrence.small_network import Pass, both_passes, network_of, parity_of, recipe_of
from nnviz.experiments.recurrence.sum_over_time import SumOverTime, sums_over_time
from nnviz.experiments.recurrence.summands_settings import SummedLoss

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@record
class SummedPass(Pass):
    """Both passes, and what each step contributes to the gradients of the recurrent layer's weights.

    Attributes
    ----------
    summands : Summands
    """

    summands: Summands


@dataclass(frozen=True, eq=False)
class StepByStep:
    """The gradient of W_hh, taken apart.

    Attributes
    ----------
    found : SummedPass
    bits : str
    cut : tuple of SumOverTime
        Truncated to 1, 2, ... and T steps; the last one is the whole gradient.
    """

    found: SummedPass
    bits: str
    cut: tuple[SumOverTime, ...]

    @property
    def steps(self) -> int:
        """T."""
        return len(self.cut)

    @property
    def whole(self) -> Array:
        """The gradient of W_hh that the backward pass returns."""
        dW_hh: Array = self.found.state_gradients.dW_hh
        return dW_hh

    @property
    def before(self) -> Array:
        """The state before each step, shape (T, units)."""
        before: Array = self.found.states.before[:, 0]
        return before

    @property
    def product_gradient(self) -> Array:
        """The gradient of the product of that state and W_hh, shape (T, columns of W_hh): dz_t but for a GRU."""
        dHW: Array = self.found.layer.product_gradient(self.found.state_gradients)[0]
        return dHW

    @property
    def plain(self) -> bool:
        """Whether that gradient is dz_t; in a GRU the reset gate stands between the product and z_t."""
        return not isinstance(self.found.layer, GRU)

    def truncated_to(self, steps: int) -> SumOverTime:
        """Return the sum truncated to so many steps; more of them than there are leave it whole."""
        return self.cut[min(steps, self.steps) - 1]


def step_by_step(settings: RecurrenceSettings) -> StepByStep:
    """Take the gradient of W_hh apart.

    Parameters
    ----------
    settings : RecurrenceSettings

    Examples
    --------
    >>> found = step_by_step(RecurrenceSettings(summed_steps=5))
    >>> found.cut[0].whole.dW_hh.shape, bool(np.allclose(found.cut[0].whole.dW_hh.sum(0), found.whole))
    ((5, 3, 3), True)
    """
    return _step_by_step(
        settings.cell,
        settings.units,
        settings.trained,
        settings.seed,
        settings.summed_steps,
        settings.summed_sequence,
        settings.summed_loss,
    )


@lru_cache(maxsize=32)
def _step_by_step(
    cell: Cell, units: int, trained: int, seed: int, steps: int, sequence: int, where: SummedLoss
) -> StepByStep:
    of_network = RecurrenceSettings(cell=cell, units=units, trained=trained, seed=seed)
    bits = "".join(map(str, generator(sequence, Purpose.DATA).integers(0, 2, steps)))
    X, Y = parity_of(bits)
    if where == "last":
        Y = np.where(np.arange(steps)[:, None] == steps - 1, Y, np.nan)
    network, loss = network_of(of_network, steps), recipe_of(of_network).loss
    passes = both_passes(network, loss, X, Y)
    cut = sums_over_time(network, loss, X, Y, range(1, steps + 1))
    found = SummedPass(network, passes.trace, passes.loss, passes.gradients, cut[0].whole)
    return StepByStep(found, bits, cut)


def written_out(found: StepByStep, step: int) -> str:
    """Say what a step contributes: which product, how long it is, and its share of the whole gradient.

    Parameters
    ----------
    found : StepByStep
    step : int
        From 1.
    """
    if step == 1:
        return "Step 1 contributes nothing: no state comes before it, so h₀ is zero and the product is, too."
    sums, t = found.cut[-1], step - 1
    against = ": it pulls against the whole" if sums.shares[t] < 0.0 else ""
    gradient = "dz" if found.plain else "d(hW)"
    return (
        f"Step {step} contributes h{_subscript(t)}ᵀ {gradient}{_subscript(step)}, {sums.sizes[t]:.3g} long, a share of "
        f"{100 * sums.shares[t]:.1f} % of dW_hh{against}."
    ).replace("-", "−")


def _subscript(n: int) -> str:
    return str(n).translate(SUBSCRIPTS)


def left_out(cut: SumOverTime) -> str:
    """Say what truncation leaves out, and how far the truncated gradient is from the whole one.

    Parameters
    ----------
    cut : SumOverTime
    """
    steps = len(cut.missing)
    if cut.truncation >= steps:
        return f"Backpropagation over all {steps} steps leaves nothing out."
    gone, changed = int(cut.gone.sum()), int((cut.changed & ~cut.gone).sum())
    if not cut.truncated.dW_hh.any():
        told = "the truncated gradient is zero"
    else:
        told = f"the truncated gradient is at {cut.angle:.1f}° to the whole one and {cut.length:.3g} times as long"
    summands = f"{counted(gone, 'summand')} missing, {changed} changed" if gone + changed else "no summand is changed"
    return f"Cut into stretches of {counted(cut.truncation, 'step')}: {summands}; {told}."

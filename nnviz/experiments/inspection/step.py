"""The parts of a training step that an inspector can open: forward pass, loss, backward pass, update."""

import re
from dataclasses import dataclass
from typing import Any

from nnviz.engine import LossTrace, Network, Optimizer, StepRecord, Trace
from nnviz.engine.network import Gradients
from nnviz.engine.optimizers.adam import AdamW
from nnviz.experiments.inspection.own_units import OwnUnits
from nnviz.experiments.run.run import Run

_LAYER = re.compile(r"(?:after\.network\.)?layers\[(\d+)\]\.")


@dataclass(frozen=True, eq=False)
class Step:
    """The parts of a record, as far as it has them.

    Attributes
    ----------
    record : Any
        What was given: a step's record, a trace, gradients, a loss trace, or any other record of tensors.
    trace : Trace or None
    loss : LossTrace or None
    gradients : Gradients or None
    taken : StepRecord or None
        The whole step.
    known : Network or None
        The network that computed them, for parts that do not hold it.
    own_units : OwnUnits or None
        Predictions and targets in the target's own units, where these differ from what the network says.
    """

    record: Any
    trace: Trace | None = None
    loss: LossTrace | None = None
    gradients: Gradients | None = None
    taken: StepRecord | None = None
    known: Network | None = None
    own_units: OwnUnits | None = None

    @staticmethod
    def of(record: Any) -> "Step":
        """Take a record apart; of a run, its last step, or the first that it will take."""
        if isinstance(record, Step):
            return record
        own_units = None
        if isinstance(record, Run):
            run, record = record, record.last or record.next_record()
            if run.data.target_scaling.changes:
                own_units = OwnUnits.of(run.data.target_scaling, record.trace.A, record.loss.Y)
        if isinstance(record, StepRecord):
            return Step(record, record.trace, record.loss, record.gradients, record, None, own_units)
        return Step(
            record,
            record if isinstance(record, Trace) else None,
            record if isinstance(record, LossTrace) else None,
            record if isinstance(record, Gradients) else None,
        )

    @property
    def network(self) -> Network | None:
        """The network before the step, where the record knows it."""
        return self.taken.before.network if self.taken else self.known

    def optimizer_of(self, layer: int, name: str) -> Optimizer:
        """Return what moves a parameter: where AdamW does not shrink it, Adam.

        Parameters
        ----------
        layer : int
        name : str
            Its field there, such as ``W`` or ``layers[1].W_Q``.
        """
        assert self.taken is not None
        before = self.taken.before
        optimizer = before.rules.optimizer
        decays = name in before.network.layers[layer].penalised
        return optimizer.undecayed if isinstance(optimizer, AdamW) and not decays else optimizer


def layer_of(path: str) -> int | None:
    """Return the position in `Network.layers` of the layer that a tensor belongs to; None where it belongs to none.

    Parameters
    ----------
    path : str
        As `walk` names the tensors of a step, such as ``layers[1].dW`` or ``after.network.layers[1].W``.
    """
    found = _LAYER.match(path)
    return int(found.group(1)) if found else None

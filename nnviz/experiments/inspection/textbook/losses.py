"""Each loss as a textbook writes it in NumPy, of the output A, the targets Y and their number N."""

from dataclasses import dataclass

from nnviz.engine.losses.cross_entropy import (
    BinaryCrossEntropyFromLogits,
    CategoricalCrossEntropy,
    CategoricalCrossEntropyFromLogits,
)
from nnviz.engine.losses.errors import HalfSquaredError, Huber, MeanSquaredError
from nnviz.engine.losses.loss import Loss
from nnviz.engine.losses.per_step import PerStepLoss


@dataclass(frozen=True)
class TextbookLoss:
    """Lines of NumPy, by what they compute.

    Attributes
    ----------
    losses, dA : str
        The loss of each sample; the gradient of their mean, where the 1/N stands.
    P : str
        The probabilities, where the loss turns logits into some.
    """

    losses: str
    dA: str
    P: str = ""

    def line(self, name: str) -> str:
        """Return the line of a field of `LossTrace`, or of the gradient; empty where a textbook has none."""
        return {"losses": self.losses, "dA": self.dA, "P": self.P, "L": "L = losses.mean()"}.get(name, "")


_MINUS = "dA = (P - Y) / N"
_SURPRISE = "losses = -(Y * np.log({P})).sum(axis=1)"

TEXTBOOK_LOSSES: dict[type[Loss], TextbookLoss] = {
    MeanSquaredError: TextbookLoss("losses = ((A - Y) ** 2).mean(axis=1)", "dA = 2 * (A - Y) / (n * N)  # n outputs"),
    HalfSquaredError: TextbookLoss("losses = ((A - Y) ** 2).sum(axis=1) / 2", "dA = (A - Y) / N"),
    Huber: TextbookLoss(
        "E = np.abs(A - Y)\nlosses = np.where(E <= {delta}, E**2 / 2, {delta} * (E - {delta} / 2)).mean(axis=1)",
        "dA = np.clip(A - Y, -{delta}, {delta}) / (n * N)  # n outputs",
    ),
    BinaryCrossEntropyFromLogits: TextbookLoss(
        "losses = -(Y * np.log(P) + (1 - Y) * np.log(1 - P)).sum(axis=1)", _MINUS, "P = 1 / (1 + np.exp(-A))"
    ),
    CategoricalCrossEntropyFromLogits: TextbookLoss(
        _SURPRISE.replace("{P}", "P"), _MINUS, "E = np.exp(A)\nP = E / E.sum(axis=1, keepdims=True)"
    ),
    CategoricalCrossEntropy: TextbookLoss(_SURPRISE.replace("{P}", "A"), "dA = -Y / A / N"),
}


def loss_lines(loss: Loss) -> str:
    """Return the lines of a loss from its outputs to the gradient, those that a textbook has."""
    return "\n".join(line for name in ("P", "losses", "dA") if (line := loss_line(loss, name)))


def loss_line(loss: Loss, name: str) -> str:
    """Return the textbook's line of a loss for a field, with the numbers of its parameters; empty where it has none."""
    if isinstance(loss, PerStepLoss):
        return _per_step(loss_line(loss.loss, name), name)
    found = TEXTBOOK_LOSSES.get(type(loss))
    if found is None:
        return ""
    text = found.line(name)
    return text.replace("{delta}", f"{loss.delta:.12g}") if isinstance(loss, Huber) else text


def _per_step(line: str, name: str) -> str:
    """Return the line of one step's loss for all steps, where the targets of steps that have none are NaN."""
    if name == "L":
        return "L = np.nanmean(losses)"
    line = line.replace("axis=1", "axis=-1")
    if name != "dA" or not line:
        return line
    value, _, remark = line.removeprefix("dA = ").partition("  # ")
    remarks = ", ".join(filter(None, [remark, "N steps have a target"]))
    return f"dA = np.nan_to_num({value})  # {remarks}"

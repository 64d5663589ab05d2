"""What goes wrong while a small transformer trains: attention that is saturated or uniform, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnviz.engine import Array, Network, Residual
from nnviz.experiments.attending.heads import weights
from nnviz.experiments.attending.layers import attention_layers, attention_places
from nnviz.experiments.attending.recipe import LOSS
from nnviz.experiments.diagnosis.finding import Finding, listed
from nnviz.experiments.diagnosis.gradients import EXPLODED, exploding_words
from nnviz.experiments.diagnosis.learning import TEST_RISE, TEST_RISE_RELATIVE
from nnviz.experiments.diagnosis.units import UNSOLVED
from nnviz.experiments.inspection.formula import measured_value, percent

SATURATED, UNIFORM = 0.05, 0.95
"""Below and above which share of the largest entropy, the logarithm of the number of tokens to look at, rows of P are
nearly one-hot, and nearly equal weights."""

PATIENCE = 100
"""Steps before which uniform attention is that of the start."""

STUCK = 0.95
"""Above this share of guessing's loss nothing has been learned."""

ONE_PLACE = 0.9
KNOWS, GENERATES = 0.9, 0.5
"""With the true symbols before each this share is right, and running freely no more than this of whole sequences."""

TITLES = {
    "leak": "Later symbols leak",
    "attention_saturated": "Saturated attention",
    "attention_uniform": "Uniform attention",
}
"""Of the signs that no other network has, in the order in which they are looked for."""

_SMALLER = "Start again with a smaller learning rate."
_GUESSES = ("attention_saturated", "exploding", "attention_uniform")


@dataclass(frozen=True, eq=False)
class AttentionMeasurements:
    """A transformer at one moment of its training, on some sequences.

    Attributes
    ----------
    step : int
    loss : float
        The mean over all symbols that are to be predicted, in nats.
    guessing : float
        That of always giving each symbol its share: the logarithm of their number where all are equally frequent.
    symbols : int
        How many there are.
    entropy : ndarray, shape (blocks, heads)
        The mean entropy of the rows of P that predict a symbol, over that of equal weights.
    place : ndarray, shape (blocks, heads)
        The largest mean weight that these rows give to one and the same place.
    gradient : ndarray, shape (blocks,)
        The root mean square of the gradient that leaves each block for the one below, over that which enters the last.
    """

    step: int
    loss: float
    guessing: float
    symbols: int
    entropy: Array
    place: Array
    gradient: Array

    @property
    def relative(self) -> float:
        """The loss over that of guessing."""
        return self.loss / self.guessing if self.guessing > 0 else 0.0


@dataclass(frozen=True)
class Unseen:
    """How a training does on what it does not learn from.

    Attributes
    ----------
    trained : float
        The loss now on what it learns from.
    losses : sequence of float
        On what it does not, at every moment that was measured.
    steps : sequence of int
        Of these moments.
    """

    trained: float
    losses: Sequence[float]
    steps: Sequence[int]


def measure_attention(network: Network, X: Array, Y: Array, step: int) -> AttentionMeasurements:
    """Make one forward and one backward pass, and measure them.

    Parameters
    ----------
    network : Network
        One transformer.
    X : ndarray, shape (N, T)
    Y : ndarray, shape (N, T, symbols)
        NaN at steps without a target.
    step : int
        Of its training.
    """
    with np.errstate(all="ignore"):
        trace = network.forward(X)
        loss = LOSS.forward(trace.A, Y)
        gradients = network.backward(trace, LOSS.backward(loss))
        P = weights(network, trace)
        counted: Any = np.isfinite(Y).all(-1)
        shares = Y[counted].mean(0)
        steps, causal = X.shape[1], attention_layers(network)[0].causal
        seen = np.arange(1, steps + 1) if causal else np.full(steps, steps)
        chooses = counted & (seen > 1)
        entropy = -(P * np.log(np.where(P > 0, P, 1.0))).sum(-1) / np.log(np.maximum(seen, 2))
        blocks = [gradients.layers[i] for i, _ in attention_places(network)]
        top: list[Any] = [
            back for layer, back in zip(network.layers, gradients.layers, strict=True) if isinstance(layer, Residual)
        ]
        entered = _size(top[-1].dA)
        left = np.array([_size(one.dX) for one in blocks])
    return AttentionMeasurements(
        step=step,
        loss=float(loss.L),
        guessing=float(-(shares * np.log(np.where(shares > 0, shares, 1.0))).sum()),
        symbols=Y.shape[-1],
        entropy=(entropy * chooses[:, None, None]).sum((0, -1)) / chooses.sum(),
        place=((P * counted[:, None, None, :, None]).sum((0, -2)) / counted.sum()).max(-1),
        gradient=left / entered if entered > 0 else np.ones_like(left),
    )


def _size(V: Array | None) -> float:
    assert V is not None
    return float(np.sqrt(np.square(V).mean()))


def attention_findings(
    measured: AttentionMeasurements, right: tuple[float, float] | None = None, unseen: Unseen | None = None
) -> tuple[Finding, ...]:
    """Say what goes wrong; nothing on a healthy training.

    Gradients that vanish from block to block are not looked for: a residual hands them on as they are.

    Parameters
    ----------
    measured : AttentionMeasurements
    right : (float, float), optional
        Of a network without a causal mask: which share of the symbols is right while the true ones are read, and which
        share of whole sequences while it reads its own.
    unseen : Unseen, optional
        Where there is something that the training does not learn from.

    Returns
    -------
    tuple of Finding
        The cause of the others first.
    """
    if not np.isfinite(measured.loss):
        told = f"At step {measured.step} the loss is not a finite number any more."
        return (Finding("diverged", told, (("loss", measured.loss),), advice=_SMALLER),)
    looked_for = (
        _leak(right),
        _saturated(measured),
        _exploding(measured),
        _uniform(measured),
        _overfitting(measured, unseen),
        _stuck(measured),
    )
    found = [one for one in looked_for if one is not None]
    cause = next((one for one in found if one.sign in _GUESSES), None)
    title = "" if cause is None else TITLES.get(cause.sign, "Exploding gradient")
    return tuple(
        replace(one, advice="", follows=title) if cause is not None and one.sign == "stuck" else one for one in found
    )


def _leak(right: tuple[float, float] | None) -> Finding | None:
    if right is None or right[0] < KNOWS or right[1] > GENERATES:
        return None
    return Finding(
        "leak",
        f"{percent(right[0])} of the symbols are predicted correctly while the network reads the true ones, the one to "
        f"be predicted among them; running freely, {percent(right[1])} of the whole sequences are.",
        (("symbols right", right[0]), ("whole sequences right", right[1])),
        advice="Switch the causal mask on.",
    )


def _saturated(measured: AttentionMeasurements) -> Finding | None:
    blocks = np.flatnonzero(measured.entropy.max(-1) < SATURATED)
    if not (measured.relative > UNSOLVED and len(blocks)):
        return None
    entropy, place = float(measured.entropy[blocks].max()), float(measured.place[blocks].min())
    where = "the same for all" if place > ONE_PLACE else "which one depends on the row"
    return Finding(
        "attention_saturated",
        f"In {_named(blocks)} every head gives nearly all of its weight to one token, {where}: the entropy of its rows "
        f"is at most {percent(entropy)} of that of equal weights. Softmax is flat there, so that queries and keys "
        f"hardly learn; the loss is {percent(measured.relative)} of that of guessing.",
        (("largest entropy, share of that of equal weights", entropy), ("mean weight of one place", place)),
        advice=_SMALLER,
    )


def _exploding(measured: AttentionMeasurements) -> Finding | None:
    block, growth = int(measured.gradient.argmax()), float(measured.gradient.max())
    if not (measured.relative > UNSOLVED and growth > EXPLODED):
        return None
    below = f"block {block}" if block else "the embedding"
    return Finding(
        "exploding",
        f"{exploding_words(below, growth, 'last block')}.",
        tuple((f"gradient below block {k + 1}, times", float(one)) for k, one in enumerate(measured.gradient)),
        advice=_SMALLER,
    )


def _uniform(measured: AttentionMeasurements) -> Finding | None:
    least = float(measured.entropy.min())
    if not (measured.step >= PATIENCE and measured.relative > UNSOLVED and least > UNIFORM):
        return None
    return Finding(
        "attention_uniform",
        f"After {measured.step} steps every head still looks at all tokens nearly alike: the entropy of its rows is "
        f"at least {percent(least)} of that of equal weights. The loss is {percent(measured.relative)} of that of "
        "guessing.",
        (("least entropy, share of that of equal weights", least),),
        advice="Start again with a larger learning rate, or train for longer.",
    )


def _overfitting(measured: AttentionMeasurements, unseen: Unseen | None) -> Finding | None:
    if unseen is None:
        return None
    best = int(np.argmin(unseen.losses))
    least, now = float(unseen.losses[best]), float(unseen.losses[-1])
    rises = now - least > max(TEST_RISE * measured.guessing, TEST_RISE_RELATIVE * least)
    if not (rises and unseen.trained < least):
        return None
    return Finding(
        "overfitting",
        f"Since step {unseen.steps[best]} the loss on what is not learned from has risen from {measured_value(least)} "
        f"to {measured_value(now)}; on what is, it is {measured_value(unseen.trained)}: the network memorizes.",
        (("lowest loss on the unseen", least), ("loss on the unseen", now), ("loss on the learned", unseen.trained)),
        advice=f"Stop at step {unseen.steps[best]}, or train on more examples.",
    )


def _stuck(measured: AttentionMeasurements) -> Finding | None:
    if not (measured.step >= PATIENCE and measured.relative > STUCK):
        return None
    return Finding(
        "stuck",
        f"After {measured.step} steps the loss is {measured_value(measured.loss)} nats a symbol. Giving each of the "
        f"{measured.symbols} symbols its share costs {measured_value(measured.guessing)} (the logarithm of "
        f"{measured.symbols} is {measured_value(float(np.log(measured.symbols)))}): the network still guesses.",
        (("loss", measured.loss), ("loss of guessing", measured.guessing)),
        advice="Start again with another learning rate.",
    )


def _named(blocks: Any) -> str:
    return f"block{'s' if len(blocks) > 1 else ''} {listed([str(int(k) + 1) for k in blocks])}"

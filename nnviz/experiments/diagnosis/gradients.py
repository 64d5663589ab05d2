"""Gradients that vanish or explode in the backward pass, steps too small, and confidently wrong outputs."""

import numpy as np

from nnviz.engine import Dense
from nnviz.experiments.diagnosis.finding import Finding
from nnviz.experiments.diagnosis.measuring import SATURATED_BELOW, LayerDiagnostics, Measurements, learning_rate
from nnviz.experiments.diagnosis.remedies import remedies_for
from nnviz.experiments.diagnosis.units import UNSOLVED, dead, flat, saturated, symmetric
from nnviz.experiments.inspection.formula import percent

VANISHED = 1e-3
"""A layer that gets less than this share of the output's gradient learns a thousand times slower."""

EXPLODED = 100.0

SMALL_UPDATE = 1e-4
"""A tenth of the usual |change of W| / |W| of a step, 1e-3."""

SMALL_RATE = 0.003
"""At a larger learning rate it is not the rate that makes small steps."""

SMALL_PATIENCE = 100
SURE_AND_WRONG = 0.2


def vanishing(measurements: Measurements) -> Finding | None:
    """Find layers that the gradient hardly reaches."""
    if not measurements.hidden or not measurements.relative > UNSOLVED or _explained(measurements):
        return None
    first, last = _least(measurements), measurements.layers[-1]
    share = first.signal / last.signal if last.signal > 0 else 1.0
    if not share < VANISHED:
        return None
    return Finding(
        "vanishing",
        f"In the backward pass the gradient vanishes: of what enters at the output, a fraction of {share:.1g} "
        f"reaches {first.title} ({first.signal:.1g} of {last.signal:.1g}). The first layers hardly learn.",
        tuple((f"gradient at {layer.title}", layer.signal) for layer in measurements.layers),
        remedies_for("vanishing", measurements.run.settings),
    )


def exploding(measurements: Measurements) -> Finding | None:
    """Find a gradient that grows from layer to layer in the backward pass."""
    if not measurements.hidden or not measurements.relative > UNSOLVED:
        return None
    first, last = max(measurements.hidden, key=lambda layer: layer.signal), measurements.layers[-1]
    growth = first.signal / last.signal if last.signal > 0 else 0.0
    if not growth > EXPLODED:
        return None
    return Finding(
        "exploding",
        f"{exploding_words(first.title, growth)} ({first.signal:.1g} against {last.signal:.1g}).",
        tuple((f"gradient at {layer.title}", layer.signal) for layer in measurements.layers),
        remedies_for("exploding", measurements.run.settings),
    )


def exploding_words(where: str, growth: float, entrance: str = "output") -> str:
    """Say that a gradient explodes: from layer to layer, or through time.

    Parameters
    ----------
    where : str
        What gets the largest gradient.
    growth : float
        How many times the gradient that enters it is.
    entrance : str
        Where that enters.
    """
    return f"In the backward pass the gradient explodes: {where} gets {growth:.0f} times what enters at the {entrance}"


def too_small(measurements: Measurements) -> Finding | None:
    """Find steps that are far too small."""
    updates = [layer.update for layer in measurements.layers]
    if (
        measurements.run.step < SMALL_PATIENCE
        or not measurements.relative > UNSOLVED
        or not updates
        or np.isnan(updates).any()
    ):
        return None
    largest, rate = max(updates), learning_rate(measurements.run)
    if not (largest < SMALL_UPDATE and rate < SMALL_RATE) or _explained(measurements):
        return None
    start = measurements.column("train_loss")[0] if len(measurements.rows) else measurements.loss
    return Finding(
        "too_small",
        f"A step changes the weights by {percent(largest)} of their size, where 0.1 % is usual: "
        f"after {measurements.run.step} "
        f"steps the training loss went from {start:.4g} to {measurements.loss:.4g}.",
        (("largest |change of W| / |W|", largest), ("learning rate", rate), ("training loss", measurements.loss)),
        remedies_for("too_small", measurements.run.settings),
    )


def sure_and_wrong(measurements: Measurements) -> Finding | None:
    """Find an output that squared error cannot correct, since it stands at the flat end of its curve."""
    run = measurements.run
    output = run.state.network.layers[measurements.layers[-1].position] if measurements.layers else None
    if (
        not isinstance(output, Dense)
        or run.head.output_activation not in ("sigmoid", "tanh")
        or not measurements.relative > UNSOLVED
    ):
        return None
    if run.state.rules.loss.expects == "logits":
        return None
    flat_ends = measurements.output_slopes[:, 0] < SATURATED_BELOW
    n = measurements.n_samples
    said = run.head.decide(run.output(run.data.train.X[:n]))
    share = float((flat_ends & (said != run.data.train.labels[:n])).mean())
    if not share > SURE_AND_WRONG:
        return None
    return Finding(
        "sure_and_wrong",
        f"On {percent(share)} of the training samples the output is confidently wrong. It is saturated "
        "there, and squared error times so small a slope corrects next to nothing.",
        (("fraction confidently wrong", share),),
        remedies_for("sure_and_wrong", run.settings),
    )


def _least(measurements: Measurements) -> LayerDiagnostics:
    return min(measurements.hidden, key=lambda layer: layer.signal)


def _explained(measurements: Measurements) -> bool:
    """Whether units that cannot pass a gradient are the reason for a small one: then they are the news."""
    return any(sign(measurements) is not None for sign in (symmetric, flat, dead, saturated))

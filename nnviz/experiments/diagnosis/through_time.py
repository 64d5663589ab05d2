"""Gradients that vanish or explode through time: on the way back from the last step of a sequence to the first."""

from typing import Any

from nnviz.experiments.diagnosis.finding import Finding
from nnviz.experiments.diagnosis.gradients import exploding_words
from nnviz.experiments.diagnosis.measuring import Measurements
from nnviz.experiments.diagnosis.remedies.remedy import Remedy, changing
from nnviz.experiments.diagnosis.units import UNSOLVED
from nnviz.experiments.run.sequence_layers import CHRONO
from nnviz.experiments.run.settings import RunSettings
from nnviz.experiments.run.through_time import gradient_through_time


def through_time(measurements: Measurements) -> Finding | None:
    """Find a gradient that hardly reaches the first step, or grows on its way there, while much is left to learn."""
    run = measurements.run
    found = gradient_through_time(run)
    if not found.word or not measurements.relative > UNSOLVED:
        return None
    survives, steps = float(found.survives[-1]), found.norms.shape[1]
    evidence = tuple((f"gradient at step {t + 1}", float(norm)) for t, norm in enumerate(found.norms[-1]))
    if found.word == "exploding":
        words = exploding_words("step 1", survives, "last step")
        return Finding("exploding", f"{words}, {steps} steps later.", evidence, calmer(run.settings))
    return Finding(
        "vanishing",
        f"Through time the gradient vanishes: of what enters at the last of {steps} steps, a fraction of "
        f"{survives:.1g} reaches the first. What stands there is hardly learned.",
        evidence,
        keeping(run.settings),
    )


def keeping(settings: RunSettings) -> tuple[Remedy, ...]:
    """Return what lets a gradient through: gates, and biases with which they keep from the start."""
    return changing(
        settings,
        Remedy(
            "keeping",
            "LSTM layers of forget bias 3",
            "A forget gate near 1 lets the cell's gradient through, step by step: σ(3) = 0.95 of it.",
            _each(settings, cell="lstm", bias=3.0, activation="tanh"),
        ),
        Remedy(
            "chrono",
            "GRU layers with chrono biases",
            "The biases are drawn so that some units keep for as long as a sequence lasts.",
            _each(settings, cell="gru", bias=CHRONO, activation="tanh"),
        ),
    )


def calmer(settings: RunSettings) -> tuple[Remedy, ...]:
    """Return what keeps a gradient from growing: a first W_hh that neither shrinks nor stretches."""
    return changing(
        settings,
        Remedy(
            "orthogonal",
            "orthogonal W_hh and tanh",
            "An orthogonal matrix keeps the length of what goes through it, and tanh never has a slope above 1.",
            _each(settings, start="orthogonal", gain=1.0, activation="tanh"),
        ),
    )


def _each(settings: RunSettings, **fields: Any) -> tuple[tuple[str, Any], ...]:
    """Return the change of some fields in every recurrent layer."""
    return (("sequence_layers", tuple(layer.model_dump() | fields for layer in settings.sequence_layers)),)

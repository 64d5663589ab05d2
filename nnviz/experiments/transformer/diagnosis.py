"""What goes wrong in the trainings of "Tasks", "Names" and "Own task", at the moment on view."""

from functools import lru_cache

import numpy as np

from nnviz.datasets import names, next_letters
from nnviz.engine import Array, Network
from nnviz.experiments.attending.recipe import LOSS
from nnviz.experiments.diagnosis import TITLES
from nnviz.experiments.diagnosis.attention import Unseen, attention_findings, measure_attention
from nnviz.experiments.diagnosis.finding import Finding
from nnviz.experiments.letters.training import nats_per_letter
from nnviz.experiments.recording.recording import Moment, Recording
from nnviz.experiments.transformer.own import OwnTask
from nnviz.experiments.transformer.tasks import LearnedTask

LOOKED_AT = 200
"""Names that are looked at, of those that are learned from and of the others."""


def diagnose_task(recording: Recording, frame: int) -> tuple[Finding, ...]:
    """Diagnose the training of a task at one of its moments; sequences are new at every step, none can be memorized.

    Parameters
    ----------
    recording : Recording
        Of a `LearnedTask`.
    frame : int
    """
    task, moment = recording.task, recording.frames[frame]
    assert isinstance(task, LearnedTask)
    data = task.recipe.measured
    measured = measure_attention(_network(recording, moment), data.X, data.Y, moment.step)
    right = float(moment.measured["symbols"][0]), float(moment.measured["whole"][0])
    return attention_findings(measured, None if task.recipe.causal else right)


def diagnose_names(recording: Recording) -> tuple[Finding, ...]:
    """Diagnose the training of a model of names at its end, or as far as it has come.

    Parameters
    ----------
    recording : Recording
        Of a `TinyGPT`.
    """
    network, letters = recording.networks()[0], names()
    X, Y = _unseen_names()
    losses = [float(frame.measured["loss"][0]) for frame in recording.frames]
    trained = nats_per_letter(network, letters, letters.train[:: len(letters.train) // LOOKED_AT])
    steps = [frame.step for frame in recording.frames]
    return attention_findings(measure_attention(network, X, Y, recording.step), unseen=Unseen(trained, losses, steps))


@lru_cache(maxsize=1)
def _unseen_names() -> tuple[Array, Array]:
    letters = names()
    now, following = letters.encode(letters.test[:: len(letters.test) // LOOKED_AT])
    return now, next_letters(following, len(letters.symbols))


def diagnose_own(recording: Recording) -> tuple[Finding, ...]:
    """Diagnose the training on lines of one's own, as far as it has come.

    Parameters
    ----------
    recording : Recording
        Of an `OwnTask`.
    """
    task = recording.task
    assert isinstance(task, OwnTask)
    data = task.trained
    measured = measure_attention(recording.networks()[0], data.X, data.Y, recording.step)
    unseen = None
    if task.held >= 0:
        held = task.data.sequences((task.held,))
        with np.errstate(all="ignore"):
            losses = [
                float(LOSS.measure(_network(recording, one).forward(held.X).A, held.Y).L) for one in recording.frames
            ]
        unseen = Unseen(measured.loss, losses, [frame.step for frame in recording.frames])
    return attention_findings(measured, unseen=unseen)


def in_a_sentence(findings: tuple[Finding, ...]) -> str:
    """Return what was found as a conclusion."""
    if not findings:
        return "The diagnosis finds no problems."
    titles = ", ".join(f"**{TITLES[finding.sign]}**" for finding in findings)
    return f"The diagnosis finds, most important first: {titles}."


def _network(recording: Recording, moment: Moment) -> Network:
    return recording.state[0].network.with_theta(moment.thetas[0])

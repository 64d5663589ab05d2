"""What the page shows of each moment of a recording: named arrays, the same names and shapes at every moment."""

from collections.abc import Sequence

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.learned_features.digits import SHOWN, cka_of, digits, layers_of, neighbours
from nnviz.experiments.learned_features.grokking import GrokkingTask, spectra, unit_weights
from nnviz.experiments.learned_features.information import planes
from nnviz.experiments.learned_features.plane import (
    LINES,
    POINTS,
    determinants,
    grid_lines,
    ring_and_core,
    solved,
    stages,
)
from nnviz.experiments.learned_features.settings import LearnedFeaturesSettings
from nnviz.experiments.learned_features.units import portrait
from nnviz.experiments.recording.recording import Moment, Recording, member

DRAWN = 200
"""Samples of ring and core that are drawn; all of them are trained on."""


def pictures(settings: LearnedFeaturesSettings, recording: Recording, moments: Sequence[Moment]) -> dict[str, Array]:
    """Return what is drawn of some moments, each array stacked over them.

    Parameters
    ----------
    settings : LearnedFeaturesSettings
    recording : Recording
        Of the task of the settings.
    moments : sequence of Moment
        Some of its frames.
    """
    drawn = [_OF_TOPIC[settings.topic](settings, recording, moment) for moment in moments]
    return {name: np.array([one[name] for one in drawn]) for name in drawn[0]}


def shared(settings: LearnedFeaturesSettings) -> dict[str, Array]:
    """Return what does not change while a network trains: labels, and the images of the digits."""
    if settings.topic == "plane":
        return {"labels": ring_and_core()[1][:DRAWN]}
    if settings.topic in ("digits", "units"):
        test = digits()[1]
        return {"labels": test.labels.astype(np.float64), "images": test.raw}
    return {}


def _plane(settings: LearnedFeaturesSettings, recording: Recording, moment: Moment) -> dict[str, Array]:
    network = member(recording.state[0].network.with_theta(moment.thetas[0]), settings.network - 1)
    X = np.concatenate([grid_lines(), ring_and_core()[0][:DRAWN]])
    through = [np.pad(stage, ((0, 0), (0, 3 - stage.shape[1]))) for stage in stages(network, X)]
    accuracy = moment.measured["accuracy"]
    found = {
        "stages": np.array(through),
        "accuracy": accuracy[settings.network - 1 : settings.network],
        "solved": np.array([solved(accuracy)]),
        "best": np.array([accuracy.max()]),
        "sorted": np.sort(accuracy)[::-1],
    }
    if settings.plane_width == 2:
        determinant = determinants(network, X[: 2 * LINES * POINTS])[-1]
        found["determinant"] = np.array([determinant.min(), determinant.max(), (determinant > 0).mean()])
    return found


def _digits(settings: LearnedFeaturesSettings, recording: Recording, moment: Moment) -> dict[str, Array]:
    network = member(recording.state[0].network.with_theta(moment.thetas[0]), 0)
    layers, sample = layers_of(network, digits()[1].X[:SHOWN]), settings.sample - 1
    near = np.array([neighbours(A, sample) for A in layers])
    labels = digits()[1].labels
    return {
        "plane": moment.measured["plane"],
        "probe": moment.measured["probe"],
        "accuracy": moment.measured["accuracy"],
        "variance": moment.measured["variance"],
        "near": np.concatenate([np.full((len(near), 1), sample), near], 1).astype(np.float64),
        "same": (labels[near] == labels[sample]).sum(1).astype(np.float64),
    }


def _units(settings: LearnedFeaturesSettings, recording: Recording, moment: Moment) -> dict[str, Array]:
    network = member(recording.state[0].network.with_theta(moment.thetas[0]), 0)
    seen = portrait(network, settings.layer, settings.unit - 1)
    return {
        "most": seen.most.astype(np.float64),
        "W": seen.W,
        "found": seen.found,
        "climb": seen.climb,
        "reached": np.array([seen.values[0], seen.climb[-1]]),
        "accuracy": moment.measured["accuracy"],
    }


def _seeds(settings: LearnedFeaturesSettings, recording: Recording, moment: Moment) -> dict[str, Array]:
    network = recording.state[0].network.with_theta(moment.thetas[0])
    return {"cka": cka_of(network, settings.samples), "accuracy": moment.measured["accuracy"]}


def _information(settings: LearnedFeaturesSettings, recording: Recording, moment: Moment) -> dict[str, Array]:
    return {
        "plane": planes(moment, settings.binning),
        "accuracy": moment.measured["accuracy"][:, 0],
    }


def _grokking(settings: LearnedFeaturesSettings, recording: Recording, moment: Moment) -> dict[str, Array]:
    assert isinstance(recording.task, GrokkingTask)
    p, unit = recording.task.modulus, settings.addition_unit - 1
    networks = [one.network.with_theta(theta) for one, theta in zip(recording.state, moment.thetas, strict=True)]
    shares = [spectra(network, p)[:, unit].mean(0) for network in networks]
    return {
        **moment.measured,
        "weights": np.array([unit_weights(network, p, unit) for network in networks]),
        "spectrum": shares[0],
        "spectrum without": shares[1],
    }


_OF_TOPIC = {
    "plane": _plane,
    "digits": _digits,
    "units": _units,
    "seeds": _seeds,
    "information": _information,
    "grokking": _grokking,
}

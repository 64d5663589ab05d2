"""The numbers of a recording as rows of a table: a row a moment, or one for each layer of it."""

import numpy as np

from nnviz.experiments.learned_features.digits import layer_names
from nnviz.experiments.learned_features.information import ACTIVATIONS, WIDTHS
from nnviz.experiments.learned_features.pictures import pictures
from nnviz.experiments.learned_features.settings import LearnedFeaturesSettings
from nnviz.experiments.recording.recording import Recording


def rows(settings: LearnedFeaturesSettings, recording: Recording) -> list[dict[str, object]]:
    """Return what is measured of a topic, the same names in every row.

    Parameters
    ----------
    settings : LearnedFeaturesSettings
    recording : Recording
        Of the task of the settings.
    """
    topic = settings.topic
    if topic == "plane":
        return [
            {"step": f.step, "network": k + 1, "seed": settings.seed + k, "accuracy": float(v)}
            for f in recording.frames
            for k, v in enumerate(f.measured["accuracy"])
        ]
    if topic == "grokking":
        return [
            dict[str, object](step=f.step, decay=decay) | {name: float(v[k]) for name, v in f.measured.items()}
            for f in recording.frames
            for k, decay in enumerate((settings.decay, 0.0))
        ]
    drawn = pictures(settings, recording, recording.frames)
    steps = [frame.step for frame in recording.frames]
    if topic == "information":
        return [
            {"step": step, "activation": name, "units": units, "I(X; T)": float(x), "I(T; Y)": float(y)}
            for step, both in zip(steps, drawn["plane"], strict=True)
            for name, plane in zip(ACTIVATIONS, both, strict=True)
            for units, (x, y) in zip(WIDTHS, plane, strict=True)
        ]
    if topic == "units":
        return [
            {"step": step, "Z of the most exciting digit": float(best), "Z of the input found": float(found)}
            for step, (best, found) in zip(steps, drawn["reached"], strict=True)
        ]
    names = layer_names(settings.depth)
    if topic == "digits":
        return [
            {"step": step, "layer": name, "probe accuracy": float(probe), "share of variance drawn": float(share)}
            | {"neighbours of its class": int(same)}
            for step, probes, shares, alike in zip(steps, drawn["probe"], drawn["variance"], drawn["same"], strict=True)
            for name, probe, share, same in zip(names, probes, shares, alike, strict=True)
        ]
    return [
        {"step": step, "layer": names[i], "layer of the other seed": names[j], "CKA": float(matrix[i, j])}
        for step, matrix in zip(steps, drawn["cka"], strict=True)
        for i, j in np.ndindex(*matrix.shape)
    ]

"""What the page "What a layer has learned" asks before it shows; each answer is measured on the engine's networks."""

import numpy as np

from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.learned_features.digits import layer_names
from nnviz.experiments.learned_features.grokking import LEARNED, UNDERSTOOD, reached
from nnviz.experiments.learned_features.information import fall
from nnviz.experiments.learned_features.pictures import pictures
from nnviz.experiments.learned_features.plane import SEEDS, solved
from nnviz.experiments.learned_features.settings import LearnedFeaturesSettings
from nnviz.experiments.questions.question import Option, Prediction, Question
from nnviz.experiments.recording.recording import Recording

COMPRESSED = 0.4
"""Bits by which I(X; T) of the last hidden layer must have fallen to count as compressed."""


def question(settings: LearnedFeaturesSettings, recording: Recording) -> Question | Prediction | None:
    """Return what is asked about a topic: a prediction as long as the training that answers it is not complete.

    Parameters
    ----------
    settings : LearnedFeaturesSettings
    recording : Recording
        Of the task of the settings, as far as it has come.
    """
    return _OF_TOPIC[settings.topic](settings, recording)


def _plane(settings: LearnedFeaturesSettings, recording: Recording) -> Question | Prediction:
    layers = counted(settings.plane_depth, "hidden layer")
    text = (
        f"{SEEDS} networks with {layers} of {settings.plane_width} units train. How many separate the ring from the "
        "core?"
    )
    options = ("none", "some of them", "all of them")
    if not recording.done:
        return Prediction(text, options)
    count = solved(recording.end.measured["accuracy"])
    best = float(recording.end.measured["accuracy"].max())
    return Question.pick(
        text,
        options,
        0 if count == 0 else 2 if count == SEEDS else 1,
        f"{count} of {SEEDS}; the best one classifies {100 * best:.1f} % of the samples correctly. With tanh, two "
        "units can stretch, turn and mirror the plane but never cut it, so what lies inside a ring stays inside; a "
        "third dimension lifts the core out.",
    )


def _digits(settings: LearnedFeaturesSettings, recording: Recording) -> Question | None:
    probe, names = recording.frames[0].measured["probe"], layer_names(settings.depth)
    best = float(probe.max())
    hidden = float(probe[1:-1].max())
    return Question.unique(
        "before any training, on which layer does a linear probe tell the digits apart best?",
        (
            Option("the pixels", probe[0] == best and probe[0] > hidden),
            Option("a hidden layer", hidden == best and hidden > probe[0]),
            Option("the output", probe[-1] == best and probe[-1] > max(hidden, float(probe[0]))),
        ),
        "Accuracy of the probes on test digits, before training: "
        + ", ".join(f"{name} {100 * value:.1f} %" for name, value in zip(names, probe, strict=True))
        + (
            ". Random layers only lose information."
            if probe[0] > hidden
            else ". A random layer adds no information, but a probe may read more easily what it makes of the pixels."
        ),
    )


def _units(settings: LearnedFeaturesSettings, recording: Recording) -> Question:
    best, found = pictures(settings, recording, recording.frames[:1])["reached"][0]
    ratio = found / best if best > 0 else np.inf
    return Question.pick(
        "gradient ascent may change all 64 pixels, but keeps the length of the most exciting digit. Before training, "
        "how large is the Z that it reaches, compared with that of the most exciting digit?",
        ("at most as large", "up to twice as large", "more than twice as large"),
        0 if ratio <= 1 else 1 if ratio <= 2 else 2,
        f"Z = {found:.3g}; the most exciting digit gives {best:.3g}. What excites a unit most need not look like "
        "anything it was shown.",
    )


def _seeds(settings: LearnedFeaturesSettings, recording: Recording) -> Question:
    first = float(pictures(settings, recording, recording.frames[:1])["cka"][0, 1, 1])
    return Question.pick(
        "two networks with different random weights, both untrained. How alike are their first hidden layers, as CKA "
        "measures it (0 to 1)?",
        ("below 0.3", "0.3 to 0.7", "above 0.7"),
        0 if first < 0.3 else 1 if first <= 0.7 else 2,
        f"CKA = {first:.2f} on {counted(settings.samples, 'digit')}: both layers see the same pixels, and the more "
        "random units there are, the better they preserve which digits are near each other. So a large CKA alone does "
        "not mean that two networks have learned the same.",
    )


def _information(settings: LearnedFeaturesSettings, recording: Recording) -> Question | Prediction:
    text = (
        f"with {settings.binning.in_words}: in which network does the last hidden layer compress, its I(X; T) falling "
        f"by {COMPRESSED} bits or more from its maximum?"
    )
    options = ("in both", "tanh only", "ReLU only", "in neither")
    if not recording.done:
        return Prediction(text, options)
    falls = compression(settings, recording)
    squeezed = [one >= COMPRESSED for one in falls]
    return Question.pick(
        text,
        options,
        {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}[squeezed[0], squeezed[1]],
        f"It fell by {falls[0]:.2f} bits (tanh) and {falls[1]:.2f} bits (ReLU). Change the bins: the networks stay the "
        "same, and the answer need not.",
    )


def compression(settings: LearnedFeaturesSettings, recording: Recording) -> tuple[float, float]:
    """Return by how many bits I(X; T) of the last hidden layer has fallen from its maximum: tanh, ReLU."""
    plane = pictures(settings, recording, recording.frames)["plane"]
    return fall(plane[:, 0, -1, 0]), fall(plane[:, 1, -1, 0])


def _grokking(settings: LearnedFeaturesSettings, recording: Recording) -> Question | Prediction:
    text = (
        f"once {100 * LEARNED:.0f} % of the training pairs are correct, when will {100 * UNDERSTOOD:.0f} % of the "
        "other pairs be correct, which the network has never seen?"
    )
    options = (
        "by then",
        "within 3 times as many steps",
        "after more than 3 times as many steps",
        "not in this run",
    )
    if not recording.done:
        return Prediction(text, options)
    learned, understood = milestones(recording, 0)
    if understood is None or learned is None:
        right = 3
    else:
        right = 0 if understood <= learned else 1 if understood <= 3 * learned else 2
    return Question.pick(text, options, right, in_words(recording))


def milestones(recording: Recording, which: int) -> tuple[int | None, int | None]:
    """Return the step at which a network has learned its training pairs, and the one at which it knows the others."""
    steps = [frame.step for frame in recording.frames]
    train, test = (np.array([frame.measured[name][which] for frame in recording.frames]) for name in ("train", "test"))
    return reached(steps, train, LEARNED), reached(steps, test, UNDERSTOOD)


def in_words(recording: Recording) -> str:
    """Say when each network has learned and understood."""
    told = []
    for which, name in enumerate(("With weight decay", "Without")):
        learned, understood = milestones(recording, which)
        end = float(recording.end.measured["test"][which])
        known = f"at step {learned}" if learned is not None else "never"
        then = (
            f"at step {understood}" if understood is not None else f"never ({100 * end:.0f} % are correct at the end)"
        )
        told.append(f"{name}, 99 % of the training pairs are correct {known}, 95 % of the others {then}.")
    return " ".join(told)


_OF_TOPIC = {
    "plane": _plane,
    "digits": _digits,
    "units": _units,
    "seeds": _seeds,
    "information": _information,
    "grokking": _grokking,
}

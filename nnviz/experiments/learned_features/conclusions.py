"""What should have been seen on the page "What a layer has learned", with the numbers of the training on view."""

from typing import get_args

from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.learned_features.binned_information import BinKind
from nnviz.experiments.learned_features.digits import digits, layer_names
from nnviz.experiments.learned_features.pictures import pictures
from nnviz.experiments.learned_features.plane import SEEDS, solved
from nnviz.experiments.learned_features.questions import compression, in_words
from nnviz.experiments.learned_features.settings import LearnedFeaturesSettings
from nnviz.experiments.recording.recording import Recording


def conclusions(settings: LearnedFeaturesSettings, recording: Recording) -> tuple[str, ...]:
    """Return what the topic shows, from the training as far as it has come.

    Parameters
    ----------
    settings : LearnedFeaturesSettings
    recording : Recording
        Of the task of the settings.
    """
    so_far = (
        () if recording.done else (f"This is after {recording.step} of {recording.total} steps: train to the end.",)
    )
    return (*_OF_TOPIC[settings.topic](settings, recording), *so_far)


def _plane(settings: LearnedFeaturesSettings, recording: Recording) -> tuple[str, ...]:
    accuracy = recording.end.measured["accuracy"]
    told = [
        f"With {counted(settings.plane_depth, 'hidden layer')} of {settings.plane_width} units, **{solved(accuracy)} "
        f"of {SEEDS}** networks separate the ring from the core; the best classifies "
        f"{100 * float(accuracy.max()):.1f} % correctly."
    ]
    drawn = pictures(settings, recording, recording.frames[-1:])
    if "determinant" in drawn:
        low, high, positive = drawn["determinant"][0]
        if low < 0 < high:
            sign = "has both signs, so the plane is folded"
        elif 0 in (low, high):
            sign = "is 0 in places, where the plane is flattened"
        else:
            sign = "has one sign everywhere, so nothing can cross"
        told.append(
            f"The determinant of network {settings.network} lies between {low + 0.0:.2g} and "
            f"{high + 0.0:.2g} and {sign}."
        )
    return tuple(told)


def _digits(settings: LearnedFeaturesSettings, recording: Recording) -> tuple[str, ...]:
    first, last = recording.frames[0].measured["probe"], recording.end.measured["probe"]
    names = layer_names(settings.depth)
    best = int(last.argmax())
    return (
        f"Before training a linear probe reads {100 * first[0]:.1f} % of the test digits off the pixels and "
        f"{100 * first[-2]:.1f} % off {names[-2]}: random layers lose information that a linear probe could use.",
        f"After {recording.step} steps {names[best]} is best with {100 * last[best]:.1f} %; the pixels still give "
        f"{100 * last[0]:.1f} %. These digits are easy: most of what is learned was nearly linear before.",
    )


def _units(settings: LearnedFeaturesSettings, recording: Recording) -> tuple[str, ...]:
    drawn = pictures(settings, recording, recording.frames[-1:])
    best, found = drawn["reached"][0]
    labels = digits()[1].labels[drawn["most"][0].astype(int)]
    return (
        f"The nine digits that excite unit {settings.unit} of layer {settings.layer} most are "
        f"{', '.join(str(label) for label in labels)}.",
        f"Gradient ascent finds an input with Z = {found:.3g}, the most exciting digit has {best:.3g}: a unit responds "
        "to a direction of the input, which need not look like a digit.",
    )


def _seeds(settings: LearnedFeaturesSettings, recording: Recording) -> tuple[str, ...]:
    first, last = (pictures(settings, recording, [recording.frames[k]])["cka"][0] for k in (0, -1))
    diagonal = ", ".join(f"{v:.2f}" for v in last.diagonal())
    return (
        f"On {counted(settings.samples, 'digit')} the CKA of equal layers is {diagonal} after {recording.step} steps.",
        f"The first hidden layers had {first[1, 1]:.2f} before anything was learned, and have {last[1, 1]:.2f} now: "
        "only the difference is due to training.",
    )


def _information(settings: LearnedFeaturesSettings, recording: Recording) -> tuple[str, ...]:
    told = []
    for kind in get_args(BinKind):
        other = settings.changed(bins=kind)
        tanh, relu = compression(other, recording)
        told.append(
            f"With {other.binning.in_words}, I(X; T) of the last hidden layer falls by {tanh:.2f} bits (tanh) and "
            f"{relu:.2f} bits (ReLU)."
        )
    return (
        *told,
        "What falls is the entropy of the bins: the network is deterministic, so without bins nothing is forgotten.",
    )


def _grokking(settings: LearnedFeaturesSettings, recording: Recording) -> tuple[str, ...]:
    focus, before = recording.end.measured["concentration"], recording.frames[0].measured["concentration"]
    return (
        in_words(recording),
        f"The largest frequency holds {100 * before[0]:.0f} % of a unit's spectrum before training (median), "
        f"{100 * focus[0]:.0f} % now with weight decay and {100 * focus[1]:.0f} % without: what generalizes is made of "
        "cosines.",
    )


_OF_TOPIC = {
    "plane": _plane,
    "digits": _digits,
    "units": _units,
    "seeds": _seeds,
    "information": _information,
    "grokking": _grokking,
}

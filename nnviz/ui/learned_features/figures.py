"""The training on view as a figure to zoom into and to save, where its topic has one."""

from functools import partial

from nnviz.experiments.learned_features.digits import layer_names
from nnviz.experiments.learned_features.information import ACTIVATIONS, WIDTHS
from nnviz.experiments.learned_features.pictures import pictures
from nnviz.experiments.learned_features.plane import SEEDS
from nnviz.experiments.recording.recording import Recording
from nnviz.figures import information_plane, layer_curves, layer_similarity
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.learned_features.state import state


def figure(recording: Recording) -> None:
    """Draw the topic's figure from the moments that there are.

    Parameters
    ----------
    recording : Recording
        Of the page's settings.
    """
    settings = state.settings
    drawn = pictures(settings, recording, recording.frames)
    steps = [frame.step for frame in recording.frames]
    key = f"learned-figure-{settings.topic}"
    if settings.topic == "seeds":
        similarity = layer_similarity.info(drawn["cka"][-1], layer_names(settings.depth))
        kept_figure(partial(layer_similarity.figure, similarity), key, "CKA of every layer with every layer")
    elif settings.topic == "information":
        names = [f"{units} units" for units in WIDTHS]
        for k, name in enumerate(ACTIVATIONS):
            heading = f"{name}: {settings.binning.in_words}"
            plane = information_plane.info(heading, names, steps, drawn["plane"][:, k])
            kept_figure(partial(information_plane.figure, plane), f"{key}-{name}", f"Information plane of {name}")
    else:
        curves: dict[str, list[float]]
        if settings.topic == "plane":
            curves = {f"networks that separate all samples (of {SEEDS})": (drawn["solved"][:, 0] / SEEDS).tolist()}
        elif settings.topic == "digits":
            curves = dict(zip(layer_names(settings.depth), drawn["probe"].T.tolist(), strict=True))
        elif settings.topic == "units":
            curves = {"test accuracy": drawn["accuracy"][:, 0].tolist()}
        else:
            curves = {
                f"{part} pairs, {decay}": drawn[name][:, k].tolist()
                for k, decay in enumerate((f"decay {settings.decay:g}", "no decay"))
                for name, part in (("train", "training"), ("test", "other"))
            }
        title = {"plane": "Ring and core", "digits": "Linear probes", "units": "Accuracy"}.get(settings.topic, "Pairs")
        shown = layer_curves.info(title, steps, curves)
        kept_figure(partial(layer_curves.figure, shown), key, f"{title} by step: {', '.join(curves)}")

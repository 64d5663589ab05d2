"""Plays a training of deep networks layer by layer, on the pages that look into their layers."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.depth import DepthFrame, DepthSettings, DepthTrajectory, Initialization, begin
from nnviz.ui.drawings.playback import Played, training_drawing

PACKED = (
    "loss",
    "accuracy",
    "gradient",
    "delta",
    "spread",
    "delta_spread",
    "saturated",
    "dead",
    "zeros",
    "left",
    "slopes_left",
    "denormals",
)
"""What of the layers goes to the browser."""


def depth_training(settings: DepthSettings, initializations: Sequence[Initialization] = ()) -> Played[DepthTrajectory]:
    """Return the training of these settings, to be played."""
    initializations = tuple(initializations) or (Initialization.of(settings),)
    name = json.dumps([settings.model_dump(), [repr(one) for one in initializations]], sort_keys=True)
    return Played(("depth", name), name, partial(begin, settings, initializations))


def depth_drawing(
    key: str,
    trajectory: DepthTrajectory,
    header: Mapping[str, Any],
    update: Callable[[str, float], None],
    room: str,
    changed: bool,
) -> None:
    """Show a training of deep networks to be played.

    Parameters
    ----------
    key : str
    trajectory : DepthTrajectory
        As far as it has come.
    header : mapping
        Sliders, panels and words of the view.
    update : callable
        Called with the name and the value of a setting that the user has dragged; raises ValueError for nonsense.
    room : str
        As in `drawing`.
    changed : bool
        As in `catch_up`.
    """
    settings = trajectory.settings

    def asked(question: Mapping[str, Any]) -> None:
        update(str(question["set"]), float(question["value"]))

    training_drawing(
        "depth",
        key,
        depth_training(settings, trajectory.initializations),
        trajectory,
        _packed,
        {"layers": settings.depth, "bins": trajectory.ranges.bins, **header},
        asked,
        room,
        fixed={"bound": trajectory.frames[0].layers.bound},
        changed=changed,
    )


def _packed(frames: Sequence[DepthFrame]) -> dict[str, Array]:
    """The numbers of some frames: a stack for each name."""
    arrays = {name: np.array([getattr(frame.layers, name) for frame in frames]) for name in PACKED}
    return arrays | {
        "activations": np.array([frame.histograms.activations for frame in frames]),
        "gradients": np.array([frame.histograms.gradients for frame in frames]),
    }

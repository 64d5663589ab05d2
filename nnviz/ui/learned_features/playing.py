"""Plays a training on the page of learned features."""

import json
from collections.abc import Mapping
from functools import partial

from nnviz.experiments.learned_features.pictures import pictures, shared
from nnviz.experiments.learned_features.questions import question
from nnviz.experiments.recording.recording import Recording, begin
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.learned_features.panels import described
from nnviz.ui.learned_features.state import state
from nnviz.ui.widgets.question import seen

KEY = "learned-features"


def asked_under() -> str:
    """Return the key of the topic's question."""
    return state.key(f"question.{state.settings.topic}")


def recording_now() -> Recording:
    """Return the training of the page's settings, as far as it has come."""
    return _played().now()


def _played() -> Played[Recording]:
    """The training; a series of its frames is also told from others by what of it is looked at."""
    task = state.settings.task
    generation = json.dumps(state.settings.model_dump(), sort_keys=True)
    # A chunk costs a run of the page, so it is a long one: a frame may take half of the time in which it is shown.
    return Played(("learned", task), generation, partial(begin, task), chunk=24, seconds=0.3)


def learned_drawing(recording: Recording) -> None:
    """Show a training to be played.

    Parameters
    ----------
    recording : Recording
        What `recording_now` returned.
    """
    settings = state.settings
    answered = seen(asked_under(), question(settings, recording))
    header = {"training": repr(recording.task), **described(settings, answered)}
    packed = partial(pictures, settings, recording)
    training_drawing(
        "recording", KEY, _played(), recording, packed, header, _chosen, room="18rem", fixed=shared(settings)
    )


def _chosen(question: Mapping[str, object]) -> None:
    """Take a digit that was chosen in a picture."""
    if question.get("set") == "sample":
        state.update(sample=question["value"])

"""Plays a training on the page of learned features: frames go to the browser in chunks, on demand."""

import json
from collections.abc import Mapping
from functools import partial

from nnviz.experiments.learned_features.pictures import pictures, shared
from nnviz.experiments.learned_features.questions import question
from nnviz.experiments.learned_features.recording import Recording, begin
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.drawings.playback import Playback, playback
from nnviz.ui.learned_features.panels import described
from nnviz.ui.learned_features.state import state
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.widgets.question import seen

KEY = "learned-features"
CHUNK = 24
"""Frames of one message, at most."""

SECONDS = 0.3
"""How long a chunk is trained."""


def asked_under() -> str:
    """Return the key of the topic's question."""
    return state.key(f"question.{state.settings.topic}")


def recording_now() -> Recording:
    """Return the training of the page's settings, as far as it has come."""
    task = state.settings.task
    return run_cache().trajectory(("learned", task), partial(begin, task))


def _generation() -> str:
    """What tells one series of frames from others: the training, and what of it is looked at."""
    return json.dumps(state.settings.model_dump(), sort_keys=True)


def learned_drawing(recording: Recording) -> None:
    """Show a training to be played.

    Parameters
    ----------
    recording : Recording
        What `recording_now` returned.
    """
    here, name = playback(KEY), _generation()
    if name != here.name:
        here.name, here.have = name, 0
    settings = state.settings
    answered = seen(asked_under(), question(settings, recording))
    since = min(here.have, len(recording.frames) - 1)
    sent = recording.frames[since : since + CHUNK]
    header = {
        "training": repr(recording.task),
        "generation": name,
        "from": since,
        "steps": [frame.step for frame in sent],
        "total": recording.n_frames,
        "last": recording.total,
        "done": recording.done and since + len(sent) == len(recording.frames),
        **described(settings, answered),
    }
    drawn = pictures(settings, recording, sent)
    arrays = {f"frame {name}": stack for name, stack in drawn.items()} | shared(settings)
    drawing("learned", header, arrays, key=KEY, on_ask=partial(_asked, here, recording), room="18rem")


def _asked(here: Playback, recording: Recording, question: Mapping[str, object]) -> None:
    """Take a digit that was chosen in a picture; or note what the browser has, and train on where it has nearly all."""
    if question.get("set") == "sample":
        state.update(sample=question["value"])
        return
    have = question["more"]
    if not isinstance(have, int) or not 0 <= have <= recording.n_frames:
        raise ValueError(f"expected 0 to {recording.n_frames} frames, got {have!r}")
    here.have = have
    key, start = ("learned", recording.task), partial(begin, recording.task)
    newest = run_cache().trajectory(key, start)
    if len(newest.frames) - have < CHUNK // 2 and not newest.done:
        run_cache().advance(key, start, SECONDS, have + 1)

"""Live on the page of convolution: a network on the digits trains on the stage, and is shown an image of one's own."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import walk
from nnviz.experiments.convolution.conclusions.live import conclusions
from nnviz.experiments.convolution.image_settings import DIGITS, LEVELS
from nnviz.experiments.convolution.images import drawn_text
from nnviz.experiments.convolution.live import (
    label_of,
    run_settings,
    shown_image,
    survival,
    table,
    with_shift,
)
from nnviz.experiments.convolution.live_settings import FARTHEST, LIVE_NETWORKS, SIDE
from nnviz.experiments.convolution.questions.live import shift_question
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.stage.convolution.image_player import ImagePlayer
from nnviz.stage.requests import Command
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.drawings.direct_line import held
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.drawings.stage import live_stage
from nnviz.ui.inspector import inspector, select_tensor
from nnviz.ui.inspector.pointed import tensor_at
from nnviz.ui.shell.catalogue import CATALOGUE
from nnviz.ui.shell.layout import stage_container
from nnviz.ui.shell.lesson_place import in_lesson
from nnviz.ui.shell.page_state import TRAINING
from nnviz.ui.shell.run_cache import shared_frames
from nnviz.ui.shell.session import session
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, is_answered
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.live")
PLAYER = state.key(TRAINING)
INSPECTOR = "convolution.live"
PAGE_IS_OLD = state.key("live.page_is_old")
QUIET = frozenset({"play", "speed", "seek"})
"""Commands after which the rest of the topic need not be drawn anew."""

LOCKED = "First answer the question below, or choose “Just show” there; then press Play."
TEXTBOOK = "X = np.pad(X, [(p, p), (p, p), (0, 0)])   # zeros around it, p = (k - 1) / 2\n" + (
    "Z[i, j, f] = (X[i:i+k, j:j+k] * K[..., f]).sum() + b[f]"
)


def _section() -> None:
    now = state.settings
    playing = _player()
    answered = is_answered(ASKED)
    playing.locked = "" if answered or in_lesson() else LOCKED
    playing.forget_browser()
    left, right = st.columns([1, 3.6], gap="medium")
    with left:
        _controls()
        _pad(now)
    with right, stage_container("convolution-live"):
        _stage()
    seen = ask(ASKED, shift_question(now))  # a training answers it: below what can be painted before
    if seen != answered:  # it is another question than the one that was answered
        st.rerun()
    if seen:
        _explained(playing)


def _player() -> ImagePlayer:
    """Return this visitor's training, which is shown the image of the settings."""
    now, kept = state.settings, session()
    about = (shown_image(now), label_of(now), _title(now))
    if PLAYER not in kept:
        kept[PLAYER] = ImagePlayer(run_settings(now), *about, shared=shared_frames())
    playing: ImagePlayer = held(PLAYER)
    playing.show(*about)
    playing.apply(run_settings(now))
    return playing


def _title(now: ConvolutionSettings) -> str:
    name = "your drawing" if now.live_drawn else f"digit {now.live_digit}"
    shifts = ((now.live_down, "down", "up"), (now.live_right, "right", "left"))
    words = [f"{abs(by)} {onward if by > 0 else back}" for by, onward, back in shifts if by]
    return f"{name}, {' and '.join(words)}" if words else name


def _controls() -> None:
    titles = {name: f"conv {first}, conv {second}" for name, (first, second) in LIVE_NETWORKS.items()}
    fields.select("live_network", "Network", titles)
    fields.number("live_digit", "Which digit", 0, DIGITS - 1, 1, make=_with_digit)


def _with_digit(now: ConvolutionSettings, digit: int) -> ConvolutionSettings:
    return now.changed(live_digit=digit, live_drawn="", live_down=0, live_right=0)


def _pad(now: ConvolutionSettings) -> None:
    header = {
        "title": _title(now),
        "ink": LEVELS,
        "shift": [now.live_down, now.live_right],
        "farthest": FARTHEST,
        "drawn": bool(now.live_drawn),
    }
    drawing("digit", header, {"image": shown_image(now)}, key="convolution-digit", on_ask=_asked, room="20rem")


def _asked(asked: Mapping[str, Any]) -> None:
    """Apply what was drawn, or a press on an arrow."""
    what = asked["what"]
    if what == "pixels":
        pixels = np.array(asked["pixels"], float).reshape(SIDE, SIDE)
        state.update(live_drawn=drawn_text(pixels), live_down=0, live_right=0)
    elif what == "shift":
        down, right = int(asked["down"]), int(asked["right"])
        state.change(lambda now: with_shift(now, down, right))
    elif what == "back":
        state.update(live_down=0, live_right=0)
    if asked.get("done"):
        state.show_in_address()


@st.fragment
def _stage() -> None:
    """Show the live stage and answer what it asks; what changes what is on view redraws the topic."""
    ended = live_stage(held(PLAYER), "convolution-live", _carry_out, alone=QUIET)
    if session().pop(PAGE_IS_OLD, False) or ended:
        st.rerun()


def _carry_out(command: Command) -> None:
    playing: ImagePlayer = held(PLAYER)
    playing.carry_out(command)
    if command.name == "reseed":
        state.update(live_seed=playing.settings.seed)
    if command.name == "inspect" and isinstance(command.value, dict):
        select_tensor(INSPECTOR, *tensor_at(playing.run, **command.value))
    if command.name not in QUIET:
        session()[PAGE_IS_OLD] = True


def _explained(playing: ImagePlayer) -> None:
    """Say what a shift changes, show the lines of NumPy, and open every tensor."""
    run = playing.run
    st.header("What a shift changes")
    if playing.playing:
        st.markdown("While it trains, the pictures above follow. **Pause** to measure all test digits at that step.")
        return
    found = survival(run)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(
            f"At step {run.step:,} the network names **{found.unshifted:.1%}** of the test digits, and "
            f"**{found.mean:.1%}** of them after a shift by one pixel. The cards beside the network are the image "
            "and its eight shifts by a pixel: it is asked about all of them at every step."
        )
        st.markdown(
            "Hover over a **channel** or a **kernel** to see it large; click a kernel to set its numbers by hand: the "
            "change is trained on from there."
        )
    with right:
        step = run.last or run.next_record()
        line = next(view.line for view in walk(step.trace) if view.path == "layers[1].Z")
        numpy_lines(TEXTBOOK, line)
    st.page_link(
        next(entry for entry in CATALOGUE if entry.name == "playground").page(),
        label="Open this network at this step in the Playground",
        icon=":material/open_in_new:",
        query_params=playing.recipe.to_query(),
    )
    with folded("Open every tensor", state.key("live.tensors")) as is_open:
        if is_open:
            inspector(run, INSPECTOR)
    result_download(table(found), state.settings, "shifted-digits", state.key("download.live"))


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings, _player().run)


TOPIC = TopicPage(
    title="Live",
    look="**Press Play, then shift the digit by a pixel:** its maps shift along. Does the prediction stay?",
    section=_section,
    conclusions=_conclusions,
)

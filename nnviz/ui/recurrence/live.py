"""Live on the page of recurrence: a network trains on a task, step by step in sight, and every step has an address."""

from collections.abc import Sequence
from time import perf_counter
from typing import Any

import streamlit as st

from nnviz.engine import assignment
from nnviz.experiments.diagnosis import diagnose
from nnviz.experiments.recurrence.conclusions.live import conclusions
from nnviz.experiments.recurrence.live import TASKS, live_recipe, run_settings, settings_of
from nnviz.experiments.recurrence.live_settings import (
    LIVE_BIASES,
    LIVE_CLIPS,
    LIVE_RATES,
    LIVE_STARTS,
    LONGEST_LIVE,
    MOST_LIVE_UNITS,
    SHORTEST_LIVE,
)
from nnviz.experiments.recurrence.network_settings import CELL_TITLES
from nnviz.experiments.recurrence.questions.live import gradient_question
from nnviz.experiments.replay.past_runs import PastRun
from nnviz.experiments.replay.recipe import RunRecipe
from nnviz.export.weights import load_weights
from nnviz.stage.requests import Command
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.drawings.direct_line import held
from nnviz.ui.drawings.stage import live_stage
from nnviz.ui.inspector import inspector, select_tensor
from nnviz.ui.inspector.pointed import tensor_at
from nnviz.ui.recurrence.state import PLAYER, fields, state
from nnviz.ui.recurrence.unroll import TEXTBOOK
from nnviz.ui.shell.catalogue import CATALOGUE
from nnviz.ui.shell.layout import stage_container
from nnviz.ui.shell.lesson_place import in_lesson
from nnviz.ui.shell.run_cache import shared_frames
from nnviz.ui.shell.session import session
from nnviz.ui.shell.startup import training_turns
from nnviz.ui.widgets.diagnosis import diagnosis_panel
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.past_runs import past_runs
from nnviz.ui.widgets.question import ask, is_answered
from nnviz.ui.widgets.run_export import export_panel
from nnviz.ui.widgets.share import share_fields
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.live")
INSPECTOR = "recurrence.live"
TENSORS = state.key("live.tensors")
PAGE_IS_OLD = state.key("live.page_is_old")
QUIET = frozenset({"play", "speed"})
"""Commands after which the rest of the topic need not be drawn anew."""

LOCKED = "First answer the question below, or choose “Just show” there; then press Play."
SPEED = 2
"""A step a frame: the first symbol of twenty is remembered within four seconds, and a frame costs the server a third of
what it costs with five steps, where all sequences are measured five times as often."""

PATIENCE = 2.0
"""Seconds that the page waits for the way of an address before it is drawn."""


def _section() -> None:
    playing = _player()
    state.show_notes()
    answered = is_answered(ASKED)
    playing.locked = "" if answered or in_lesson() else LOCKED
    playing.forget_browser()
    left, right = st.columns([1, 3.9], gap="small")
    with left:
        _controls()
    with right, stage_container("recurrence-live"):
        _stage()
    seen = ask(ASKED, gradient_question(state.settings))
    if seen != answered:  # it is another question than the one that was answered
        st.rerun()
    if seen:
        _below(playing)


def _player() -> RunPlayer:
    """Return this visitor's training with the settings of the page; at first it stands where the address leads."""
    now, kept = state.settings, session()
    if PLAYER not in kept:
        recipe, notes = live_recipe(now)
        for text in notes:
            state.note(text)
        kept[PLAYER] = RunPlayer(recipe.start, shared=shared_frames())
        kept[PLAYER].speed = SPEED
        if recipe.step or recipe.changes:
            _replay(kept[PLAYER], recipe)
    playing: RunPlayer = held(PLAYER)
    if not playing.way:  # on its way, its rates are those of the past
        playing.apply(run_settings(now))
    if playing.ahead.camera.sample.index != now.live_sequence - 1:
        playing.show_sample(now.live_sequence - 1)
    if not playing.playing:
        state.follow(playing.recipe)
    return playing


def _replay(playing: RunPlayer, recipe: RunRecipe) -> None:
    """Go a whole way again; what takes longer goes on on the stage, where a pause ends it."""
    going, until = playing.replaying(recipe), perf_counter() + PATIENCE
    while perf_counter() < until:
        with training_turns():
            if next(going, None) is None:
                break


def _controls() -> None:
    fields.select("live_task", "Task", TASKS)
    fields.segmented("live_cell", "Cell", CELL_TITLES)
    first = st.columns(2, gap="small")
    second = st.columns([1.35, 1], gap="small")
    third = st.columns(2, gap="small")
    fields.number("live_length", "Steps T", SHORTEST_LIVE, LONGEST_LIVE, 1, place=first[0])
    fields.number("live_units", "Units", 1, MOST_LIVE_UNITS, 1, place=first[1])
    fields.select("live_start", "Start of W_hh", LIVE_STARTS, place=second[0])
    now = state.settings
    if now.live_cell != "elman":
        gate = {"gru": "Update bias", "lstm": "Forget bias"}[now.live_cell]
        fields.select("live_bias", gate, LIVE_BIASES, place=second[1])
    rates = {rate: f"{rate:g}" for rate in including(LIVE_RATES, now.live_rate)}
    fields.select("live_rate", "Learning rate", rates, place=third[0])
    limits = {limit: f"{limit:g}" for limit in including(LIVE_CLIPS, now.live_clip or LIVE_CLIPS[0])}
    fields.select("live_clip", "Clip norm", {None: "none", **limits}, place=third[1])


@st.fragment
def _stage() -> None:
    """Show the live stage and answer what it asks; what changes what is on view redraws the topic."""
    ended = live_stage(held(PLAYER), "recurrence-live", _carry_out, alone=QUIET, component="sequences")
    if session().pop(PAGE_IS_OLD, False) or ended:
        st.rerun()


def _carry_out(command: Command) -> None:
    playing: RunPlayer = held(PLAYER)
    playing.carry_out(command)
    if command.name == "reseed":
        state.update(live_seed=playing.settings.seed)
    if command.name == "sample":
        state.update(live_sequence=playing.ahead.camera.sample.index + 1)
    if command.name == "inspect" and isinstance(command.value, dict):
        session()[TENSORS] = True
        select_tensor(INSPECTOR, *tensor_at(playing.run, **command.value))
    if command.name not in QUIET:
        session()[PAGE_IS_OLD] = True


def _below(playing: RunPlayer) -> None:
    """Show the lines of NumPy, open every tensor, and offer what can be taken home and shared."""
    now, run = state.settings, playing.run
    st.header(f"Behind step {run.step:,}")
    kind: Any = type(run.state.network.layers[1])
    names = ("Z", *(gate.upper() for gate in kind.gates), *(("C",) if now.live_cell == "lstm" else ()), "H", "dH")
    lines = [assignment(kind.backward if name == "dH" else kind.forward, name) for name in names]
    numpy_lines(TEXTBOOK[now.live_cell], engine="\n".join(lines))
    if findings := diagnose(run, playing.history):
        diagnosis_panel(findings)
    _playground(playing.recipe)
    with folded("Open every tensor", TENSORS) as is_open:
        if is_open:
            inspector(run, INSPECTOR)
    with folded("Past runs", state.key("live.past")) as is_open:
        if is_open:
            past_runs(playing.past_runs, _reopen)
    with folded("Export and share this step", state.key("live.export")) as is_open:
        if is_open:
            words = "**This step, as shown.** Opening the address trains the same network to it, bit for bit."
            share_fields("recurrence.live", state.shared, "Recurrence", words, "step")
            export_panel(run, playing.history, None, _take_weights, view=state.shared)


def _playground(recipe: RunRecipe) -> None:
    """Offer the way to this step in the Playground, where an address leads there."""
    try:
        query = recipe.to_query()
    except ValueError:
        return  # weights out of a file: the panel of sharing says so
    st.page_link(
        next(entry for entry in CATALOGUE if entry.name == "playground").page(),
        label="Open this network at this step in the Playground",
        icon=":material/open_in_new:",
        query_params=query,
    )


def _reopen(past: PastRun) -> None:
    """Train again to where a past run was left; the present one becomes a past one."""
    playing: RunPlayer = held(PLAYER)
    _replay(playing, past.recipe)
    state.keep(settings_of(state.settings, past.settings))


def _take_weights(data: bytes) -> None:
    playing: RunPlayer = held(PLAYER)
    playing.load(load_weights(data, playing.run))


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings, _player().run)


TOPIC = TopicPage(
    title="Live",
    look="**Press Play:** what reaches the first step, and when does the network begin to remember?",
    section=_section,
    conclusions=_conclusions,
)

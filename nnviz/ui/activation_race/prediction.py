"""Who will win? Asked before the start, answered by the race."""

import streamlit as st

from nnviz.experiments.activation_race import CRITERIA, RaceSettings, Ranking, ranking
from nnviz.experiments.inspection.formula import counted
from nnviz.stage.activation_race import RacePlayer
from nnviz.ui.activation_race.live import PLACED
from nnviz.ui.activation_race.state import PREDICTION, state
from nnviz.ui.shell.session import session
from nnviz.ui.widgets.untrusted_text import escape_markdown

CLOSE = "too close to call"
WATCH = "just watch"

_STYLE = """
<style>
.st-key-reply-race { position: relative; }
.st-key-reply-race:has(.st-key-race-verdict) .st-key-race-asked { visibility: hidden; }
.st-key-race-verdict { position: absolute; inset: 0; }
</style>
"""
"""The verdict takes the very room of the question, so that nothing below it moves when the race is over."""


def prediction(racing: RacePlayer) -> None:
    """Ask who will win, and when the race is over, say whether that was right."""
    now = state.settings
    st.html(_STYLE)
    with st.container(key="race-prediction", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="reply-race", width="content", gap=None):
            st.container(key="race-asked").markdown(f"**Predict:** {question(now)}", width="content")
            if racing.race.over:
                text = answered(session().get(PLACED), ranking(now, racing.standing))
                st.container(key="race-verdict").markdown(text, width="content")
        st.pills(
            question(now),
            (*now.titles, CLOSE, WATCH),
            format_func=escape_markdown,
            key=PREDICTION,
            label_visibility="collapsed",
            disabled=racing.playing or racing.newest > 0,
            width="content",
        )


def question(now: RaceSettings) -> str:
    """Return the question in words."""
    which = "highest" if now.criterion == "test_accuracy" else "lowest"
    return f"{which} median {CRITERIA[now.criterion]} after {counted(now.epochs, 'epoch')}?"


def answered(predicted: str | None, result: Ranking) -> str:
    """Say whether a prediction was right: computed from the race.

    Parameters
    ----------
    predicted : str or None
    result : Ranking
    """
    first = result.places[0].title
    if result.winner is None:
        right = predicted == CLOSE
        truth = f"too close to call, {escape_markdown(first)} leads"
    else:
        right, truth = predicted == first, f"{escape_markdown(first)} won"
    if predicted is None or predicted == WATCH:
        return f":material/flag: **{truth[0].upper() + truth[1:]}.**"
    if right:
        return f":green[:material/check_circle: **Yes: {truth}.**]"
    return f":red[:material/cancel: **No: {truth}.**]"

"""Remedies and published results on the page of vanishing gradients: each measured, then described."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from nnviz.experiments.depth import DepthTrajectory, begin
from nnviz.experiments.depth.ensemble import SEEDS
from nnviz.experiments.inspection.formula import measured_value, power
from nnviz.experiments.vanishing_gradients import questions
from nnviz.experiments.vanishing_gradients.published import PUBLISHED_RESULTS, PublishedComparison, PublishedResult
from nnviz.experiments.vanishing_gradients.remedies import Remedy, RemedyEffect, measure_remedy, remedies
from nnviz.ui.vanishing_gradients.state import state
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.measurement import measured
from nnviz.ui.widgets.question import ask


def remedies_section() -> None:
    """Measure every remedy alone, ask which one did most, then show all of them."""
    now = state.settings
    offered = remedies(now)
    names = "; ".join(remedy.title for remedy in offered[1:])
    st.markdown(
        f"**One remedy at a time**, everything else as in the network above: {names}. Each is trained for {now.steps} "
        f"steps with {SEEDS} seeds."
    )
    key = now.model_dump_json()
    parts = [
        (("remedy", key, remedy.name), f"{remedy.title}: training {SEEDS} networks", partial(_measure, remedy))
        for remedy in offered
    ]
    effects = measured(state.key("measure"), "Measure the remedies", parts)
    if effects is not None and ask(state.key("question.remedy"), questions.remedy_question(effects)):
        _effects(effects)


def _measure(remedy: Remedy, progress: Callable[[float], None]) -> RemedyEffect:
    effect = measure_remedy(state.settings, remedy, progress=progress)
    assert effect is not None
    return effect


def _effects(effects: list[RemedyEffect]) -> None:
    rows = [effect.row() for effect in effects]
    unchanged = rows[0]["fraction of dZ reaching layer 1"]
    lines = [
        "| remedy | fraction of dZ reaching layer 1 | loss after training | accuracy | learned | why |",
        "|---|---|---|---|---|---|",
    ]
    for effect, row in zip(effects, rows, strict=True):
        accuracy = f"{100 * float(str(row['accuracy'])):.0f} %" if row["accuracy"] is not None else "–"
        loss = f"{row['loss']:.3f}" if row["loss"] is not None else "not finite"
        broken = f", {effect.broken} diverged" if effect.broken else ""
        lines.append(
            f"| **{effect.remedy.title}** | {power(float(str(row['fraction of dZ reaching layer 1'])))} | {loss} | "
            f"{accuracy} | {row['learned']}{broken} | {effect.remedy.why} |"
        )
    st.markdown("\n".join(lines))
    st.caption(
        f"Medians over {SEEDS} seeds; with no remedy, {power(float(str(unchanged)))} of dZ reaches layer 1. “Learned” "
        f"means a loss below half that of guessing ({effects[0].baseline_loss:.3f})."
    )
    with st.container(horizontal=True):
        for effect in effects[1:]:
            st.button(
                f"Try: {effect.remedy.title}",
                key=state.key(f"try.{effect.remedy.name}"),
                on_click=partial(state.update, **dict(effect.remedy.changes)),
            )
        result_download(rows, state.settings, "remedies", state.key("download.remedies"))


def published_now() -> PublishedResult | None:
    """The published result whose settings are on the page, if it is one."""
    return next((one for one in PUBLISHED_RESULTS if one.settings == state.settings), None)


def published_section(trajectory: DepthTrajectory) -> None:
    """What was published, and what we measure, side by side."""
    one = published_now()
    if one is None:
        return
    with st.container(border=True):
        st.markdown(f"**{one.title}.** {one.claim}")
        compared: tuple[PublishedComparison, ...] | None
        if one.trained:
            parts = [(("published", one.name), f"Training {one.settings.steps} steps", partial(_compared, one))]
            comparisons = measured(state.key("published"), f"Train {one.settings.steps} steps and compare", parts)
            compared = comparisons[0] if comparisons is not None else None
        else:
            compared = one.compare(trajectory)
        if compared is not None:
            st.markdown(_table(compared))
            result_download([c.row() for c in compared], one.settings, one.name, state.key("download.published"))
        st.caption(
            f"{one.source}. Here: 8 × 8 digits or random numbers and at most 128 units, so only ratios are compared."
        )


def _compared(one: PublishedResult, progress: Callable[[float], None]) -> tuple[PublishedComparison, ...]:
    return one.compare(begin(one.settings).finish(progress))


def _table(compared: tuple[PublishedComparison, ...]) -> str:
    lines = ["| quantity | published | measured here | accepted range | within |", "|---|---|---|---|---|"]
    for c in compared:
        band = f"{power(c.band[0])} to {power(c.band[1])}"
        mark = ":green[:material/check: reproduced]" if c.holds else ":red[:material/close: outside the range]"
        lines.append(f"| {c.what} | {c.published} | **{measured_value(c.measured)}** | {band} | {mark} |")
    return "\n".join(lines)

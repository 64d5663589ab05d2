"""What came of the race: the order, what it is worth against the spread of the seeds, and the numbers to take home."""

from collections.abc import Iterator
from functools import partial
from time import perf_counter

import streamlit as st

from nnviz.experiments.activation_race import (
    CRITERIA,
    HYPERPARAMETERS,
    ROW_COLUMNS,
    RaceSettings,
    RaceTrajectory,
    Ranking,
    race_rows,
    ranking,
    run_race,
    same_start,
)
from nnviz.export.tables import table_csv
from nnviz.stage.activation_race import RacePlayer
from nnviz.stage.duration import time_left
from nnviz.ui.activation_race.live import place_prediction
from nnviz.ui.activation_race.state import state
from nnviz.ui.shell.startup import training_turns
from nnviz.ui.widgets.measurement import measured
from nnviz.ui.widgets.untrusted_text import escape_markdown


def results(racing: RacePlayer) -> None:
    """Show the verdict for the step on view, and offer the table.

    Parameters
    ----------
    racing : RacePlayer
    """
    now, over = racing.settings, racing.race.over
    if racing.playing:
        st.caption("The race is running. Pause it, or wait for the end, to see the standings here.")
        return
    st.header("Verdict" if over else f"Standings at epoch {racing.race.epoch:.4g}", anchor=False)
    if racing.race.step == 0:
        st.markdown("All contestants are at the start. Run the race, or skip to its end.")
    else:
        judgement = ranking(now, racing.standing)
        if over:
            st.markdown(f"**{escape_markdown(judgement.sentence)}**")
        st.markdown("\n".join(f"- {escape_markdown(comparison.sentence)}" for comparison in judgement.comparisons))
        _table(now, judgement)
    with st.container(horizontal=True, gap="small"):
        _to_the_end(racing)
        _download(now)


def _table(now: RaceSettings, result: Ranking) -> None:
    share = now.criterion == "test_accuracy"
    form = "{:.1%}".format if share else "{:.4g}".format
    rows = [
        f"| {escape_markdown(place.title)} | {form(place.median)} | {form(place.low)} to {form(place.high)} "
        f"| {place.solved} of {place.seeds} | {place.diverged or '–'} |"
        for place in result.places
    ]
    head = f"| {HYPERPARAMETERS[now.vary].title} | median {CRITERIA[now.criterion]} | middle half of the seeds "
    head += f"| solved (test accuracy ≥ {now.target_accuracy:.0%}) | diverged |\n|---|---:|---:|---:|---:|"
    st.markdown("\n".join([head, *rows]))


def _to_the_end(racing: RacePlayer) -> None:
    if racing.race.over or racing.locked:
        return
    if st.button("Skip to the end", key=state.key("finish"), icon=":material/fast_forward:"):
        place_prediction(racing)
        bar = st.progress(0.0, "Training")
        st.button("Stop here", key=state.key("stop"))
        began, first, finishing = perf_counter(), racing.race.step / racing.race.last_step, racing.finishing()
        while (share := _next(finishing)) is not None:
            bar.progress(min(1.0, share), f"Training{time_left(began, (share - first) / (1 - first))}")
        bar.empty()
        st.rerun()


def _next(shares: Iterator[float]) -> float | None:
    """Train a stretch, and let others train after it."""
    with training_turns():
        return next(shares, None)


def _download(now: RaceSettings) -> None:
    """Offer every seed of every epoch; it is computed when somebody wants it."""
    parts = [(("race", now), "Running the race", partial(run_race, now))]
    trajectories = measured(state.key("table"), "Create a table of all seeds and epochs", parts)
    if trajectories is not None:
        st.download_button(
            "Save the table (CSV)",
            _csv(now, trajectories[0]),
            f"race-{now.vary}-{now.dataset}.csv",
            "text/csv",
            key=state.key("save"),
            on_click="ignore",
            icon=":material/download:",
        )


@st.cache_data(max_entries=4, show_spinner=False, hash_funcs={RaceSettings: lambda now: now.model_dump_json()})
def _csv(now: RaceSettings, _race_trajectory: RaceTrajectory) -> str:
    return result_csv(_race_trajectory)


_COLUMN_NAMES = {"target_accuracy": "solved", "criterion": "judge"}
"""Columns of the table that do not have the name of their setting."""


def result_csv(race_trajectory: RaceTrajectory) -> str:
    """Return the whole course as CSV, the settings of the race in every line.

    Parameters
    ----------
    race_trajectory : RaceTrajectory
    """
    kept = {
        name: getattr(race_trajectory.settings, name) for name in RaceSettings.model_fields if name != "contestants"
    }
    header = (*ROW_COLUMNS, *(f"race_{_COLUMN_NAMES.get(name, name)}" for name in kept))
    values = tuple(str(value) if isinstance(value, str) else value for value in kept.values())
    return table_csv(header, ((*row, *values) for row in race_rows(race_trajectory.settings, race_trajectory.frames)))


def what_is_equal(racing: RacePlayer) -> str:
    """Say what is the same for all contestants: counted and compared, not promised.

    Parameters
    ----------
    racing : RacePlayer
    """
    now, data = racing.settings, racing.race.data
    equal = same_start(racing.race)
    layers = [i + 1 for i, same in enumerate(equal) if same]
    most = max(len(contestant.settings.hidden) + 1 for contestant in racing.race.contestants)
    if len(layers) == most:
        weights = f"the initial weights of all {most} layers (compared bit for bit)"
    elif layers:
        names = ", ".join(map(str, layers))
        weights = f"the initial weights of layer {names}, where position and shape agree (compared bit for bit)"
    elif now.vary == "initializer":
        weights = "the random numbers behind the initial weights"
    else:
        weights = "the seeds of the initial weights (no layer has the same shape in all)"
    return (
        f"The contestants differ only in the **{HYPERPARAMETERS[now.vary].title}**. They share {len(data.train.X)} "
        f"training points, {len(data.test.X)} test points, the order of the samples for each seed, {weights}, and "
        "all other settings. Each network trains exactly as the Playground's run with the same seed."
    )

"""Linear units against ReLU on the page of linear collapse: predicted first, then played in lockstep."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, train_step
from nnviz.experiments.depth.building import batches
from nnviz.experiments.linear_collapse.questions import contestant_titles, race_question
from nnviz.experiments.linear_collapse.race import (
    CONTESTANTS,
    RACE_SEEDS,
    CollapseRace,
    RaceFrame,
    begin_race,
    contestant_settings,
)
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.linear_collapse.state import state
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.question import ask

KEY = "collapse-race"
COLOURS = ("line-1", "line-0")


def race_now() -> CollapseRace:
    """The race of the page's settings at its end."""
    return _played().complete()


def _played() -> Played[CollapseRace]:
    now = state.settings
    name = f"race {now.race_depth} {now.race_width} {now.race_learning_rate!r} {now.race_seed}"
    return Played(("lockstep", name), name, partial(begin_race, now), chunk=100)


def race_section() -> None:
    """Ask, then show both ensembles learn."""
    race = race_now()
    if not ask(state.key("question.race"), race_question(race)):
        return
    now = state.settings
    series = [
        {"title": title, "lane": lane, "colour": COLOURS[lane], "dash": lane == 0, "link": f"race-{lane}"}
        for lane, title in enumerate(contestant_titles())
    ]
    note = f"median and band of {RACE_SEEDS} seeds" + (", without diverged ones" if any(race.end.diverged) else "")
    header = {
        "panels": [
            {"title": "Correct answers", "note": note, "name": "accuracy", "low": 0.4, "high": 1.0, "series": series}
            | {"height": 11},
            {"title": "Loss", "note": note, "name": "loss", "low": 1e-3, "high": 3.0, "log": True, "series": series}
            | {"height": 11},
        ],
        "pace": 30,
        "stride": race.stride,
        "tiles": [],
        "sliders": [
            {"name": "race_depth", "title": "layers", "low": 1, "high": 12, "step": 1, "value": now.race_depth}
            | {"text": str(now.race_depth)},
            {"name": "race_width", "title": "units", "low": 1, "high": 64, "step": 1, "value": now.race_width}
            | {"text": str(now.race_width)},
            {"name": "race_learning_rate", "title": "learning rate", "low": 0.01, "high": 1.0, "log": True}
            | {"value": now.race_learning_rate, "text": f"{now.race_learning_rate:g}"},
        ],
        "readings": [
            {"title": f"{title}: accuracy", "name": "accuracy", "lane": lane}
            for lane, title in enumerate(contestant_titles())
        ],
    }
    training_drawing("lockstep", KEY, _played(), race, _packed, header, _moved, room="19rem")
    result_download(_rows(race), now, "linear_against_relu", state.key("download.race"))
    with folded("Open every tensor of the last step", state.key("race_tensors")) as is_open:
        if is_open:
            _tensors(race)


def _tensors(race: CollapseRace) -> None:
    """The next step of one of the two ensembles, every member of it."""
    titles = contestant_titles()
    chosen = st.segmented_control(
        "Units", titles, default=titles[0], key=state.key("race_units"), required=True, label_visibility="collapsed"
    )
    lane = titles.index(chosen or titles[0])
    order = batches(contestant_settings(race.settings, CONTESTANTS[lane]))
    inspector(train_step(race.state[lane], order.batch(race.step)), "linear_collapse_race", features=("x", "y"))


def _moved(question: Mapping[str, Any]) -> None:
    """Take a slider: both ensembles are trained anew when it is let go."""
    name, value = str(question["set"]), float(question["value"])
    if question.get("done") is not True:
        return
    if name in ("race_depth", "race_width"):
        state.update(**{name: int(value)})
    elif name == "race_learning_rate":
        state.update(race_learning_rate=value)


def _packed(frames: Sequence[RaceFrame]) -> dict[str, Array]:
    arrays = {}
    for name in ("accuracy", "loss"):
        bands = np.array([frame.band(name) for frame in frames])
        arrays[f"{name} low"], arrays[name], arrays[f"{name} high"] = np.moveaxis(bands, 1, 0)
    return arrays


def _rows(race: CollapseRace) -> list[dict[str, object]]:
    """Return a line for each contestant and seed, as they end."""
    return [
        {
            "units": title,
            "seed": race.settings.race_seed + k,
            "step": race.end.step,
            "accuracy": float(race.end.accuracy[lane, k]),
            "loss": float(race.end.loss[lane, k]),
        }
        for lane, title in enumerate(contestant_titles())
        for k in range(RACE_SEEDS)
    ]


def introduce() -> None:
    """The heading and its sentence."""
    st.header("Linear layers against ReLU layers")
    st.markdown(
        "Both have the same initial weights and see the same batches. **Drag the number of layers:** what does a "
        "linear stack gain from more of them?"
    )

"""Every tensor of one contestant at the step on view; the same tensor stays open when another contestant is chosen."""

import streamlit as st

from nnviz.experiments import Journey
from nnviz.experiments.activation_race import member_run
from nnviz.stage.activation_race import ALL_SEEDS, RacePlayer
from nnviz.ui.inspector import inspector
from nnviz.ui.shell.catalogue import CATALOGUE

CONTESTANT = "race.contestant"
SEED = "race.inspected"


def tensors(racing: RacePlayer) -> None:
    """Choose a contestant and a seed, and open its tensors.

    Parameters
    ----------
    racing : RacePlayer
    """
    now, state = racing.settings, st.session_state
    if racing.playing:
        return
    st.subheader(f"Tensors at step {racing.race.step:,}", anchor=False)
    titles = list(now.titles)
    if state.get(CONTESTANT) not in titles:
        state[CONTESTANT] = titles[0]
    if state.get(SEED) not in now.seed_numbers:
        state[SEED] = now.seed_numbers[max(racing.member, 0) if racing.member != ALL_SEEDS else 0]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control("Contestant", titles, key=CONTESTANT, required=True)
        st.number_input("Seed", now.seed_numbers[0], now.seed_numbers[-1], step=1, key=SEED, width=120)
    k, member = titles.index(state[CONTESTANT]), int(state[SEED]) - now.first_seed
    run = member_run(racing.race, k, member)
    evaluation = run.evaluation
    st.page_link(
        next(entry for entry in CATALOGUE if entry.name == "playground").page(),
        label=(
            f"{titles[k]}, seed {state[SEED]}: test loss {evaluation.test_loss:.4g}, accuracy "
            f"{evaluation.test_accuracy:.1%}. Open this network at this step in the Playground"
        ),
        icon=":material/open_in_new:",
        query_params=Journey(run.settings, step=run.step).to_query(),
    )
    inspector(run, "race")

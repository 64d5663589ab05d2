"""Every tensor of one contestant at the step on view; the same tensor stays open when another contestant is chosen."""

import streamlit as st

from nnviz.experiments import RunRecipe
from nnviz.experiments.activation_race import member_run
from nnviz.stage.activation_race import ALL_SEEDS, RacePlayer
from nnviz.ui.activation_race.state import state
from nnviz.ui.inspector import inspector
from nnviz.ui.shell.catalogue import CATALOGUE
from nnviz.ui.widgets.untrusted_text import escape_markdown

CONTESTANT = state.key("contestant")
SEED = state.key("inspected")


def tensors(racing: RacePlayer) -> None:
    """Choose a contestant and a seed, and open its tensors.

    Parameters
    ----------
    racing : RacePlayer
    """
    now, kept = racing.settings, st.session_state
    if racing.playing:
        return
    st.header(f"Tensors at step {racing.race.step:,}", anchor=False)
    titles = list(now.titles)
    if kept.get(CONTESTANT) not in titles:
        kept[CONTESTANT] = titles[0]
    if kept.get(SEED) not in now.seed_numbers:
        kept[SEED] = now.seed_numbers[max(racing.member, 0) if racing.member != ALL_SEEDS else 0]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control("Contestant", titles, format_func=escape_markdown, key=CONTESTANT, required=True)
        st.number_input("Seed", now.seed_numbers[0], now.seed_numbers[-1], step=1, key=SEED, width=120)
    k, member = titles.index(kept[CONTESTANT]), int(kept[SEED]) - now.first_seed
    run = member_run(racing.race, k, member)
    evaluation = run.evaluation
    st.page_link(
        next(entry for entry in CATALOGUE if entry.name == "playground").page(),
        label=(
            f"{escape_markdown(titles[k])}, seed {kept[SEED]}: test loss {evaluation.test_loss:.4g}, accuracy "
            f"{evaluation.test_accuracy:.1%}. Open this network at this step in the Playground"
        ),
        icon=":material/open_in_new:",
        query_params=RunRecipe(run.settings, step=run.step).to_query(),
    )
    inspector(run, "race")

"""What is chosen in the clinic: the case, a diagnosis, a remedy."""

import streamlit as st

from nnviz.experiments.clinic import CASES, MYSTERY
from nnviz.ui.clinic.state import Shown, answers, apply_remedy, go_to, put, run_key, settings, shown
from nnviz.ui.widgets.diagnosis import TITLES

_WRAPPED = '<style>.st-key-clinic-row [role="radiogroup"] { flex-wrap: wrap; }</style>'
"""On a phone remedies stand below each other instead of being cut off."""

MYSTERY_TITLE = ":material/question_mark: Mystery patient"


def cases() -> None:
    """Every case, and the mysterious patient."""
    key = "clinic.case"
    st.session_state[key] = settings().case
    st.pills(
        "Case",
        [*CASES, MYSTERY],
        format_func=lambda name: CASES[name].title if name in CASES else MYSTERY_TITLE,
        key=key,
        on_change=lambda: go_to(st.session_state[key] or settings().case),
        label_visibility="collapsed",
    )


def diagnosis_and_remedies() -> None:
    """The visitor's diagnosis, then the remedies."""
    now = shown()
    st.html(_WRAPPED)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="clinic-row"):
        _diagnosis()
        if not now.hidden:
            _remedies(now)
        if now.mysterious:
            st.button("Another patient", icon=":material/autorenew:", key="clinic.another", on_click=_another)
        else:
            st.button("New weights", icon=":material/casino:", key="clinic.seed", on_click=_reseed, help=_seed_help())


def _diagnosis() -> None:
    key = f"clinic.answer.{run_key()[0]}.{run_key()[1]}"
    if run_key() in answers():
        st.session_state[key] = answers()[run_key()]

    def answered() -> None:
        if st.session_state[key] is not None:
            answers()[run_key()] = st.session_state[key]

    st.selectbox(
        "Your diagnosis",
        list(TITLES),
        index=None,
        format_func=TITLES.__getitem__,
        placeholder="Your diagnosis: which sign is it?",
        key=key,
        on_change=answered,
        label_visibility="collapsed",
        width=290,
    )


def _remedies(now: Shown) -> None:
    titles = {remedy.name: remedy.title for remedy in now.case.remedies}
    key = f"clinic.remedy.{now.case.name}"
    st.session_state[key] = now.remedy.name if now.remedy is not None else None
    st.markdown("Treat:", width="content")
    st.pills(
        "Treatment",
        list(titles),
        format_func=titles.__getitem__,
        key=key,
        on_change=lambda: apply_remedy(st.session_state[key]),
        label_visibility="collapsed",
        width="content",
    )


def _another() -> None:
    put(patient=settings().patient + 1)


def _reseed() -> None:
    put(seed=settings().seed + 1)


def _seed_help() -> str:
    return f"Seed {settings().seed}: of the weights, the data and the order of the batches, for both networks."

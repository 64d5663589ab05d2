"""What is chosen in the clinic: the case, a diagnosis, a remedy."""

import streamlit as st

from nnviz.experiments.address.seeds import next_seed
from nnviz.experiments.clinic import CASES, MYSTERY
from nnviz.experiments.clinic.assessment import ANSWERS
from nnviz.ui.clinic.state import (
    CaseView,
    answers,
    apply_remedy,
    ask_again,
    case_view,
    fields,
    named_cases,
    run_key,
    shown_runs,
    state,
)
from nnviz.ui.widgets.fields import bind

_WRAPPED = '<style>.st-key-clinic-row [role="radiogroup"] { flex-wrap: wrap; }</style>'
"""On a phone remedies stand below each other instead of being cut off."""

MYSTERY_TITLE = ":material/question_mark: Mystery patient"


def cases() -> None:
    """Every case, and the mysterious patient; a case bears its diagnosis once that has been read."""
    named = named_cases()
    titles = {name: case.title if name in named else f"Patient {k}" for k, (name, case) in enumerate(CASES.items(), 1)}
    fields.pills(
        "case",
        "Case",
        [*CASES, MYSTERY],
        lambda name: titles.get(name, MYSTERY_TITLE),
        make=lambda now, case: now.with_case(case or now.case),
        label_visibility="collapsed",
    )


def diagnosis_and_remedies() -> None:
    """The visitor's diagnosis, then the remedies."""
    now = case_view()
    st.html(_WRAPPED)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="clinic-row"):
        _diagnosis()
        if now.diagnosis_visible:
            st.button("Ask again", key=state.key("ask_again"), type="tertiary", on_click=ask_again)
        else:
            st.button("Just show", key=state.key("show"), type="tertiary", on_click=_show)
        if not now.hidden:
            _remedies(now)
        if now.mysterious:
            st.button("Another patient", icon=":material/autorenew:", key=state.key("another"), on_click=_another)
        else:
            st.button(
                "New weights", icon=":material/casino:", key=state.key("seed"), on_click=_reseed, help=_seed_help()
            )


def _diagnosis() -> None:
    key = state.key(f"answer.{run_key()[0]}.{run_key()[1]}")
    bind(key, answers().get(run_key()))

    def answered() -> None:
        if st.session_state[key] is not None:
            answers()[run_key()] = st.session_state[key]

    st.selectbox(
        "Your diagnosis",
        list(ANSWERS),
        index=None,
        format_func=ANSWERS.__getitem__,
        placeholder="Your diagnosis?",
        key=key,
        on_change=answered,
        label_visibility="collapsed",
        width=225,
    )


def _remedies(now: CaseView) -> None:
    titles = {remedy.name: remedy.title for remedy in now.case.remedies}
    key = bind(state.key(f"remedy.{now.case.name}"), now.remedy.name if now.remedy is not None else None)
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


def _show() -> None:
    shown_runs().add(run_key())


def _another() -> None:
    state.update(patient=next_seed(state.settings, "patient"))


def _reseed() -> None:
    state.update(seed=next_seed(state.settings))


def _seed_help() -> str:
    return f"Seed {state.settings.seed}: of the weights, the data and the order of the batches, for both networks."

"""What a visitor of the clinic has chosen and answered; settings stand in the address, answers do not."""

from dataclasses import dataclass

import streamlit as st

from nnviz.experiments.clinic import CASES, MYSTERY, Case, CaseRemedy, ClinicSettings, Training, mystery
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("clinic", ClinicSettings)
fields = Fields(state)

ANSWERS = "nnviz.clinic.answers"
"""The diagnoses of this session, by network."""

REMEDIES = "nnviz.clinic.remedies"
"""The remedies of mysterious patients, by number: in an address they would give the fault away."""

SHOWN_RUNS = "nnviz.clinic.shown_runs"
"""The networks of this session whose diagnosis was shown without an answer."""

NAMED = "nnviz.clinic.named"
"""The cases of this session whose diagnosis has been read: their tabs bear it."""

ON_VIEW = "nnviz.clinic.on_view"
"""The frame that the drawing shows."""


@dataclass(frozen=True)
class CaseView:
    """What the page shows, and what is known of it.

    Attributes
    ----------
    case : Case
        The failure; for a mysterious patient known to the page alone until it is answered.
    training : Training
    remedy : CaseRemedy or None
    answer : str or None
        The sign that the visitor chose.
    shown : bool
        Whether the visitor had the diagnosis shown without an answer.
    hidden : bool
        Whether names and settings must not be seen yet.
    mysterious : bool
    """

    case: Case
    training: Training
    remedy: CaseRemedy | None
    answer: str | None
    shown: bool
    hidden: bool
    mysterious: bool

    @property
    def diagnosis_visible(self) -> bool:
        """Whether the diagnosis may be read."""
        return self.answer is not None or self.shown or self.remedy is not None

    @property
    def with_remedy(self) -> Training | None:
        """The same network after the remedy."""
        return self.remedy.of(self.training) if self.remedy is not None else None


def run_key() -> tuple[str, int]:
    """What tells this network from others."""
    now = state.settings
    return (now.case, now.patient if now.case == MYSTERY else now.seed)


def answers() -> dict[tuple[str, int], str]:
    """Return the diagnoses of this session."""
    kept: dict[tuple[str, int], str] = st.session_state.setdefault(ANSWERS, {})
    return kept


def shown_runs() -> set[tuple[str, int]]:
    """Return the networks whose diagnosis was shown without an answer."""
    kept: set[tuple[str, int]] = st.session_state.setdefault(SHOWN_RUNS, set())
    return kept


def named_cases() -> set[str]:
    """Return the cases whose diagnosis has been read, with the one on view if it may be read now."""
    kept: set[str] = st.session_state.setdefault(NAMED, set())
    if state.settings.case != MYSTERY and case_view().diagnosis_visible:
        kept.add(state.settings.case)
    return kept


def ask_again() -> None:
    """Forget what was answered, shown and tried on the network on view."""
    answers().pop(run_key(), None)
    shown_runs().discard(run_key())
    apply_remedy(None)


def chosen_remedies() -> dict[tuple[str, int], str]:
    """Return the remedies of mysterious patients."""
    kept: dict[tuple[str, int], str] = st.session_state.setdefault(REMEDIES, {})
    return kept


def apply_remedy(name: str | None) -> None:
    """Choose a remedy, or none."""
    if state.settings.case == MYSTERY:
        chosen_remedies()[run_key()] = name or ""
    else:
        state.update(remedy=name or "")


def case_view() -> CaseView:
    """Return what the page shows now."""
    now = state.settings
    answer, shown = answers().get(run_key()), run_key() in shown_runs()
    if now.case == MYSTERY:
        hidden, known = mystery(now.patient), answer is not None or shown
        name = chosen_remedies().get(run_key(), "") if known else ""
        remedy = hidden.case.remedy(name) if name else None
        return CaseView(hidden.case, hidden.training, remedy, answer, shown, not known, True)
    case = CASES[now.case]
    remedy = case.remedy(now.remedy) if now.remedy else None
    return CaseView(case, case.training(now.seed), remedy, answer, shown, False, False)


def frame_on_view() -> int:
    """Return which frame the drawing shows, as far as the browser has said."""
    run_then, remedy_then, frame = st.session_state.get(ON_VIEW, (None, None, 0))
    return int(frame) if (run_then, remedy_then) == (run_key(), _remedy_name()) else 0


def show_frame(frame: int) -> None:
    """Note which frame the drawing shows."""
    st.session_state[ON_VIEW] = (run_key(), _remedy_name(), frame)


def _remedy_name() -> str:
    remedy = case_view().remedy
    return remedy.name if remedy is not None else ""

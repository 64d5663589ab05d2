"""What a visitor of the clinic has chosen, answered and treated; settings stand in the address, answers do not."""

from dataclasses import dataclass

import streamlit as st

from nnviz.experiments.clinic import CASES, MYSTERY, Case, ClinicSettings, Patient, Remedy, mystery
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("clinic", ClinicSettings)
fields = Fields(state)

ANSWERS = "nnviz.clinic.answers"
"""The diagnoses of this session, by patient."""

TREATMENTS = "nnviz.clinic.treatments"
"""The remedies of mysterious patients, by number: in an address they would give the fault away."""

ON_VIEW = "nnviz.clinic.on_view"
"""The frame that the drawing shows."""


@dataclass(frozen=True)
class Visit:
    """Who lies in the ward, and what is known of it.

    Attributes
    ----------
    case : Case
        The failure; for a mysterious patient known to the page alone until it is answered.
    patient : Patient
    remedy : Remedy or None
    answer : str or None
        The sign that the visitor chose.
    hidden : bool
        Whether names and settings must not be seen yet.
    mysterious : bool
    """

    case: Case
    patient: Patient
    remedy: Remedy | None
    answer: str | None
    hidden: bool
    mysterious: bool

    @property
    def told(self) -> bool:
        """Whether the diagnosis may be read."""
        return self.answer is not None or self.remedy is not None

    @property
    def treated(self) -> Patient | None:
        """The same network after the remedy."""
        return self.remedy.of(self.patient) if self.remedy is not None else None


def bed() -> tuple[str, int]:
    """What tells this patient from others."""
    now = state.settings
    return (now.case, now.patient if now.case == MYSTERY else now.seed)


def answers() -> dict[tuple[str, int], str]:
    """Return the diagnoses of this session."""
    found: dict[tuple[str, int], str] = st.session_state.setdefault(ANSWERS, {})
    return found


def treatments() -> dict[tuple[str, int], str]:
    """Return the remedies of mysterious patients."""
    found: dict[tuple[str, int], str] = st.session_state.setdefault(TREATMENTS, {})
    return found


def treat(name: str | None) -> None:
    """Choose a remedy, or none."""
    if state.settings.case == MYSTERY:
        treatments()[bed()] = name or ""
    else:
        state.update(remedy=name or "")


def visit() -> Visit:
    """Return who lies in the ward now."""
    now = state.settings
    answer = answers().get(bed())
    if now.case == MYSTERY:
        found = mystery(now.patient)
        name = treatments().get(bed(), "") if answer is not None else ""
        remedy = found.case.remedy(name) if name else None
        return Visit(found.case, found.patient, remedy, answer, answer is None, True)
    case = CASES[now.case]
    remedy = case.remedy(now.remedy) if now.remedy else None
    return Visit(case, case.patient(now.seed), remedy, answer, False, False)


def frame_on_view() -> int:
    """Return which frame the drawing shows, as far as the browser has told."""
    bed_then, treated, frame = st.session_state.get(ON_VIEW, (None, None, 0))
    return int(frame) if (bed_then, treated) == (bed(), _treatment()) else 0


def show_frame(frame: int) -> None:
    """Note which frame the drawing shows."""
    st.session_state[ON_VIEW] = (bed(), _treatment(), frame)


def _treatment() -> str:
    found = visit().remedy
    return found.name if found is not None else ""

"""Every tensor of the step on view, of the ill network or of the treated one."""

import streamlit as st

from nnviz.experiments.clinic import Course
from nnviz.ui.clinic.explaining import on_view
from nnviz.ui.clinic.state import Visit, state
from nnviz.ui.clinic.ward import OPEN
from nnviz.ui.inspector import inspector

WHICH = state.key("which")


def tensors(now: Visit, courses: tuple[Course, Course | None]) -> None:
    """Open the tensors on demand; those of a mysterious patient would name its activations.

    Parameters
    ----------
    now : Visit
    courses : tuple of Course
    """
    if now.hidden:
        return
    known = ["Patient", *(["Treated"] if courses[1] is not None else [])]
    if st.session_state.get(WHICH) not in known:
        st.session_state[WHICH] = known[0]
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        opened = st.toggle("Open the tensors of the step on view", key=OPEN)
        if opened and len(known) > 1:
            st.segmented_control("Network", known, key=WHICH, required=True, label_visibility="collapsed")
    if not opened:
        return
    course = courses[known.index(st.session_state[WHICH])]
    assert course is not None
    frame = on_view(course)
    st.caption(f"{st.session_state[WHICH]}, step {frame.step}")
    inspector(course.patient.at(frame.step), "clinic")

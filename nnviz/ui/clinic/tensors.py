"""Every tensor of the step on view, of the failing network or of the one with a remedy."""

import streamlit as st

from nnviz.experiments.clinic import ClinicTrajectory
from nnviz.ui.clinic.comparison import OPEN
from nnviz.ui.clinic.explaining import on_view
from nnviz.ui.clinic.state import CaseView, state
from nnviz.ui.inspector import inspector

WHICH = state.key("which")


def tensors(now: CaseView, trajectories: tuple[ClinicTrajectory, ClinicTrajectory | None]) -> None:
    """Open the tensors on demand; those of a mysterious patient would name its activations.

    Parameters
    ----------
    now : CaseView
    trajectories : tuple of ClinicTrajectory
    """
    if now.hidden:
        return
    known = ["Patient", *(["Treated"] if trajectories[1] is not None else [])]
    if st.session_state.get(WHICH) not in known:
        st.session_state[WHICH] = known[0]
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        opened = st.toggle("Open the tensors of the step on view", key=OPEN)
        if opened and len(known) > 1:
            st.segmented_control("Network", known, key=WHICH, required=True, label_visibility="collapsed")
    if not opened:
        return
    trajectory = trajectories[known.index(st.session_state[WHICH])]
    assert trajectory is not None
    frame = on_view(trajectory)
    st.caption(f"{st.session_state[WHICH]}, step {frame.step}")
    inspector(trajectory.training.at(frame.step), "clinic")

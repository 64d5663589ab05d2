"""Under the comparison: why it happens, with the numbers of the step on view, the remedy, and the evidence."""

from math import isfinite

import streamlit as st

from nnviz.experiments.clinic import ClinicFrame, ClinicTrajectory, assess, mechanism
from nnviz.ui.clinic.sent import trained
from nnviz.ui.clinic.state import CaseView, frame_on_view
from nnviz.ui.shell.catalogue import CATALOGUE
from nnviz.ui.widgets.untrusted_text import escape_markdown


def on_view(trajectory: ClinicTrajectory) -> ClinicFrame:
    """Return the frame on view."""
    return trajectory.frames[min(frame_on_view(), len(trajectory.frames) - 1)]


def explained(now: CaseView, trajectories: tuple[ClinicTrajectory, ClinicTrajectory | None]) -> None:
    """Tell what the answer is worth, the mechanism and the remedy; nothing before the diagnosis may be read.

    Parameters
    ----------
    now : CaseView
    trajectories : tuple of ClinicTrajectory
        As far as they have come.
    """
    if not now.diagnosis_visible:
        return
    if now.answer is not None:
        _judgement(now)
    frame = on_view(trajectories[0])
    text = mechanism(now.case.name, now.training.at(frame.step))
    st.markdown(f"**Why, at step {frame.step}.** {text}")
    changed = trajectories[1]
    if now.remedy is not None and changed is not None:
        st.markdown(f"**Treated: {now.remedy.title}.** {now.remedy.why} {_compared(trained(now.training), changed)}")
    _evidence(now, frame)


def _judgement(now: CaseView) -> None:
    assert now.answer is not None
    judgement = assess(trained(now.training), now.answer)
    mark = ":green[:material/check_circle:]" if judgement.right else ":red[:material/cancel:]"
    st.markdown(f"{mark} **{judgement.sentence}** {escape_markdown(judgement.because)}")


def _compared(failing: ClinicTrajectory, changed: ClinicTrajectory) -> str:
    """Compare both at the end, as soon as the changed one has come there."""
    if not changed.done:
        return ""
    before, after = failing.end, changed.end
    parts = []
    if failing.training.settings.loss_name == changed.training.settings.loss_name:
        parts.append(f"test loss {_loss(before)} → **{_loss(after)}**")
    if isfinite(before.row[5]) and isfinite(after.row[5]):
        parts.append(f"test accuracy {before.row[5]:.0%} → **{after.row[5]:.0%}**")
    found = "no problems remain" if not after.findings else f"still found: {', '.join(after.signs)}"
    return f"At the end: {', '.join(parts)}; {found}."


def _loss(frame: ClinicFrame) -> str:
    return f"{frame.row[3]:.3g}" if isfinite(frame.row[3]) else "not finite"


def _evidence(now: CaseView, frame: ClinicFrame) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover("Evidence in numbers"):
            if not frame.findings:
                st.markdown(f"No problems are found at step {frame.step}.")
            for finding in frame.findings:
                rows = [f"| {escape_markdown(name)} | {value:.4g} |" for name, value in finding.evidence]
                st.markdown("\n".join([f"**{finding.remedy}**", "", "| measured | value |", "|---|---:|", *rows]))
        for title, training in (("ill", now.training), ("treated", now.with_remedy)):
            if training is not None and training.in_playground:
                st.page_link(
                    next(entry for entry in CATALOGUE if entry.name == "playground").page(),
                    label=f"The {title} network in the Playground",
                    icon=":material/open_in_new:",
                    query_params=training.settings.to_query(),
                )

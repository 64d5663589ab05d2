"""What goes wrong in a run, described with the numbers that show it and a remedy that can be tried."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nnviz.experiments.diagnosis import SIGNS, Finding
from nnviz.experiments.run.choice import in_words
from nnviz.ui.widgets.untrusted_text import escape_markdown

TITLES = {sign.name: sign.title for sign in SIGNS}


def diagnosis_panel(findings: Sequence[Finding], begin: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Show what was found, the most important first.

    Parameters
    ----------
    findings : sequence of Finding
        What `diagnose` returned.
    begin : callable, optional
        Called with fields of `RunSettings` when a person wants to start again with them; without it there is no button.
    """
    if not findings:
        st.markdown(":green[:material/check_circle:] No problems found.")
    for finding in findings:
        with st.container(border=True):
            st.markdown(
                f":red[:material/warning:] **{TITLES[finding.sign]}.** {escape_markdown(finding.sentence)}  \n"
                f":green[:material/build:] {escape_markdown(finding.remedy)}"
            )
            _evidence_and_remedy(finding, begin)


def _evidence_and_remedy(finding: Finding, begin: Callable[[dict[str, Any]], None] | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover("Evidence"):
            rows = [f"| {escape_markdown(name)} | {value:.4g} |" for name, value in finding.evidence]
            st.markdown("\n".join(["| measured | value |", "|---|---:|", *rows]))
        if begin is not None and finding.changes:
            fields = dict(finding.changes)
            st.button(
                "Restart with this remedy",
                key=f"remedy.{finding.sign}",
                on_click=begin,
                args=(fields,),
                help=f"Sets {escape_markdown(_in_words(fields))}.",
            )


def _in_words(fields: dict[str, Any]) -> str:
    """Return changes of settings in words."""
    parts = []
    for name, value in fields.items():
        if name == "hidden":
            value = " | ".join(f"{part['units']} {in_words(part['activation'])}" for part in value)
        parts.append(f"{name.replace('_', ' ')} to {f'{value:g}' if isinstance(value, float) else value}")
    return ", ".join(parts)

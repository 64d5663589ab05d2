"""What goes wrong in a run, described with the numbers that show it, and remedies that can be carried out at once."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nnviz.experiments.diagnosis import TITLES, Finding, Remedy
from nnviz.experiments.run.choice import in_words
from nnviz.experiments.run.sequence_layers import RecurrentSettings
from nnviz.experiments.run.sequence_layers import in_words as sequence_layer_in_words
from nnviz.ui.widgets.untrusted_text import escape_markdown


def diagnosis_panel(findings: Sequence[Finding], begin: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Show what was found, the most important first.

    Parameters
    ----------
    findings : sequence of Finding
        What `diagnose` returned.
    begin : callable, optional
        Called with fields of `RunSettings` when a person wants to start again with them; without it there is no button.
    """
    with st.container(key="reply.diagnosis"):
        if not findings:
            st.markdown(":green[:material/check_circle:] No problems found.")
        for finding in findings:
            with st.container(border=True):
                st.markdown(
                    f":red[:material/warning:] **{TITLES[finding.sign]}.** {escape_markdown(finding.sentence)}  \n"
                    f":green[:material/build:] {escape_markdown(finding.remedy)}"
                )
                _evidence_and_remedies(finding, begin)


def _evidence_and_remedies(finding: Finding, begin: Callable[[dict[str, Any]], None] | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover("Evidence"):
            rows = [f"| {escape_markdown(name)} | {value:.4g} |" for name, value in finding.evidence]
            st.markdown("\n".join(["| measured | value |", "|---|---:|", *rows]))
        for remedy in finding.remedies if begin is not None else ():
            st.button(
                f"Apply: {escape_markdown(remedy.title)}",
                key=f"remedy.{finding.sign}.{remedy.name}",
                on_click=begin,
                args=(dict(remedy.changes),),
                help=escape_markdown(f"{remedy.why} Starts again with {_in_words(remedy)}."),
            )


def _in_words(remedy: Remedy) -> str:
    """Return the changes of settings in words."""
    return ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in remedy.changes)


def _value(value: Any) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], RecurrentSettings):
        return " | ".join(map(sequence_layer_in_words, value))
    if isinstance(value, tuple):
        return " | ".join(f"{part.units} {in_words(part.activation)}" for part in value) or "none"
    return f"{value:g}" if isinstance(value, float) else in_words(str(value)).replace("_", " ")

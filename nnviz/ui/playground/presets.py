"""A menu of set-ups worth seeing, each with its question, and a field for addresses of TensorFlow Playground."""

from collections.abc import Callable

import streamlit as st

from nnviz.experiments import RunSettings
from nnviz.experiments.presets.catalogue import PRESETS, changed_fields, preset_of
from nnviz.experiments.presets.preset import Preset
from nnviz.experiments.presets.tensorflow_playground import from_playground
from nnviz.experiments.replay.past_runs import setting_title
from nnviz.ui.playground.state import state
from nnviz.ui.shell.session import PASTED, PRESET, session
from nnviz.ui.widgets.fields import bind
from nnviz.ui.widgets.untrusted_text import escape_markdown, sentence, show_error, show_info

Use = Callable[[RunSettings], None]
MENU = state.key("preset")
FIELD = state.key("playground_address")
SUBMIT = "presets.submit"


def presets_panel(settings: RunSettings, use: Use) -> None:
    """Draw the menu, the question of the chosen set-up, its answer, and the field for an address.

    Parameters
    ----------
    settings : RunSettings
        Those of the present run.
    use : callable
        Called with whole settings that a person chose, to begin anew with them; a ValueError that it raises is shown
        here.
    """

    def begin(wanted: RunSettings) -> None:
        use(wanted.model_copy(update={"own": settings.own}))  # own data stay known while others are trained on

    _panel(settings, begin)


def _panel(settings: RunSettings, use: Use) -> None:
    chosen = _chosen(settings)
    st.selectbox(
        "Example",
        PRESETS,
        format_func=_title,
        key=bind(MENU, chosen.name if chosen is not None else None),
        index=None if chosen is None else 0,
        placeholder="Choose an example",
        on_change=lambda: _take(st.session_state[MENU], use),
        help="Complete set-ups, each with a question. Those marked × fail on purpose.",
    )
    if chosen is not None:
        st.caption(chosen.question)
    with st.container(horizontal=True, gap="small"):
        if chosen is not None:
            _answer(chosen)
        with st.popover("Paste link", help="Recreates a TensorFlow Playground link here."):
            _paste(use)
    if chosen is not None and (changed := changed_fields(chosen, settings)):
        _changed(chosen, changed, use)
    _show_paste_result()


def _title(name: str) -> str:
    preset = PRESETS[name]
    return f"× {preset.title}" if preset.group == "fails" else preset.title


def _chosen(settings: RunSettings) -> Preset | None:
    """Return the set-up on view: the one with these settings, or the one that a person chose and then changed."""
    exact = preset_of(settings)
    name = exact.name if exact is not None else session().get(PRESET)
    preset = PRESETS.get(name) if name is not None else None
    if preset is not None and preset.settings.dataset != settings.dataset:
        preset = None
    session()[PRESET] = preset.name if preset is not None else None
    return preset


def _take(name: str | None, use: Use) -> None:
    """Set up what was chosen."""
    if name is not None:
        session()[PRESET] = name
        session().pop(PASTED, None)
        _use(PRESETS[name].settings, use)


def _use(settings: RunSettings, use: Use) -> bool:
    try:
        use(settings)
    except ValueError as error:
        session()[PASTED] = ("error", (str(error),))
        return False
    return True


def _answer(preset: Preset) -> None:
    with st.popover("Answer"):
        st.markdown(preset.answer)
        st.caption(f"{preset.outcome.sentence} Tested with several seeds.")


def _changed(preset: Preset, names: tuple[str, ...], use: Use) -> None:
    few = ", ".join(setting_title(name) for name in names[:4]) + (
        f" and {len(names) - 4} more" if len(names) > 4 else ""
    )
    st.caption(f"Changed since: {escape_markdown(few)}.")
    st.button(
        "Restore the example", key=state.key("preset_again"), on_click=_take, args=(preset.name, use), type="tertiary"
    )


def _paste(use: Use) -> None:
    with st.form("presets.paste", clear_on_submit=True, border=False):
        st.text_input(
            "TensorFlow Playground link",
            key=FIELD,
            placeholder="https://playground.tensorflow.org/#activation=…",
            help="Set something up at playground.tensorflow.org, then copy the address from the browser.",
        )
        st.form_submit_button("Set it up here", key=SUBMIT, on_click=lambda: _read(use))
    st.caption("Data, network, training rules, output and loss are recreated here.")


def _read(use: Use) -> None:
    """Read what was pasted, set it up, and keep what there is to tell."""
    text = st.session_state[FIELD]
    if not text.strip():
        return
    try:
        imported = from_playground(text)
    except ValueError as error:
        session()[PASTED] = ("error", (str(error),))
        return
    session().pop(PASTED, None)
    if _use(imported.settings, use):
        session()[PASTED] = ("taken", imported.messages)


def _show_paste_result() -> None:
    """Show what came of the last address."""
    kind, messages = session().get(PASTED, ("", ()))
    if kind == "error":
        show_error(sentence(messages[0]))
    elif kind == "taken":
        show_info("Set up as in TensorFlow Playground.")
        if messages:
            st.caption("\n".join(f"- {escape_markdown(text)}" for text in messages))

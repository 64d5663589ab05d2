"""The panel of own data: bring a table or draw points; what is trained on stays as it is until a person says so."""

from collections.abc import Callable

import streamlit as st

from nnviz.datasets import LIMITS_IN_WORDS, ConvertedTable, Dataset
from nnviz.experiments import OWN, OwnData, RunSettings
from nnviz.experiments.run.dataset_defaults import FEW_ROWS
from nnviz.experiments.run.drawing import DrawnData
from nnviz.experiments.run.preparation import TEST_IS_TRAIN
from nnviz.experiments.run.target_units import target_note
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.playground.own_images import image_controls
from nnviz.ui.playground.own_points import drawing_controls
from nnviz.ui.playground.own_source import pasted_text, uploaded_file
from nnviz.ui.playground.own_table import chosen_data
from nnviz.ui.shell.session import OWN_DATA
from nnviz.ui.widgets.untrusted_text import sentence, show_error, show_success

Use = Callable[[RunSettings, Dataset], None]
INPUT_METHODS = {
    "file": "a file",
    "text": "pasted text",
    "points": "points drawn by hand",
    "images": "images drawn by hand",
}


def own_data_panel(playing: RunPlayer, use: Use) -> None:
    """Draw the panel.

    Parameters
    ----------
    playing : RunPlayer
        Whose settings and data are changed; asked anew whenever a person does something.
    use : callable
        Called with new settings and the own data that they describe. It raises a ValueError if these cannot be used;
        then the message is shown, and nothing must have changed.
    """
    _panel(playing, use)


@st.fragment
def _panel(playing: RunPlayer, use: Use) -> None:
    """A choice in the panel reruns this alone."""
    settings = playing.settings
    way = st.radio(
        "Your own data: where they come from",
        list(INPUT_METHODS),
        format_func=INPUT_METHODS.__getitem__,
        horizontal=True,
        key=OWN_DATA + "way",
        persist_state="session",
    )
    if way == "points":
        drawing_controls(settings, playing.run.data.data, lambda make: _carry_out(make, use))
        return
    if way == "images":
        image_controls(settings, playing.run.data.data, lambda make: _carry_out(make, use))
        return
    st.markdown(
        ":small[They stay on the server of this page, in this session, and are not in its address. "
        f"Limits: {LIMITS_IN_WORDS}.]"
    )
    source = uploaded_file() if way == "file" else pasted_text()
    if source is not None:
        taken = chosen_data(source)
        if taken is not None:
            _offer(taken, playing, use)


def _offer(taken: ConvertedTable, playing: RunPlayer, use: Use) -> None:
    """Say what the data set will be, and use it when asked."""
    data, settings = taken.data, playing.settings
    if settings.dataset == OWN and settings.own == OwnData.of(data):
        alike = TEST_IS_TRAIN if playing.run.data.test_is_train else ""
        show_success(" ".join(filter(None, ("These data are in use.", target_note(playing.run), alike))))
        return
    what = "a number" if data.kind == "regression" else f"{data.n_classes} classes"
    few = data.n_samples < FEW_ROWS
    inputs = "1 input" if data.n_features == 1 else f"{data.n_features} inputs"
    if data.image_shape is not None:
        inputs = f"images of {data.image_shape[0]} × {data.image_shape[1]} pixels"
    show_success(
        f"{data.n_samples:,} samples, {inputs}, {what} to predict. The current data stay until you press the button; "
        "then training restarts from new initial weights."
        + (" With so few rows, all of them are trained on at first, and the test data are the same." if few else "")
    )
    if st.button("Train on these data", type="primary", key=OWN_DATA + "use"):
        _carry_out(lambda: DrawnData(settings.with_own(data), data), use)


def _carry_out(make: Callable[[], DrawnData], use: Use) -> None:
    """Use new data and draw the page anew; what is refused changes nothing, and a message says why."""
    try:
        use(*make())
    except ValueError as error:
        show_error(sentence(str(error)))
        return
    st.rerun()

"""Take a run home: as a script, as numbers, as a page of figures; and bring weights back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import streamlit as st

from nnviz.experiments import Run, RunRecipe
from nnviz.export.address import Addressed, address_of
from nnviz.export.figures_page import MEGABYTES, figures_page
from nnviz.export.notebook import NOTEBOOK
from nnviz.export.run_notebook import run_notebook
from nnviz.export.script import file_stem, numpy_script
from nnviz.export.tables import history_columns, history_csv, history_npz, settings_csv, weights_csv
from nnviz.export.weights import ROOM, save_weights
from nnviz.ui.shell.appearance import is_dark
from nnviz.ui.shell.session import UPLOAD, UPLOADED, session
from nnviz.ui.widgets.untrusted_text import show_error, show_success
from nnviz.ui.widgets.upload import explained_upload

History = Sequence[Sequence[float]]

_CSV, _ZIP = "text/csv", "application/zip"


@dataclass(frozen=True)
class Upload:
    """How many files of weights were taken; of the last one, the step it was for and why it was refused, if it was."""

    number: int = 0
    step: int = -1
    problem: str = ""


def export_panel(
    run: Run,
    history: History,
    recipe: RunRecipe | None = None,
    on_weights: Callable[[bytes], None] | None = None,
    page: str | None = None,
    view: Addressed | None = None,
) -> None:
    """Draw the buttons that save what is on view, and the field that loads weights.

    A file is made when its button is pressed, from the run that the page shows then: drawing the panel makes none.

    Parameters
    ----------
    run : Run
    history : sequence of sequence of float
        Rows whose columns are `history_columns`.
    recipe : RunRecipe, optional
        The way to this moment, for the page of figures.
    on_weights : callable, optional
        Called with the bytes of a file of weights; a ValueError that it raises is shown. Without it nothing is loaded.
    page : str, optional
        The page's own address; the one in the visitor's browser unless given.
    view : Addressed, optional
        What the address leads to that the notebook holds; the recipe unless given.
    """
    address, dark = address_here(recipe, page), is_dark()
    shared = address_here(view, page) if view is not None else address
    stem, columns = file_stem(run), history_columns(run)
    script, numbers, figures = st.columns((3, 5, 3), gap="medium")
    with script:
        st.markdown("**Script**")
        with st.container(horizontal=True, gap="small"):
            _download("NumPy script", lambda: numpy_script(run), f"{stem}.py", "text/x-python", "script")
            _download(
                "Notebook .ipynb", lambda: run_notebook(run, history, shared), f"{stem}.ipynb", NOTEBOOK, "notebook"
            )
        st.caption("Network, data and training in pure NumPy; both reproduce the losses of this step.")
    with numbers:
        st.markdown("**Numbers**")
        with st.container(horizontal=True, gap="small"):
            _download("Weights .npz", lambda: save_weights(run), f"{stem}-weights.npz", _ZIP, "weights_npz")
            _download("Weights .csv", lambda: weights_csv(run), f"{stem}-weights.csv", _CSV, "weights_csv")
            _download("History .npz", lambda: history_npz(history, columns), f"{stem}-history.npz", _ZIP, "history_npz")
            _download("History .csv", lambda: history_csv(history, columns), f"{stem}-history.csv", _CSV, "history_csv")
            _download("Settings .csv", lambda: settings_csv(run.settings), f"{stem}-settings.csv", _CSV, "settings")
    with figures:
        st.markdown("**Figures**")
        _download(
            "Figures .html",
            lambda: figures_page(run, history, recipe, address, dark),
            f"{stem}.html",
            "text/html",
            "figures",
        )
        st.caption(f"One self-contained file that works offline, about {MEGABYTES} MB.")
    if on_weights is not None:
        _loading(run, on_weights)


def _download(label: str, make: Callable[[], str | bytes], name: str, mime: str, key: str) -> None:
    """Draw a button whose file is made when it is pressed; the page does not run again."""
    icon = ":material/download:"
    st.download_button(label, make, name, mime, key=f"export_{key}", on_click="ignore", icon=icon)


def address_here(view: Addressed | None, page: str | None = None) -> str:
    """Return the address that files hold; empty where there is none."""
    here = page or st.context.url or ""
    try:
        return address_of(view, here) if view is not None and here else ""
    except ValueError:
        return ""


def _loading(run: Run, on_weights: Callable[[bytes], None]) -> None:
    """Draw the field that takes a file of weights, and say what became of the last one while its step is on view."""
    taken = _upload()
    key = f"{UPLOAD}{taken.number}"
    n = run.state.network.n_parameters
    with explained_upload("weights"):
        st.file_uploader(
            f"Load {n:,} weights into this network (.npz)",
            type="npz",
            key=key,
            max_upload_size=ceil((8 * n + ROOM) / 1e6),
            on_change=lambda: _take(key, run.step, on_weights),
            help="A file saved with **Weights .npz** from a network of the same shape. "
            "Settings, data and step are kept.",
        )
    if taken.step == run.step and taken.problem:
        show_error(f"The weights were not loaded: {taken.problem}.")
    elif taken.step == run.step:
        show_success("The weights are loaded. Press play to continue training from them.")


def _upload() -> Upload:
    taken: Upload = session().get(UPLOADED, Upload())
    return taken


def _take(key: str, step: int, on_weights: Callable[[bytes], None]) -> None:
    """Hand a file over, remember what became of it, and clear the field for the next one."""
    file = session().get(key)
    if file is None:
        return
    problem = ""
    try:
        on_weights(file.getvalue())
    except ValueError as error:
        problem = str(error)
    session()[UPLOADED] = Upload(_upload().number + 1, step, problem)

"""Share exactly this moment: its address to copy, and the same as a QR code for a room."""

from base64 import b64encode

import streamlit as st

from nnviz.experiments import OWN, RunRecipe
from nnviz.experiments.inspection.formula import counted
from nnviz.export.address import address_of, is_local
from nnviz.export.changes import change_sentence
from nnviz.export.qr_code import qr_svg
from nnviz.ui.drawings.packaged import packaged_component
from nnviz.ui.shell.session import SHARE_PLACE
from nnviz.ui.widgets.untrusted_text import show_warning

_LISTED = 12
"""Changes that are listed; an address may hold more."""


def share_panel(recipe: RunRecipe, page: str | None = None) -> None:
    """Draw the address of a moment with a button that copies it, and a button for its QR code; where it has one.

    Parameters
    ----------
    recipe : RunRecipe
        The way to what is on view.
    page : str, optional
        The page's own address, without what follows a question mark; the one in the visitor's browser unless given.
    """
    if not _has_address(recipe):
        return
    here = page or st.context.url or ""
    st.markdown(f"**Step {recipe.step:,}, as shown.** {_words(recipe)}")
    field = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        wants_code = st.button("QR code for the room", icon=":material/qr_code_2:", key="share_qr")
        elsewhere = _other_place() if is_local(here) else ""
    try:
        address = address_of(recipe, here, elsewhere)
    except ValueError as error:
        with field:
            show_warning(f"This address was not made: {error}.")
        return
    with field:
        copy = packaged_component("share")
        copy(key="share_copy", data={"address": address, "label": "Copy address"}, height="content")
    if wants_code:
        _show_code(address)
    _changes(recipe)


def _has_address(recipe: RunRecipe) -> bool:
    """Return whether an address leads to this moment; where none does, say what to pass on in its place."""
    if recipe.start.dataset == OWN:
        st.markdown(f"**Step {recipe.step:,}, as shown.** To pass it on, save the NumPy script: it contains your data.")
        return False
    try:
        recipe.to_query()
    except ValueError as error:
        show_warning(f"This moment has no address: {error}.")
        return False
    return True


def _words(recipe: RunRecipe) -> str:
    """Say what opening the address does."""
    if recipe.step == 0:
        return "Opening the address sets up the same network with the same initial weights."
    return (
        "Opening the address trains the same network to this step and shows the same numbers, bit for bit on the same "
        "machine."
    )


def _other_place() -> str:
    """Ask where others reach the app, as this page's own address leads nobody else here."""
    return st.text_input(
        "Address at which others reach this app",
        key=SHARE_PLACE,
        placeholder="192.168.1.20:8501",
        width=320,
        help="An address with localhost opens only on this computer. Streamlit prints its Network URL when it "
        "starts: enter it here, so that the address and the QR code work for others.",
    )


def _changes(recipe: RunRecipe) -> None:
    """List what the address repeats on the way."""
    if not recipe.changes:
        return
    n = len(recipe.changes)
    with st.expander(f"{counted(n, 'change')} along the way"):
        more = [f"... and {n - _LISTED} more"] if n > _LISTED else []
        st.text("\n".join([*(change_sentence(change) for change in recipe.changes[:_LISTED]), *more]))


@st.dialog("Open this step on another screen", width="large")
def _show_code(address: str) -> None:
    """Show the code as large as the window allows."""
    try:
        picture = b64encode(qr_svg(address).encode()).decode()
    except ValueError as error:
        show_warning(f"This address has no QR code: {error}.")
        return
    st.html(
        f'<img src="data:image/svg+xml;base64,{picture}" alt="QR code of the address below" '
        'style="display: block; width: min(100%, 74vh); margin: 0 auto; border-radius: 8px;">'
    )
    st.code(address, language=None, wrap_lines=True)
    if is_local(address):
        st.caption("Phones cannot open localhost. Below the address, enter the one at which others reach this app.")

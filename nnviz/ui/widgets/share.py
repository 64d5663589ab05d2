"""Share what a page shows: its address to copy, the same as a QR code for a room, and as HTML for another web page."""

from base64 import b64encode
from collections.abc import Callable

import streamlit as st

from nnviz.export.address import Addressed, address_of, embed_code, is_local
from nnviz.export.qr_code import qr_svg
from nnviz.ui.drawings.packaged import packaged_component
from nnviz.ui.shell.session import SHARE_PLACE, session
from nnviz.ui.widgets.untrusted_text import show_warning


@st.fragment
def share_popover(key: str, view: Callable[[], Addressed | None], title: str) -> None:
    """Draw a button that opens the panel. What is shared is asked for when it is opened, so it is never out of date.

    Parameters
    ----------
    key : str
        Before the keys of its widgets.
    view : callable
        Returns what is on view; None on a page without settings.
    title : str
        Of the page.
    """
    opened = f"{key}.share"

    def ask_for_code() -> None:
        session()[opened] = False  # it would hide the code
        session()[f"{key}.wants_code"] = True

    panel = st.popover(
        "Share",
        icon=":material/share:",
        type="tertiary",
        help="Share this page as it is now",
        key=opened,
        on_change="rerun",
    )
    words = "**Share this page as it is now.** The address holds all of its settings."
    if session().pop(f"{key}.wants_code", False):
        _show_code(_address(view(), st.context.url or "")[0])
    elif panel.open:
        with panel:
            share_fields(key, view(), title, words, on_code=ask_for_code)


def share_fields(
    key: str,
    view: Addressed | None,
    title: str,
    words: str,
    subject: str = "page",
    page: str | None = None,
    on_code: Callable[[], None] | None = None,
) -> bool:
    """Draw the address with a button that copies it, a button for its QR code, and the HTML that embeds it.

    Where no address leads to the view, only the reason is shown.

    Parameters
    ----------
    key : str
        Before the keys of the widgets.
    view : Addressed or None
        What is on view; None on a page without settings.
    title : str
        Of the page.
    words : str
        What opening the address does, in Markdown.
    subject : str
        What the address is of, in a word.
    page : str, optional
        The page's own address, without what follows a question mark; the one in the visitor's browser unless given.
    on_code : callable, optional
        Called when the QR code is asked for; unless given, it is shown.

    Returns
    -------
    bool
        Whether the view has an address.
    """
    here = page or st.context.url or ""
    try:
        address_of(view, here)
    except ValueError as error:
        show_warning(f"What is on view has no address: {error}.")
        return False
    address, problem = _address(view, here)
    st.markdown(words)
    if not problem:
        data = {"address": address, "name": f"Address of this {subject}", "label": "Copy address"}
        packaged_component("share")(key=f"{key}.copy", data=data, height="content")
    else:
        show_warning(f"This address was not made: {problem}.")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        label, icon = "QR code for the room", ":material/qr_code_2:"
        wants_code = st.button(label, icon=icon, key=f"{key}.qr", on_click=on_code, disabled=bool(problem))
        if is_local(here):
            _other_place(f"{key}.place")
    if not problem:
        st.markdown("HTML that shows this page inside another one, such as a course page, without the navigation:")
        st.code(embed_code(address, f"{title} · nnviz"), language=None, wrap_lines=True)
    if wants_code and on_code is None:
        _show_code(address)
    return True


def _address(view: Addressed | None, here: str) -> tuple[str, str]:
    """Return the address for others, as far as they can reach the app; or an empty text, and why there is none."""
    try:
        return address_of(view, here, session().get(SHARE_PLACE, "") if is_local(here) else ""), ""
    except ValueError as error:
        return "", str(error)


def _other_place(key: str) -> None:
    """Ask where others reach the app, as this page's own address leads nobody else here; one answer for all pages."""

    def keep() -> None:
        session()[SHARE_PLACE] = session()[key]

    session()[key] = session().get(SHARE_PLACE, "")
    st.text_input(
        "Address at which others reach this app",
        key=key,
        on_change=keep,
        placeholder="192.168.1.20:8501",
        width=320,
        help="An address with localhost opens only on this computer. Streamlit prints its Network URL when it "
        "starts: enter it here, so that the address and the QR code work for others.",
    )


@st.dialog("Open this page on another screen", width="large")
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

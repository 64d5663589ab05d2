"""The address of what a page shows, as the user opened the app or as others can reach it; and how to embed it."""

import re
from html import escape
from typing import Protocol
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})

EMBEDDED_HEIGHT = 720
"""Pixels of a frame inside another page: what fits into the window that the pages are made for."""


class Addressed(Protocol):
    """What an address can lead to: the settings of a page, or the recipe of a run."""

    def to_query(self) -> dict[str, str]:
        """Return the parameters of the address; a ValueError says why there is none."""
        ...


def address_of(view: Addressed | None, page: str, elsewhere: str = "") -> str:
    """Return the address that leads to a view.

    Parameters
    ----------
    view : Addressed or None
        None for a page without settings.
    page : str
        The page's own address, such as ``http://localhost:8501/playground``; what follows its path is replaced.
    elsewhere : str
        Where others reach the app, such as ``192.168.1.20:8501``; the page's own place unless given.

    Raises
    ------
    ValueError
        If the view fits into no address, or `elsewhere` is no place of a web server.
    """
    scheme, place, path, _, _ = urlsplit(page)
    if elsewhere:
        scheme, place = _place(elsewhere, scheme)
    query = urlencode(view.to_query(), quote_via=quote, safe=":,~.-_") if view is not None else ""
    return urlunsplit((scheme, place, path, query, ""))


def embed_code(address: str, title: str) -> str:
    """Return the HTML that shows a view inside another web page, without the app's navigation.

    Parameters
    ----------
    address : str
        What `address_of` returned.
    title : str
        What the frame is called for those who cannot see it.
    """
    parts = urlsplit(address)
    source = urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, "embed=true")))))
    return (
        f'<iframe src="{escape(source)}" title="{escape(title)}" width="100%" height="{EMBEDDED_HEIGHT}" '
        'style="border: 0" loading="lazy" allow="clipboard-write; fullscreen"></iframe>'
    )


def is_local(page: str) -> bool:
    """Return whether an address leads only to the computer that it is opened on."""
    return (urlsplit(page).hostname or "") in _LOCAL


def _place(text: str, usual_scheme: str) -> tuple[str, str]:
    """Read ``192.168.1.20:8501`` or ``https://host/anything`` as scheme and place."""
    stripped = text.strip()
    try:
        parts = urlsplit(stripped if "://" in stripped else f"{usual_scheme or 'http'}://{stripped}")
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known or not re.fullmatch(r"[\w.\-:\[\]]+", parts.netloc, re.ASCII):
        raise ValueError(
            f"expected the place of a web server, such as 192.168.1.20:8501, got {stripped[:60]!r}; Streamlit prints "
            "it as its Network URL when it starts"
        )
    return parts.scheme, parts.netloc

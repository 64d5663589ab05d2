"""The address of one step of a run, as the user opened the app or as others can reach it."""

import re
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from nnviz.experiments import RunRecipe

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})


def address_of(recipe: RunRecipe, page: str, elsewhere: str = "") -> str:
    """Return the address that leads to the end of a recipe.

    Parameters
    ----------
    recipe : RunRecipe
    page : str
        The page's own address, such as ``http://localhost:8501/playground``; what follows its path is replaced.
    elsewhere : str
        Where others reach the app, such as ``192.168.1.20:8501``; the page's own place unless given.

    Raises
    ------
    ValueError
        If the recipe fits into no address, or `elsewhere` is no place of a web server.
    """
    scheme, place, path, _, _ = urlsplit(page)
    if elsewhere:
        scheme, place = _place(elsewhere, scheme)
    query = urlencode(recipe.to_query(), quote_via=quote, safe=":,~.-_")
    return urlunsplit((scheme, place, path, query, ""))


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

"""Names out of people's files, made fit to stand in a figure."""

from html import escape

LONGEST = 14
"""Characters that fit beside an axis."""


def whole(name: str) -> str:
    """Return a name without markup, which Plotly would obey."""
    return escape(name, quote=False)


def short(name: str) -> str:
    """Return a name without markup, cut to what fits beside an axis."""
    return whole(name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…")

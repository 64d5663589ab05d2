"""Names from data files, made safe and short for a figure."""

from html import escape

LONGEST = 14
"""Characters that fit beside an axis."""


def whole(name: str) -> str:
    """Return a name with its markup escaped, which Plotly would interpret."""
    return escape(name, quote=False)


def short(name: str) -> str:
    """Return a name with its markup escaped, cut to what fits beside an axis."""
    return whole(name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…")

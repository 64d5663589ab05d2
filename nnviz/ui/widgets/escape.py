"""Texts that may hold names out of people's files, made fit for Markdown."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:&])")


def plain(text: str) -> str:
    """Return Markdown that shows a text as it is: no link, no formula, no colour in it is obeyed."""
    return _MARKS.sub(r"\\\1", text.replace("\n", " "))

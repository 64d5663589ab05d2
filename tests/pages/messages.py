"""What a page tells in its message boxes, as a person reads it."""

import re

from streamlit.testing.v1 import AppTest


def read(markdown: str) -> str:
    """Take the backslashes away that keep Markdown from obeying a text."""
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", markdown)


def warnings(page: AppTest) -> list[str]:
    """The warnings: what was left out of an address, and why a value was refused."""
    return [read(element.value) for element in page.warning]


def errors(page: AppTest) -> list[str]:
    """The errors."""
    return [read(element.value) for element in page.error]

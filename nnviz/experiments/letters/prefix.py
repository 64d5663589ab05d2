"""The beginning of a name, as a person types it."""

import re
from typing import Annotated

from pydantic import AfterValidator

MOST_LETTERS = 12


def _letters(text: str) -> str:
    written = text.strip().lower()
    if not re.fullmatch(f"[a-z]{{0,{MOST_LETTERS}}}", written):
        raise ValueError(f"expected at most {MOST_LETTERS} letters from a to z, such as mari, got {text[:40]!r}")
    return written


Prefix = Annotated[str, AfterValidator(_letters)]
"""A field of settings: in small letters, without spaces around it; may be empty."""

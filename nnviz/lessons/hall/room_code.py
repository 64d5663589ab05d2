"""The code of a room: five letters to read across a hall and to type on a phone."""

import re
import secrets
from collections.abc import Callable, Container

LETTERS = "BCDFGHJKMNPRSTWXZ"
"""No letter that looks like another one or like a digit, and no vowel: so that no word comes of it."""

LENGTH = 5

AVOIDED = re.compile("BTC|CCK|CNT|CRP|DCK|FCK|FGT|FKK|FTZ|KKK|NGG|NGR|PMM|PNS|RSCH|SHT|TTS|WTF|BDSM|HH|KZ|NZ|SS|SX|XXX")
"""Abbreviations that a hall would laugh at, or worse."""

_CODE = re.compile(f"[{LETTERS}]{{{LENGTH}}}")


def new_code(taken: Container[str], choose: Callable[[str], str] = secrets.choice) -> str:
    """Return a code that no room has.

    Parameters
    ----------
    taken : container of str
        The codes of the rooms there are: few beside the million that are possible.
    choose : callable
        Chooses one of some letters.
    """
    while True:
        code = "".join(choose(LETTERS) for _ in range(LENGTH))
        if not AVOIDED.search(code) and code not in taken:
            return code


def read_code(text: str) -> str | None:
    """Return the code that a person typed, in capitals; None where it cannot be one."""
    code = text.strip().upper()
    return code if _CODE.fullmatch(code) else None

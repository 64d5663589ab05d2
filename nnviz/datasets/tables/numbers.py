"""Cells become numbers: decimal points or commas, thousands in groups, what stands beside a number, and gaps."""

import math
import re
from collections.abc import Collection
from typing import Literal, NamedTuple

from nnviz.datasets.standardizer import LARGEST_INPUT

DecimalMark = Literal[".", ","]

MISSING = frozenset(("", "NA", "N/A", "n/a", "na", "NaN", "nan", "NAN", "<NA>", "null", "NULL", "#N/A", "#NV", "?"))
"""Cells that mean "not known" in every column."""
SIGNS_FOR_GAPS = frozenset(("-", "--", "---", "\u2013", "\u2014", ".", "..", "..."))
"""Cells that mean "not known" in a column of numbers, as plainly as an empty one."""
_GAPS = """
- -- --- – — . .. ... … * ? ?? ??? na n/a n.a. n.a nan <na> none null (null) nil \\n unknown unk missing undefined
n/d n.d. nd tbd tba pending error unavailable blank (blank) empty refused unbekannt fehlt k.a. inconnu desconocido
#n/a #nv #value! #wert! #ref! #div/0! #name? #num! #null!
"""
_GAP_WORDS = frozenset(_GAPS.split()) | {
    "not available",
    "not known",
    "not applicable",
    "not measured",
    "no data",
    "no answer",
    "keine angabe",
    "n. a.",
    "k. a.",
}
"""Words that people write where a number is not known, in small letters."""

_EXPONENT = r"(?:[eE][-+]?[0-9]+)?"
_WHOLE = re.compile(rf"[-+]?[0-9]+{_EXPONENT}")
_DECIMAL = {
    mark: re.compile(rf"[-+]?(?:[0-9]+{re.escape(mark)}[0-9]*|{re.escape(mark)}[0-9]+){_EXPONENT}") for mark in ".,"
}
_BLANK_GROUPS = "\u0020\u00a0\u202f\u2009'\u2019"
_GROUPED = {
    mark: re.compile(
        rf"[-+]?(?:[1-9][0-9]{{0,2}}([{group}{_BLANK_GROUPS}])[0-9]{{3}}(?:\1[0-9]{{3}})*"
        rf"|[1-9][0-9]?(?:{re.escape(group)}[0-9]{{2}})+{re.escape(group)}[0-9]{{3}})(?:{re.escape(mark)}[0-9]*)?"
    )
    for mark, group in ((".", ","), (",", "."))
}
"""Thousands in groups, lakhs included (12,34,567)."""
_ONE_GROUP = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_INFINITE = re.compile(r"[-+]?(?i:inf(?:inity)?)")
_ANY = re.compile("|".join(f"(?:{part.pattern})" for part in (_WHOLE, *_DECIMAL.values(), _INFINITE)))
_GROUP_SEPARATOR = re.compile(r"[\s,.'\u2019]")
_LONGEST_BEFORE_UNIT = 7
"""More digits with a letter right behind them are a code."""
_PLAIN_CELLS = re.compile(r"(?:[-+]?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,40})?(?:\n(?=.)|\Z))+")
_PLAIN = str.maketrans(
    "\N{MINUS SIGN}\uff0d\uff0e\uff0c\uff05\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
    "--.,%0123456789",
)
"""The minus sign of typesetters, and the wide forms that Chinese and Japanese texts use."""
_MAX_LETTERS = 60
"""A number written with more is a text."""

_CURRENCY = (
    r"[A-Z]{0,2}[$€£¥₹₽₩₺₪₫฿₴₦₱]|(?:USD|EUR|GBP|CHF|JPY|CNY|RMB|INR|SEK|NOK|DKK|PLN|CZK|HUF|AUD|CAD|NZD|BRL|MXN|Rs\.?)"
    r"(?=[\s0-9])"
)
_UNIT = r"(?:[^\W\d_]|[%‰°µ€$£¥₹₽₩₺₪₫฿₴₦₱])(?:[^\W\d_]|[%°µ²³/^·*.€$]){0,11}[23]?"
_BESIDE = re.compile(
    r"(?P<bound><=|>=|[<>≤≥~≈]|ca\.)?\s*(?P<open>\()?\s*(?P<sign>[-+])?\s?"
    rf"(?:(?P<before>{_CURRENCY}|%)\s*)?"
    rf"(?P<core>[-+]?[0-9.,][0-9.,'\u2019\s]*{_EXPONENT})"
    rf"(?P<after>\s*{_UNIT}(?:\s{_UNIT})?)?(?P<note>[*†‡]|\[[0-9a-z]{{1,3}}\])?\s*(?P<close>\))?(?P<minus>-)?"
)
_DATES = """
am pm a.m. p.m. bc ad mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep sept oct nov dec january february
march april june july august september october november december januar februar märz mär mai juni juli oktober okt
dezember dez
"""
_NO_UNITS = frozenset(_DATES.split())
"""Words that make a date or a time of a number."""


class Written(NamedTuple):
    """A number as it is written: its digits, and what stands beside them."""

    core: str
    unit: str = ""
    negative: bool = False
    """Whether brackets or a minus behind it make it negative."""
    bound: bool = False
    """Whether it is a bound, as in <0.1, or an estimate."""
    noted: bool = False
    """Whether the mark of a footnote stands behind it."""

    @property
    def bare(self) -> bool:
        """Whether nothing but digits, sign and marks was written."""
        return not (self.unit or self.negative or self.bound or self.noted)


def written_number(cell: str) -> Written | None:
    """Return how a cell writes a number, under either decimal mark, infinity included; None where it is a text."""
    if len(cell) > _MAX_LETTERS:
        return None
    if not cell.isascii():
        cell = cell.translate(_PLAIN)
    if _ANY.fullmatch(cell) or _is_plain(cell):
        return Written(cell)
    if not any(map(str.isdigit, cell)):
        return None
    found = _BESIDE.fullmatch(cell)
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    core = found["core"].strip()
    unit = " ".join((found["before"] or found["after"] or "").split())
    if (found["before"] and found["after"]) or unit.casefold().rstrip(".") in _NO_UNITS or not _is_plain(core):
        return None
    signs = (found["sign"], found["open"], found["minus"], core[0] if core[0] in "+-" else None)
    if sum(sign is not None for sign in signs) > 1:
        return None
    if core == "0" and unit[:1] in ("x", "X"):  # a number in base 16
        return None
    if (found["after"] or " ")[:1].isalpha() and len(core) > _LONGEST_BEFORE_UNIT:  # a code, as 395000000A
        return None
    dash = bool(found["minus"]) and core[-1] in ".,"  # no cents, as in 12.-
    negative = bool(found["open"] or (found["minus"] and not dash))
    core = (found["sign"] or "") + core
    return Written(core, unit.rstrip("."), negative, bool(found["bound"]), bool(found["note"]) or dash)


def _is_plain(core: str) -> bool:
    return bool(_ANY.fullmatch(core) or _GROUPED["."].fullmatch(core) or _GROUPED[","].fullmatch(core))


def are_plain(cells: Collection[str]) -> bool:
    """Return whether all cells are numbers of digits, signs and decimal points alone, which most columns hold."""
    text = "\n".join(cells)
    return bool(_PLAIN_CELLS.fullmatch(text)) and text.count("\n") == len(cells) - 1


def looks_numeric(cell: str) -> bool:
    """Return whether a cell is a number, whatever stands beside it."""
    return written_number(cell) is not None


def is_gap(cell: str) -> bool:
    """Return whether a cell means "not known" in a column of numbers."""
    return cell in MISSING or cell.casefold() in _GAP_WORDS


def has_leading_zero(core: str) -> bool:
    """Return whether a whole number begins with a zero that a number does not need."""
    return len(core) > 1 and core[0] == "0" and core.isdigit()


def is_whole(core: str) -> bool:
    """Return whether a number has digits alone, without decimal mark and groups."""
    return bool(_WHOLE.fullmatch(core))


def is_one_group(core: str) -> bool:
    """Return whether a number can be both: 1.234 is a little more than one, or a thousand and some."""
    return bool(_ONE_GROUP.fullmatch(core))


def implied_mark(core: str) -> DecimalMark | None:
    """Return the decimal mark that a number must have been written with; None where it could be either."""
    if _WHOLE.fullmatch(core) or _ONE_GROUP.fullmatch(core):
        return None
    point, comma = (bool(_DECIMAL[mark].fullmatch(core) or _GROUPED[mark].fullmatch(core)) for mark in ".,")
    if point == comma:
        return None
    return "." if point else ","


def is_grouped(core: str, mark: DecimalMark) -> bool:
    """Return whether a number is read with its thousands grouped."""
    return not _DECIMAL[mark].fullmatch(core) and bool(_GROUPED[mark].fullmatch(core))


def to_number(written: Written, mark: DecimalMark) -> float:
    """Return a number; NaN where it is none under this mark, or infinite, or too large to compute with."""
    core = written.core
    if _WHOLE.fullmatch(core):
        value = float(core)
    elif _DECIMAL[mark].fullmatch(core):
        value = float(core.replace(mark, "."))
    elif _GROUPED[mark].fullmatch(core):
        whole, _, decimals = core.partition(mark)
        value = float(f"{_GROUP_SEPARATOR.sub('', whole)}.{decimals}")
    else:
        return math.nan
    if abs(value) > LARGEST_INPUT:
        return math.nan
    return -value if written.negative else value

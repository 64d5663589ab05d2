"""Which character separates the cells: the one that makes the rows most alike and the cells least odd."""

import re
from collections import Counter
from typing import NamedTuple

from nnviz.datasets.tables.account import Question
from nnviz.datasets.tables.numbers import looks_numeric
from nnviz.datasets.tables.table import quoted

SEPARATORS = {"\t": "tab", ";": "semicolon", "|": "vertical bar", ",": "comma", " ": "blanks", "": "none"}
"""In the order that decides between equals: a comma may also stand in numbers."""

_SAMPLE_CHARACTERS = 60_000
_SAMPLE_LINES = 200
_CLOSE = 0.9
"""A separator that reaches this share of the best one's consistency is asked about."""
_QUOTED = "Q"
_ODD = re.compile(r'[\t;|,"]|[0-9]\s+[-+.,]?[0-9]')


class FoundSeparator(NamedTuple):
    """The separator, and a question where another one fits about as well."""

    separator: str
    question: Question | None = None


def find_separator(text: str) -> FoundSeparator:
    """Return the separator with the highest consistency.

    Consistency is the product of two scores: how alike the rows are, and how many cells are of a known type. Cells in
    quotation marks are of a known type, whatever they hold.

    References
    ----------
    G. J. J. van den Burg, A. Nazábal, C. Sutton, "Wrangling messy CSV files by detecting row and type patterns", Data
    Mining and Knowledge Discovery 33 (2019), equations 1 to 3.
    """
    sample = text[:_SAMPLE_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > _SAMPLE_CHARACTERS and "\n" in sample:
        sample = sample[: sample.rfind("\n")]
    rows = {separator: _rows(sample, separator) for separator in SEPARATORS if separator}
    scores = {separator: _consistency(rows[separator]) for separator in rows}
    if not _blanks_separate(rows[" "], max(score for separator, score in scores.items() if separator != " ")):
        scores[" "] = 0.0
    able = sorted((s for s in scores if _usual_width(rows[s]) > 1), key=scores.__getitem__, reverse=True)
    if not able or scores[able[0]] <= 0.0:
        return FoundSeparator("")
    rivals: list[str] = []
    for separator in able:
        if scores[separator] >= _CLOSE * scores[able[0]] and all(rows[separator] != rows[other] for other in rivals):
            rivals.append(separator)
    if len(rivals) == 1:
        return FoundSeparator(able[0])
    options = tuple((separator, _result_in_words(separator, rows[separator])) for separator in rivals)
    return FoundSeparator(able[0], Question("separator", "what separates the cells?", options, able[0]))


def _rows(sample: str, separator: str) -> list[list[str]]:
    """Split leniently: what stands in quotation marks becomes one letter first."""
    between, blanks = (r"[ \t]", "") if separator == " " else (re.escape(separator), " *+")
    whole = re.compile(rf'(^|{between}){blanks}"(?:[^"]|"")*+"(?={blanks}(?:{between}|$))', re.MULTILINE)
    lines = [line for line in whole.sub(rf"\1{_QUOTED}", sample).split("\n")[: 2 * _SAMPLE_LINES] if line.strip()]
    cut = re.compile(
        " +" if separator == " " and "\t" in sample else r"\s+" if separator == " " else re.escape(separator)
    )
    rows = [[cell.strip() for cell in cut.split(line.strip(" "))] for line in lines[:_SAMPLE_LINES]]
    return [cells for cells in rows if any(cells)]


def _consistency(rows: list[list[str]]) -> float:
    """Return the product of pattern score and type score, 0 without rows."""
    if not rows:
        return 0.0
    widths = Counter(map(len, rows))
    pattern = sum(n * max(1e-3, width - 1) / width for width, n in widths.items()) / len(widths) / len(rows)
    cells = Counter(cell for row in rows for cell in row)
    known = sum(n for cell, n in cells.items() if not _ODD.search(cell) or looks_numeric(cell))
    return pattern * known / sum(cells.values())


def _usual_width(rows: list[list[str]]) -> int:
    return Counter(map(len, rows)).most_common(1)[0][0] if rows else 1


def _blanks_separate(rows: list[list[str]], best_other: float) -> bool:
    """Return whether blanks can be more than the blanks between words: among numbers, or in rows of equal length."""
    words = [cell for row in rows for cell in row if cell != _QUOTED]
    if sum(looks_numeric(word) for word in words) >= len(words) / 2:
        return True
    return best_other < 0.01 and len(rows) > 2 and len(set(map(len, rows))) == 1


def _result_in_words(separator: str, rows: list[list[str]]) -> str:
    width = _usual_width(rows)
    example = next(row for row in rows if len(row) == width)
    return f"{SEPARATORS[separator]}: {width} columns, such as " + " and ".join(map(quoted, example[:3]))

"""Which decimal mark a table uses, and whether 1.234 is a little more than one or a thousand and some."""

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.datasets.tables.account import Question
from nnviz.datasets.tables.columns import CellColumn
from nnviz.datasets.tables.numbers import DecimalMark, implied_mark, is_one_group, is_whole, to_number
from nnviz.datasets.tables.table import TableError, quoted

_NAMES: dict[DecimalMark, str] = {".": "point", ",": "comma"}
_OTHER: dict[DecimalMark, DecimalMark] = {".": ",", ",": "."}


@dataclass(frozen=True)
class Marks:
    """The decimal mark of each column of numbers.

    Attributes
    ----------
    by_column : tuple of {'.', ','}
    reason : str
        How they were detected.
    question : Question or None
        Where both readings are possible.
    asked : frozenset of int
        The columns that the question is about.
    """

    by_column: tuple[DecimalMark, ...]
    reason: str
    question: Question | None = None
    asked: frozenset[int] = frozenset()


def find_marks(columns: Sequence[CellColumn], separator: str, wanted: DecimalMark | None) -> Marks:
    """Find the decimal mark of each column of numbers.

    A number that can only be meant one way, such as 1,5, decides for its column, and for the columns that leave it
    open. Whole numbers of 100 and more beside groups (950, 1.050) show that thousands stand in groups, unless one as
    long as a group has none (1500, 1.050). What then is still open is read as is usual with the separator, and asked.

    Parameters
    ----------
    columns : sequence of CellColumn
        Those that hold numbers.
    separator : str
    wanted : {'.', ','}, optional
        The mark of all columns that do not show another one.

    Raises
    ------
    TableError
        If a column shows both marks and none is wanted.
    """
    evidence = [_evidence(column, wanted) for column in columns]
    shown = {k: next(iter(found.items())) for k, found in enumerate(evidence) if len(found) == 1}
    marks: dict[int, DecimalMark] = {k: mark for k, (mark, _) in shown.items()}
    groups = {k: group for k, column in enumerate(columns) if k not in marks and (group := _one_group(column))}
    if wanted is not None:
        by_column = tuple(marks.get(k, wanted) for k in range(len(columns)))
        return Marks(by_column, f"decimal {_NAMES[wanted]}, as chosen")
    usual = set(marks.values())
    for k in groups:
        if (decided := _decided(columns[k], groups[k], separator, usual)) is not None:
            marks[k] = decided
    usual = set(marks.values())
    asked = [k for k in groups if k not in marks and len(usual) != 1]
    asked += [k for k in groups if k not in marks and len(usual) == 1 and _contradicts(columns[k], groups[k], usual)]
    default: DecimalMark = next(iter(usual)) if len(usual) == 1 else "."
    question = None
    if asked:
        column = columns[asked[0]]
        default = _default(column, groups[asked[0]], separator, usual)
        question = _question(column, groups[asked[0]], default)
        marks |= dict.fromkeys(asked, default)
    by_column = tuple(marks.get(k, default) for k in range(len(columns)))
    return Marks(by_column, _reason(columns, shown, groups, by_column, asked), question, frozenset(asked))


def _evidence(column: CellColumn, wanted: DecimalMark | None) -> dict[DecimalMark, str]:
    """Return the first cell that implies each decimal mark."""
    found: dict[DecimalMark, str] = {}
    for cell, written in column.written.items():
        if "," not in written.core and ("." in found or "." not in written.core):
            continue
        mark = implied_mark(written.core)
        if mark and mark not in found:
            found[mark] = cell
    if len(found) == 2 and wanted is None:
        point, comma = found["."], found[","]
        raise TableError(
            f"row {column.row(comma)}, column {quoted(column.name)}: {quoted(comma)} has a decimal comma, but "
            f"row {column.row(point)}, column {quoted(column.name)} has a decimal point ({quoted(point)}); "
            "write all numbers in one way",
            row=column.row(comma),
            column=column.name,
        )
    return found


def _one_group(column: CellColumn) -> str:
    """Return the first cell that could be both, or nothing."""
    return next((cell for cell, written in column.written.items() if is_one_group(written.core)), "")


def _separating(cell: str) -> DecimalMark:
    """Return the mark in a cell that could be both."""
    return "," if "," in cell else "."


def _seems_grouped(column: CellColumn) -> bool:
    """Return whether whole numbers of 100 and more stand beside groups, and none as long as a group without one."""
    wholes = [abs(float(number.core)) for number in column.written.values() if is_whole(number.core)]
    digits = [sum(map(str.isdigit, n.core)) for n in column.written.values() if is_one_group(n.core)]
    return any(value >= 100 for value in wholes) and all(value < 10 ** (min(digits) - 1) for value in wholes)


def _decided(column: CellColumn, cell: str, separator: str, usual: set[DecimalMark]) -> DecimalMark | None:
    """Return the mark that a column's other numbers, the other columns or the separator leave as the only one."""
    mark = _separating(cell)
    if usual == {_OTHER[mark]} or (separator == "," == mark):  # who writes decimal commas separates by something else
        return _OTHER[mark]
    if _seems_grouped(column):
        return None if usual == {mark} or separator == "," else _OTHER[mark]
    return mark if usual == {mark} or separator == "," else None


def _contradicts(column: CellColumn, cell: str, usual: set[DecimalMark]) -> bool:
    """Return whether a column looks grouped by the mark that is the decimal one elsewhere."""
    return usual == {_separating(cell)} and _seems_grouped(column) and _ends_in_zero(column)


def _ends_in_zero(column: CellColumn) -> bool:
    """Return whether a group ends in a zero, as no decimals beside whole numbers do."""
    return any(is_one_group(written.core) and written.core.endswith("0") for written in column.written.values())


def _default(column: CellColumn, cell: str, separator: str, usual: set[DecimalMark]) -> DecimalMark:
    mark = _separating(cell)
    if _seems_grouped(column):
        return _OTHER[mark] if _ends_in_zero(column) else mark
    return _OTHER[mark] if mark == "," and separator != ";" else mark


def _question(column: CellColumn, cell: str, default: DecimalMark) -> Question:
    options = tuple(
        (mark, f"a decimal {name}: {quoted(cell)} is {to_number(column.written[cell], mark):.15g}")
        for mark, name in _NAMES.items()
    )
    place = f"{column.at(cell)}, column {quoted(column.name)}"
    return Question("decimal", f"how are decimals written? {place}, can be read in two ways", options, default)


def _reason(
    columns: Sequence[CellColumn],
    shown: dict[int, tuple[DecimalMark, str]],
    groups: dict[int, str],
    by_column: Sequence[DecimalMark],
    asked: Sequence[int],
) -> str:
    """Say how the mark was detected."""
    parts = []
    for mark in (".", ","):
        example = next(((k, cell) for k, (found, cell) in shown.items() if found == mark), None)
        if example:
            column = columns[example[0]]
            parts.append(f"decimal {_NAMES[mark]}: {column.at(example[1])}, column {quoted(column.name)}")
    decided = {by_column[k] for k in groups}
    if parts:
        return "; ".join(parts)
    if asked:
        return f"decimal {_NAMES[by_column[min(asked)]]} for now: see the question"
    if len(decided) == 1:
        mark = next(iter(decided))
        between = {_separating(cell) for cell in groups.values()}
        grouped = f"; {_NAMES[_OTHER[mark]]}s stand between thousands" if _OTHER[mark] in between else ""
        return f"decimal {_NAMES[mark]}{grouped}"
    return "decimal point" if decided else "none: all numbers are whole"

"""How a table was read, summarized in plain words."""

import numpy as np

from nnviz.datasets.tables.separator import SEPARATORS
from nnviz.datasets.tables.table import TableColumn, join_names, quoted


def separator_in_words(separator: str, chosen: bool) -> str:
    """Name what stands between the cells."""
    found = f"{SEPARATORS[separator]}, as chosen" if chosen else SEPARATORS[separator]
    return "none: each row is one cell" if not separator else found


def types_in_words(columns: tuple[TableColumn, ...]) -> str:
    """Say which columns hold numbers, and which texts."""
    parts = []
    for kind, what in (("number", "numbers"), ("category", "texts")):
        names = [column.name for column in columns if column.kind == kind]
        if names:
            parts.append(f"{what} in {join_names(names)}")
    return "; ".join(parts)


def missing_in_words(columns: tuple[TableColumn, ...], rows: np.ndarray) -> str:
    """Say how many cells hold nothing, and where the first of them is."""
    gaps = [(column, column.missing) for column in columns if column.missing.any()]
    if not gaps:
        return "no cell"
    count = sum(int(mask.sum()) for _, mask in gaps)
    column, mask = gaps[0]
    cells = "1 cell" if count == 1 else f"{count:,} cells"
    return (
        f"{cells}, in {join_names([column.name for column, _ in gaps])}; the first is row "
        f"{rows[int(np.argmax(mask))]}, column {quoted(column.name)}. Rows with a gap in a chosen column are left out."
    )

"""Tables as CSV: every number exact, and no cell that a spreadsheet would take for a formula."""

import csv
import math
import re
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

import numpy as np

from nnviz.experiments import Run, RunSettings
from nnviz.experiments.run.target_units import RMSE_COLUMNS, has_target_units
from nnviz.export.names import named_parameters

HISTORY_COLUMNS = ("step", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
"""What a row of a history holds."""

_WHOLE = ("step",)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_FORMULA = tuple(
    "=+-@\t\r\n|%\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)


def history_columns(run: Run) -> tuple[str, ...]:
    """Return what a row of the history of this run holds: errors too, where its target has units of its own."""
    return (*HISTORY_COLUMNS, *RMSE_COLUMNS) if has_target_units(run) else HISTORY_COLUMNS


def history_csv(rows: Iterable[Sequence[float]], columns: Sequence[str] = HISTORY_COLUMNS) -> str:
    """Return the history of a run as CSV.

    Parameters
    ----------
    rows : iterable of sequence of float
        One a point of the curves.
    columns : sequence of str
        Their names.

    Returns
    -------
    str
        A header and a line a row; numbers as Python writes them, which loses nothing; NaN is an empty cell.
    """
    whole = [name in _WHOLE for name in columns]
    return table_csv(
        columns,
        ([int(v) if is_whole else float(v) for v, is_whole in zip(row, whole, strict=True)] for row in rows),
    )


def weights_csv(run: Run) -> str:
    """Return every weight, bias and slope as CSV, one per line: parameter, row, column, value; counted from 0.

    ``W1,0,3`` goes from the first input of layer 1 to its fourth unit; a bias has a row only. Entries of kernels also
    have a channel and a filter: ``K1,0,2,0,5``; those of signals have no column.
    """
    parameters = list(named_parameters(run.state.network))
    kernels = any(part.name == "K" for part in parameters)
    header = ("parameter", "row", "column", *(("channel", "filter") if kernels else ()), "value")
    lines = [
        (part.short, *_place(part.name, index, kernels), value)
        for part in parameters
        for index, value in zip(np.ndindex(part.value.shape), part.value.ravel().tolist(), strict=True)
    ]
    return table_csv(header, lines)


def _place(name: str, index: tuple[int, ...], kernels: bool) -> tuple[int | str, ...]:
    """Return where an entry stands, in as many columns for all parameters."""
    if name == "K" and len(index) == 3:
        return (index[0], "", *index[1:])
    return (*index, *("",) * ((4 if kernels else 2) - len(index)))


def history_npz(rows: Iterable[Sequence[float]], columns: Sequence[str] = HISTORY_COLUMNS) -> bytes:
    """Return the history of a run as an .npz file with one array per column; ``np.load`` opens it without pickle."""
    values = np.array(list(rows), np.float64).reshape(-1, len(columns))
    whole = {name: values[:, k].astype(np.int64) if name in _WHOLE else values[:, k] for k, name in enumerate(columns)}
    file = BytesIO()
    np.savez(file, **whole)  # type: ignore[arg-type]
    return file.getvalue()


def settings_csv(settings: RunSettings) -> str:
    """Return the settings as CSV, one per line, including those that follow from others."""
    return table_csv(("setting", "value"), settings_rows(settings))


def settings_rows(settings: RunSettings) -> list[tuple[str, str]]:
    """Return the name and the value of every setting, as text."""
    derived = {
        "head": settings.head_name,
        "loss": settings.loss_choice,
        "scaling": settings.scaling_name,
        "target_scaling": settings.target_scaling_name,
    }
    rows = []
    if settings.own is not None:
        own = settings.own
        derived["own"] = f"{own.kind}, {own.n_samples} samples, {own.n_features} columns, {own.n_classes} classes"
    for name in type(settings).model_fields:
        value = derived.get(name, getattr(settings, name))
        text = ", ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
        rows.append((name, text))
    return rows


def table_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV (RFC 4180), its texts neutralised by `harmless`.

    Parameters
    ----------
    header : sequence of str
    rows : iterable of sequence
        Texts and numbers; None and NaN become empty cells.
    """
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would execute, such as ``=HYPERLINK(...)``.

    Numbers, also negative ones, stay as they are. NUL characters, which break many readers, are left out.
    """
    clean = text.replace("\0", "")
    first = clean.lstrip(" \N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}")
    return "'" + clean if first.startswith(_FORMULA) and not _NUMBER.fullmatch(clean) else clean


def _cell(value: object) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return "" if math.isnan(value) else float(value)
    return harmless(str(value))

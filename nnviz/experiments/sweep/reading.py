"""Reads a sweep from a settings file and tells all that is wrong in it before anything runs; writes one, too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, prod

import numpy as np

from nnviz.engine import SEED_LIMIT
from nnviz.experiments.address.codecs import number_text
from nnviz.experiments.address.echo import echo
from nnviz.experiments.sweep.experiment import EXPERIMENTS, SettingError, Value, experiment
from nnviz.experiments.sweep.sweep import Axis, Cell, Sweep
from nnviz.experiments.yaml_files.fields import Fields, Notebook, kind_of, meant, shown
from nnviz.experiments.yaml_files.nodes import Entries, FileKind, Items, Node, Text, read_nodes
from nnviz.experiments.yaml_files.problem import FileError

FORMAT = 1
"""The version of the format, which every file begins with."""

SWEEP = FileKind("sweep", f"sweep: {FORMAT}", "three")

MAX_AXES, MAX_VALUES, MAX_SEEDS, MAX_CELLS = 6, 100, 100, 10_000
"""Axes, values of one axis, seeds of a cell, and cells of a sweep."""

MAX_TEXT, MAX_TITLE = 400, 120
"""Characters of a value, and of a title."""

USUAL_SEEDS = 5

LOG_DIGITS = 4
"""Significant digits of values with equal ratios: enough to tell a hundred of them apart, and short in an address."""

_KEYS = ("sweep", "title", "experiment", "seeds", "settings", "axes")
_RANGE_KEYS = ("from", "to", "steps", "scale")


def read_sweep(data: bytes | str, file: str, checked: bool = True) -> Sweep:
    """Read a sweep.

    Parameters
    ----------
    data : bytes or str
        What stands in the file.
    file : str
        What messages call it.
    checked : bool
        Whether the settings of every cell are looked at; False for a file that is known to be fine.

    Raises
    ------
    FileError
        With everything that is wrong: keys, values, settings out of their bounds, cells whose settings do not fit
        together, too many cells.
    """
    notebook = Notebook(file)
    sweep = _Reader(notebook, checked).read(read_nodes(data, file, SWEEP))
    if notebook.problems:
        raise FileError(notebook.problems)
    return sweep


@dataclass(frozen=True)
class _Written:
    """A value with the line that it stands on."""

    value: Value
    line: int


class _Reader:
    """Reads one file; what is wrong is noted, and reading goes on."""

    def __init__(self, notebook: Notebook, checked: bool) -> None:
        self.notebook, self.checked = notebook, checked

    def read(self, node: Node) -> Sweep:
        """Return the sweep of a file; of one that is wrong, as far as it goes."""
        fields = Fields(node, "", _KEYS, self.notebook)
        if isinstance(node, Entries):
            if fields.required("sweep", str(FORMAT)) and (given := fields.text("sweep", 10)) not in ("", str(FORMAT)):
                wanted = f"expected {FORMAT}, the version of the format, got {echo(given)}; write sweep: {FORMAT}"
                fields.note("sweep", wanted)
            fields.required("experiment", "playground")
            fields.required("axes", "")
        name = fields.text("experiment", MAX_TITLE)
        if name and name not in EXPERIMENTS:
            fields.note("experiment", f"expected one of {', '.join(EXPERIMENTS)}, got {echo(name)}; choose one of them")
        title, seeds = fields.text("title", MAX_TITLE), self._seeds(fields)
        if name not in EXPERIMENTS:
            return Sweep("", ())
        known = experiment(name).settings
        settings = self._settings(fields.node("settings"), known)
        axes = self._axes(fields, known)
        for key in settings.keys() & axes.keys():
            message = f"expected {key} in settings or as an axis, got both; leave one out"
            self.notebook.note(settings[key].line, f"settings.{key}", message)
        found = tuple((key, one.value) for key, one in settings.items())
        sweep = Sweep(
            name, tuple(Axis(key, tuple(one.value for one in axes[key])) for key in axes), found, seeds, title
        )
        if not self.notebook.problems:
            self._check(sweep, settings, axes)
        return sweep

    def _seeds(self, fields: Fields) -> tuple[int, ...]:
        """Return the seeds: so many from 0 on, or those of a list."""
        node = fields.node("seeds")
        if node is None or isinstance(node, Text):
            return tuple(range(fields.whole("seeds", 1, MAX_SEEDS, USUAL_SEEDS)))
        seeds: list[int] = []
        for item in fields.items("seeds"):
            text = item.text if isinstance(item, Text) else ""
            if not (text.isascii() and text.isdigit() and len(text) < 11 and int(text) < SEED_LIMIT):
                wanted = f"expected whole numbers from 0 to {SEED_LIMIT - 1}, or how many seeds there are"
                self.notebook.note(item.line, "seeds", f"{wanted}, got {shown(item)}")
            elif int(text) in seeds:
                self.notebook.note(item.line, "seeds", f"expected each seed once, got {text} again; leave one out")
            else:
                seeds.append(int(text))
        if len(seeds) > MAX_SEEDS:
            fields.note("seeds", f"expected at most {MAX_SEEDS} seeds, got {len(seeds)}; leave some out")
        return tuple(seeds) or (0,)

    def _settings(self, node: Node | None, known: Sequence[str]) -> dict[str, _Written]:
        if node is None:
            return {}
        fields, found = Fields(node, "settings", known, self.notebook), {}
        entries = node.entries if isinstance(node, Entries) else ()
        for key, value in ((key.text, value) for key, value in entries if key.text in fields):
            if isinstance(value, Text) and value.text.strip():
                found[key] = self._value(value, fields.place(key))
            else:
                wanted = f"expected one value, got {kind_of(value)}; several values make an axis, under axes"
                self.notebook.note(value.line, fields.place(key), wanted)
        return found

    def _axes(self, fields: Fields, known: Sequence[str]) -> dict[str, tuple[_Written, ...]]:
        """Return the axes in the order of the file, which is that of the grid."""
        node = fields.node("axes")
        if node is None:
            return {}
        below = Fields(node, "axes", known, self.notebook)
        if not isinstance(node, Entries):
            return {}
        if not node.entries or len(node.entries) > MAX_AXES:
            fields.note(
                "axes", f"expected 1 to {MAX_AXES} axes, got {len(node.entries)}; an axis is a setting and values"
            )
        axes = {}
        for key, value in node.entries:
            if key.text in below:
                axes[key.text] = self._axis(value, below.place(key.text))
        return axes

    def _axis(self, node: Node, place: str) -> tuple[_Written, ...]:
        if isinstance(node, Entries):
            return self._range(node, place)
        if not isinstance(node, Items) or not node.items:
            wanted = "expected a list of values, or {from: 1, to: 12, steps: 12}"
            self.notebook.note(node.line, place, f"{wanted}, got {shown(node)}")
            return ()
        values = []
        for item in node.items:
            if isinstance(item, Text) and item.text.strip():
                values.append(self._value(item, place))
            else:
                self.notebook.note(
                    item.line, place, f"expected a value, got {kind_of(item)}; write one or leave it out"
                )
        return self._distinct(values, node.line, place)

    def _distinct(self, values: Sequence[_Written], line: int, place: str) -> tuple[_Written, ...]:
        if len(values) > MAX_VALUES:
            message = f"expected at most {MAX_VALUES} values, got {len(values)}; leave some out"
            self.notebook.note(line, place, message)
        seen = set[Value]()
        for one in values:
            if one.value in seen:
                wanted = f"expected each value once, got {echo(value_text(one.value))} again; leave one out"
                self.notebook.note(one.line, place, wanted)
            seen.add(one.value)
        return tuple(values[:MAX_VALUES])

    def _value(self, node: Text, place: str) -> _Written:
        text = node.text.strip()
        if len(text) > MAX_TEXT:
            message = f"expected at most {MAX_TEXT} characters, got {len(text):,}; write less"
            self.notebook.note(node.line, place, message)
        if "\n" in text:
            self.notebook.note(node.line, place, "expected one line, got several; write it on one")
        return _Written(value_of(text), node.line)

    def _range(self, node: Entries, place: str) -> tuple[_Written, ...]:
        """Return the values of ``{from, to, steps, scale}``."""
        fields = Fields(node, place, _RANGE_KEYS, self.notebook)
        before = len(self.notebook.problems)
        for key, such_as in (("from", "1"), ("to", "12"), ("steps", "12")):
            fields.required(key, such_as)
        low, high = (fields.number(key, -1e9, 1e9) for key in ("from", "to"))
        steps = fields.whole("steps", 2, MAX_VALUES, 2)
        scale = fields.text("scale", 10) or "linear"
        if scale not in ("linear", "log"):
            fields.note("scale", f"expected linear or log, got {echo(scale)}; {meant(scale, ('linear', 'log'))}")
        if scale == "log" and not (low > 0 and high > 0):
            fields.note("scale", "expected from and to above 0 where the scale is log, got others; choose linear")
        if low == high:
            fields.note("to", f"expected another number than in from, got {high:g} in both; write a list of one value")
        if len(self.notebook.problems) > before:
            return ()
        return self._distinct(
            [_Written(value, node.line) for value in spaced(low, high, steps, scale)], node.line, place
        )

    def _check(self, sweep: Sweep, settings: dict[str, _Written], axes: dict[str, tuple[_Written, ...]]) -> None:
        """Note settings that cannot be used: the first cell, each other value in it, then every cell."""
        cells = prod(len(values) for values in axes.values())
        if cells > MAX_CELLS:
            counts = " x ".join(str(len(values)) for values in axes.values())
            message = f"expected at most {MAX_CELLS:,} cells, got {cells:,} ({counts}); leave some values out"
            self.notebook.note(self.notebook.places["axes"], "axes", message)
            return
        lines = {key: (one.line, f"settings.{key}") for key, one in settings.items()}
        lines |= {key: (values[0].line, f"axes.{key}") for key, values in axes.items()}
        first = dict(sweep.settings) | {key: values[0].value for key, values in axes.items()}
        if not self._fits(sweep, first, lines, (0, "")):
            return
        for key, values in axes.items():
            for one in values[1:]:
                place = (one.line, f"axes.{key}")
                if not self._fits(sweep, first | {key: one.value}, lines | {key: place}, place):
                    break
        if not self.notebook.problems:
            self._check_cells(sweep, (self.notebook.places["axes"], "axes"))

    def _check_cells(self, sweep: Sweep, place: tuple[int, str]) -> None:
        """Note the first cell that cannot be run, or that is another one in other words."""
        found = dict[str, Cell]()
        for cell in sweep.cells():
            if not self._fits(sweep, dict(cell.settings), {}, place):
                return
            if cell.key in found:
                both = f"{_in_words(sweep, found[cell.key])}; and {_in_words(sweep, cell)}"
                message = f"expected different networks in all cells, got the same in two ({both}); leave one value out"
                self.notebook.note(*place, message)
                return
            found[cell.key] = cell

    def _fits(
        self, sweep: Sweep, values: dict[str, Value], lines: dict[str, tuple[int, str]], place: tuple[int, str]
    ) -> bool:
        """Return whether a cell can be run, and note what refuses it where that stands, or else at a place."""
        cell = Cell(sweep.experiment, tuple(values[axis.name] for axis in sweep.axes), tuple(values.items()), (0,))
        try:
            _ = cell.key  # asks for the task, which is checked
        except SettingError as error:
            if error.name in lines:
                self.notebook.note(*lines[error.name], str(error))
            else:
                name = f"{error.name}: " if error.name else ""
                self.notebook.note(*place, f"{name}{error} (in the cell {_in_words(sweep, cell)})")
            return False
        return True


def _in_words(sweep: Sweep, cell: Cell) -> str:
    names = (axis.name for axis in sweep.axes)
    told = (f"{name} {value_text(value)}" for name, value in zip(names, cell.place, strict=True))
    return echo(", ".join(told), 200)


def value_of(text: str) -> Value:
    """Return a text of a file as the value of a setting: a number where it is one, written as an int where it is whole.

    Examples
    --------
    >>> value_of("3"), value_of("0.50"), value_of("relu"), value_of("1e3")
    (3, 0.5, 'relu', 1000)
    """
    try:
        number = float(text) if text.isascii() and "_" not in text else np.nan
    except ValueError:
        return text
    if not isfinite(number):
        return text
    return int(number) if number == int(number) and abs(number) < 1e15 else number


def value_text(value: Value) -> str:
    """Return a value as a file and a table hold it; `value_of` reads it back."""
    return value if isinstance(value, str) else number_text(value)


def spaced(low: float, high: float, steps: int, scale: str) -> tuple[Value, ...]:
    """Return values with equal differences, or with equal ratios, then rounded to `LOG_DIGITS` digits.

    Examples
    --------
    >>> spaced(1, 4, 4, "linear"), spaced(0.25, 4, 5, "log")
    ((1, 2, 3, 4), (0.25, 0.5, 1, 2, 4))
    """
    if scale == "log":
        between = [float(f"{value:.{LOG_DIGITS}g}") for value in np.geomspace(low, high, steps).tolist()[1:-1]]
    else:
        between = [float(f"{low + (high - low) * k / (steps - 1):.12g}") for k in range(1, steps - 1)]
    return tuple(value_of(repr(value)) for value in (float(low), *between, float(high)))


def sweep_yaml(sweep: Sweep) -> str:
    """Return a sweep as a settings file; `read_sweep` reads the same sweep from it."""
    return "\n".join([*_lines(sweep), ""])


def _lines(sweep: Sweep) -> Iterator[str]:
    yield f"sweep: {FORMAT}"
    if sweep.title:
        yield f"title: {_quoted(sweep.title)}"
    yield f"experiment: {sweep.experiment}"
    counted = sweep.seeds == tuple(range(len(sweep.seeds)))
    yield f"seeds: {len(sweep.seeds) if counted else '[' + ', '.join(map(str, sweep.seeds)) + ']'}"
    if sweep.settings:
        yield "settings:"
        yield from (f"  {name}: {_quoted(value_text(value))}" for name, value in sweep.settings)
    yield "axes:"
    for axis in sweep.axes:
        yield f"  {axis.name}: [{', '.join(_quoted(value_text(value)) for value in axis.values)}]"


def _quoted(text: str) -> str:
    """Return a text as it stands in YAML: between quotes unless it is made of letters, digits, points and brackets."""
    bare = text and all(one.isalnum() or one in "._()=-+" for one in text) and text[0].isalnum() and text.isascii()
    return text if bare else "'" + text.replace("'", "''") + "'"

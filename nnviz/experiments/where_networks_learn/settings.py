"""The settings of the page "Where networks learn": which map, what of it is on view, and a map of one's own."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from nnviz.experiments.address.codecs import among, number_text
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.run.choice import ActivationChoice
from nnviz.experiments.run.hidden import MAX_HIDDEN
from nnviz.experiments.sweep import Axis, Sweep, Value
from nnviz.experiments.where_networks_learn.learning_map import Measured

OWN_DATA = {"circle": "Circle", "xor": "Exclusive or", "spiral": "Spiral"}
"""Data of a map that is computed on the page."""

MOST_OWN_CELLS = 120
MOST_OWN_RUNS = 360
MOST_OWN_WORK = 60_000
"""Bounds of such a map: cells, networks, and layers that are trained for an epoch, over all networks."""

MOST_COORDINATES = 12
LONGEST_COORDINATE = 80


def _coordinate(text: str) -> str:
    name, colon, value = text.partition(":")
    if not (name.isidentifier() and colon and value) or len(text) > LONGEST_COORDINATE:
        raise ValueError(f"expected an axis and a value such as depth:8, got {echo(text)}; name both")
    return text


Depth = Annotated[int, Field(ge=1, le=MAX_HIDDEN)]
Scale = Annotated[float, Field(ge=0.01, le=30.0)]
Rate = Annotated[float, Field(ge=1e-4, le=10.0)]


class WhereSettings(AddressRecord):
    """The page's settings."""

    source: Literal["shipped", "own", "table"] = "shipped"
    """The packaged sweep, one that is computed on the page, or a table that was loaded, which no address holds."""
    point: tuple[Annotated[str, AfterValidator(_coordinate)], ...] = Field((), max_length=MOST_COORDINATES)
    """The chosen cell, an entry such as ``depth:8`` for each axis; of an axis that is not named, its usual value."""
    rows: str = Field("depth", max_length=LONGEST_COORDINATE, pattern=r"^[a-z_]+$")
    columns: str = Field("weight_scale", max_length=LONGEST_COORDINATE, pattern=r"^[a-z_]+$")
    """The axes of the map; where the sweep has no such axis, the first one that it has."""
    measure: Measured = "solved"

    own_activation: ActivationChoice = "tanh"
    own_data: Annotated[str, among(*OWN_DATA)] = "circle"
    own_depths: tuple[Depth, ...] = Field((1, 2, 4, 8), min_length=1, max_length=12)
    own_scales: tuple[Scale, ...] = Field((0.5, 1.0, 2.0, 4.0), min_length=1, max_length=12)
    own_rates: tuple[Rate, ...] = Field((0.1,), min_length=1, max_length=6)
    own_units: int = Field(8, ge=2, le=32)
    own_seeds: int = Field(3, ge=1, le=5)
    own_epochs: int = Field(30, ge=1, le=200)

    @model_validator(mode="after")
    def _is_a_small_map(self) -> Self:
        for values in (self.own_depths, self.own_scales, self.own_rates):
            if list(values) != sorted(set(values)):
                told = ", ".join(f"{value:g}" for value in values)
                raise ValueError(f"expected different values, the smallest first, got {told}; reorder them")
        if self.own_cells > MOST_OWN_CELLS or self.own_cells * self.own_seeds > MOST_OWN_RUNS:
            raise ValueError(
                f"expected at most {MOST_OWN_CELLS} cells and {MOST_OWN_RUNS} networks, got {self.own_cells} and "
                f"{self.own_cells * self.own_seeds}; take fewer values or fewer seeds"
            )
        if self.own_work > MOST_OWN_WORK:
            raise ValueError(
                f"expected at most {MOST_OWN_WORK:,} layers trained for an epoch, got {self.own_work:,}; take fewer "
                "epochs, or smaller depths"
            )
        return self

    @property
    def own_cells(self) -> int:
        """Cells of one's own map."""
        return len(self.own_depths) * len(self.own_scales) * len(self.own_rates)

    @property
    def own_work(self) -> int:
        """Layers of all networks of one's own map, times the epochs that they are trained."""
        layers = sum(depth + 1 for depth in self.own_depths) * len(self.own_scales) * len(self.own_rates)
        return layers * self.own_seeds * self.own_epochs

    @property
    def coordinates(self) -> dict[str, str]:
        """The chosen cell, as the address writes it: a text for each axis that is named."""
        return {name: value for name, _, value in (text.partition(":") for text in self.point)}

    def at(self, sweep: Sweep) -> dict[str, Value]:
        """Return the value of each axis of a sweep in the chosen cell; the first one where nothing is like it."""
        named = self.coordinates
        return {axis.name: _value(axis, named.get(axis.name, _USUAL.get(axis.name))) for axis in sweep.axes}

    def with_point(self, point: Mapping[str, Value]) -> Self:
        """Return settings with some coordinates of the chosen cell changed."""
        written = {name: _written(value) for name, value in point.items()}
        return self.changed(point=tuple(f"{name}:{v}" for name, v in (self.coordinates | written).items()))

    def axes_of(self, sweep: Sweep) -> tuple[str, str]:
        """Return the axes of the map of a sweep, rows and columns: those that are wanted where it has them.

        Raises
        ------
        ValueError
            If it has fewer than two axes along which anything changes.
        """
        names = map_axes(sweep)
        if len(names) < 2:
            raise ValueError(
                f"expected a sweep with two axes of two values or more, got {len(names)}; sweep over another setting"
            )
        rows = self.rows if self.rows in names else next(name for name in names if name != self.columns)
        columns = self.columns if self.columns in names and self.columns != rows else ""
        return rows, columns or next(name for name in names if name != rows)

    @property
    def own_sweep(self) -> Sweep:
        """One's own map as a sweep."""
        return Sweep(
            "playground",
            (
                Axis("depth", self.own_depths),
                Axis("weight_scale", self.own_scales),
                Axis("learning_rate", self.own_rates),
            ),
            (
                ("activation", self.own_activation),
                ("dataset", self.own_data),
                ("units", self.own_units),
                ("initializer", "lecun_normal"),
                ("batch_size", 25),
                ("max_epochs", self.own_epochs),
            ),
            tuple(range(self.own_seeds)),
            "My own map",
        )


_USUAL = {"activation": "tanh", "dataset": "circle", "depth": "8", "weight_scale": "1", "learning_rate": "0.1"}
"""Where a sweep is looked at first."""


def map_axes(sweep: Sweep) -> list[str]:
    """Return the axes along which something changes."""
    return [axis.name for axis in sweep.axes if len(axis.values) > 1]


def _written(value: Value) -> str:
    """Write a coordinate; in an address a comma parts one from the next."""
    return number_text(value) if isinstance(value, int | float) else value.replace(",", ";")


def _value(axis: Axis, text: str | None) -> Value:
    """Read a coordinate: the very value, of numbers the nearest one, else the first."""
    if text is None:
        return axis.values[0]
    by_text = {_written(value): value for value in axis.values}
    if text in by_text:
        return by_text[text]
    numbers = [value for value in axis.values if isinstance(value, int | float)]
    try:
        wanted = float(text)
    except ValueError:
        return axis.values[0]
    if len(numbers) < len(axis.values) or wanted != wanted:
        return axis.values[0]
    return min(numbers, key=lambda value: abs(value - wanted))

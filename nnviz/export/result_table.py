"""The result of an experiment as a table: its rows, and behind them the settings that it came from."""

from collections.abc import Mapping, Sequence

from nnviz.experiments.address.record import AddressRecord
from nnviz.export.tables import table_csv


def result_csv(rows: Sequence[Mapping[str, object]], settings: AddressRecord) -> str:
    """Return rows as CSV; every line carries all settings too, so that a table alone can be repeated.

    Parameters
    ----------
    rows : sequence of mapping
        With the same keys in each.
    settings : AddressRecord
    """
    told = settings.model_dump()
    header = [*(rows[0] if rows else ()), *(f"setting {name}" for name in told)]
    return table_csv(header, ([*row.values(), *map(_plain, told.values())] for row in rows))


def _plain(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value

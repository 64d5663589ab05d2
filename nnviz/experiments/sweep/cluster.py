"""Runs cells on a cluster, by Dask distributed: an optional extra, `nnviz[cluster]`."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

import nnviz
from nnviz.experiments.address.echo import echo
from nnviz.experiments.sweep.running import Executor, run_cell
from nnviz.experiments.sweep.sweep import Cell, CellResult

PATIENCE = 10
"""Seconds until the scheduler must have answered, and until a worker must be there."""


def on_cluster(address: str) -> Executor:
    """Return what runs cells on the workers of a scheduler, such as ``tcp://10.0.0.1:8786``.

    Where a worker is lost, its scheduler gives the cells that it had to another one.

    Raises
    ------
    ValueError
        If distributed is not installed; when run: if no scheduler or no worker answers, or a worker's nnviz is another.
    """
    distributed = _distributed()

    def execute(cells: Sequence[Cell]) -> Iterator[CellResult]:
        with _client(distributed, address) as client:
            futures = [client.submit(run_cell, cell, pure=False) for cell in cells]
            for future in distributed.as_completed(futures):
                try:
                    result: CellResult = future.result()
                except distributed.scheduler.KilledWorker as error:
                    raise ValueError(f"several workers were lost over one cell: {echo(str(error), 200)}") from None
                future.release()
                yield result

    return execute


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise ValueError(
            "expected the package distributed, which speaks to a cluster, and it is not installed; "
            "write pip install '.[cluster]' in a checkout of nnviz, here and on every worker"
        ) from None


def _client(distributed: Any, address: str) -> Any:
    """Return a connection to a scheduler that has workers, all with this version of nnviz."""
    try:
        client = distributed.Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        told = f"expected a Dask scheduler at {echo(address, 80)}, got none within {PATIENCE} seconds"
        raise ValueError(f"{told} ({echo(str(error), 120)}); start one with `dask scheduler`") from None
    try:
        client.wait_for_workers(1, PATIENCE)
        found = client.run(_version)
    except TimeoutError:
        client.close()
        raise ValueError(f"the scheduler at {echo(address, 80)} has no worker; start some with `dask worker`") from None
    except Exception as error:  # whatever a worker raises that has no nnviz
        client.close()
        raise ValueError(
            f"expected nnviz on every worker: {echo(str(error), 200)}; install nnviz with its extra cluster"
        ) from None
    others = sorted({version for version in found.values() if version != nnviz.__version__})
    if others:
        client.close()
        raise ValueError(
            f"expected nnviz {nnviz.__version__} on every worker, as here, got {', '.join(others)}; install the same"
        )
    return client


def _version() -> str:
    return nnviz.__version__

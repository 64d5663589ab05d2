"""The same numbers, bit for bit, in this process, in several and on a cluster, whichever of them is lost on the way."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import active_children

import pytest

from nnviz.experiments.sweep import Axis, Sweep, run
from nnviz.experiments.sweep.cluster import on_cluster
from nnviz.experiments.sweep.cores import on_cores
from nnviz.experiments.sweep.table import table_bytes
from tests.experiments.sweep.small_sweep import SWEEP, whole_table


def test_processes_give_the_same_bytes():
    assert table_bytes(SWEEP, run(SWEEP, executor=on_cores(2))) == whole_table()


@pytest.mark.long
def test_a_process_that_is_killed_costs_no_cell():
    """The pool is then broken; the cells that are missing are run by another."""
    results = []
    for result in run(SWEEP, executor=on_cores(2)):
        results.append(result)
        if len(results) == 1:
            os.kill(active_children()[0].pid, signal.SIGKILL)
    assert len(results) == SWEEP.n_cells
    assert table_bytes(SWEEP, results) == whole_table()


@pytest.mark.long
def test_processes_end_at_once_where_nobody_wants_the_rest():
    cells = Sweep("playground", (Axis("depth", (1, 12)),), (("max_epochs", 1_000_000),), (0,)).cells()
    quick = next(iter(SWEEP.cells()))
    running = iter(on_cores(2)([quick, *cells]))
    assert next(running).cell == quick
    running.close()
    assert active_children() == []


@contextmanager
def cluster(**options) -> Iterator:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(threads_per_worker=1, dashboard_address=None, **options) as found:
        yield found


def test_a_cluster_gives_the_same_bytes():
    with cluster(n_workers=1, processes=False) as found:
        assert table_bytes(SWEEP, run(SWEEP, executor=on_cluster(found.scheduler_address))) == whole_table()


@pytest.mark.long
def test_a_worker_that_is_killed_costs_no_cell():
    cells = Axis("weight_scale", tuple(0.5 + k / 10 for k in range(20)))
    sweep = Sweep("playground", (cells,), (("dataset", "circle"), ("depth", 4), ("max_epochs", 30)), (0, 1))
    with cluster(n_workers=2) as found:
        results = []
        for result in run(sweep, executor=on_cluster(found.scheduler_address)):
            results.append(result)
            if len(results) == 4:
                os.kill(found.workers[0].process.process.pid, signal.SIGKILL)
    assert len(results) == len({one.cell.key for one in results}) == 20
    assert table_bytes(sweep, results) == table_bytes(sweep, run(sweep))


def test_a_scheduler_that_is_not_there_is_told(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("nnviz.experiments.sweep.cluster.PATIENCE", 0.2)
    with pytest.raises(ValueError, match="expected a Dask scheduler at tcp://127.0.0.1:9"):
        list(run(SWEEP, executor=on_cluster("tcp://127.0.0.1:9")))


def test_another_version_on_a_worker_is_told(monkeypatch):
    with cluster(n_workers=1, processes=False) as found:
        monkeypatch.setattr("nnviz.experiments.sweep.cluster._version", lambda: "0.0.7")
        with pytest.raises(ValueError, match=r"on every worker, as here, got 0\.0\.7"):
            list(run(SWEEP, executor=on_cluster(found.scheduler_address)))


def test_without_distributed_a_cluster_is_refused_in_words(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ValueError, match=r"pip install '\.\[cluster\]'"):
        on_cluster("tcp://127.0.0.1:9")

"""Visitors of replicas come in by nginx, are spread by its cookie, and what they got is a line of a table."""

import asyncio

import pytest

from benchmarks.replicas import HEAD, Shared, line, train_together
from scripts.replicas import running_replicas


@pytest.mark.long
def test_two_visitors_are_spread_over_two_replicas_and_train(tmp_path):
    with running_replicas(tmp_path, 2) as replicas:
        got = asyncio.run(train_together(replicas, 2, 1.0, different=True))
        assert not [server.url for server in replicas.servers if "Traceback" in server.tail()]
    assert got.spread == [1, 1] and min(got.rates) > 0.0 and min(got.epochs) > 0.0
    assert got.kilobytes > 0.0 and got.share > 0.0


def test_a_line_has_a_cell_for_each_column():
    got = Shared([10.0, 30.0], [5.0, 6.0], [], 40.0, [1, 1], 150.0)
    assert line(got, (3.2, 0.0, 0.0)) == "| 2 | 1, 1 | 20.0 | 10.0 | 40 | 5.5 | none | 40 | 150 | 3 |"
    assert line(got, (3.2,)).count("|") == HEAD.count("|")

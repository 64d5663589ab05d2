"""Visitors without a screen train on a real server, each of them, and nothing breaks."""

import asyncio

from benchmarks.visitors import train_together
from scripts.driving import running_app


def test_two_visitors_train_at_once(tmp_path):
    with running_app(tmp_path) as server:
        rates, share = asyncio.run(train_together(server, 2, 1.0))
        assert "Traceback" not in server.tail()
    assert len(rates) == 2 and min(rates) > 5.0
    assert 0.0 < share < 400.0

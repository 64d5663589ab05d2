"""Visitors without a screen train on a real server, each of them, change something meanwhile, and nothing breaks."""

import asyncio

import pytest

from benchmarks.visitors import Visitor, line, train_together
from scripts.driving import running_app


def test_two_visitors_train_at_once_and_their_changes_are_answered(tmp_path):
    with running_app(tmp_path) as server:
        got = asyncio.run(train_together(server, 2, 1.0, different=True))
        assert "Traceback" not in server.tail()
    assert len(got.rates) == 2 and min(got.rates) > 0.0 and min(got.epochs) > 0.0
    assert got.answers and got.share > 0.0 and got.cost > 0.0 and got.megabits > 0.0
    assert line(2, got).count("|") == 13


def test_frames_are_played_as_fast_as_the_message_says_and_no_more_than_there_are(monkeypatch):
    now = [10.0]
    monkeypatch.setattr("benchmarks.visitors.time.perf_counter", lambda: now[0])
    visitor = Visitor("http://here", "")
    frames = {"count": 30, "offset": 0, "size": 8, "layout": [{"name": "numbers", "offset": 0}]}
    head = {"sequence": 1, "scene": 1, "low_water": 5, "generation": 1, "newest": 30, "playing": True, "answers": 0}
    head |= {"speeds": [{"frames_per_second": 20.0}], "speed": 0, "thinning": 3, "frames": frames, "direct": None}
    visitor._take(head, bytes(240))
    now[0] += 1.0
    visitor._advance()
    assert visitor.shown == pytest.approx(20.0)
    now[0] += 9.0
    visitor._advance()
    assert visitor.shown == pytest.approx(30.0)
    visitor._take(head | {"sequence": 2}, bytes(240))
    visitor._take(head | {"sequence": 3, "generation": 2, "frames": frames | {"count": 2}}, bytes(240))
    now[0] += 9.0
    visitor._advance()
    assert visitor.shown == pytest.approx(32.0), "frames of an older generation are dropped"

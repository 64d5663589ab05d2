"""Turns: one at a time, in the order of asking, a person's change first; and a sign of how busy it is."""

import threading
from time import perf_counter, sleep

import pytest

from nnviz.ui.shell.turns import BUSY, CROWDED, Turns


def wait_for(condition):
    until = perf_counter() + 10.0
    while not condition():
        assert perf_counter() < until
        sleep(0.001)


def queue(turns, names):
    """Have a thread ask for each name in turn; a capital letter is urgent. Return who had their turn, in order."""
    done = []

    def ask(name):
        with turns.turn(urgent=name.isupper()):
            done.append(name)

    threads = []
    with turns:
        for name in names:
            threads.append(threading.Thread(target=ask, args=(name,)))
            threads[-1].start()
            wait_for(lambda: len(turns._waiting) == len(threads))
    for thread in threads:
        thread.join(10.0)
    return "".join(done)


def test_turns_go_in_the_order_of_asking_and_changes_first():
    assert queue(Turns(), "abCdE") == "CEabd"


def test_one_at_a_time_however_many_ask():
    turns, inside, most = Turns(), [], []

    def ask():
        for _ in range(50):
            with turns.turn():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30.0)
    assert len(most) == 400 and max(most) == 1


def test_a_turn_ends_with_an_error_too():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    assert queue(turns, "a") == "a"


@pytest.mark.parametrize(("waited", "thinning"), [(0.0, 1), (2 * BUSY, 2), (2 * CROWDED, 3)])
def test_frames_are_left_out_by_how_long_the_others_wait(waited, thinning, monkeypatch):
    turns = Turns()
    monkeypatch.setattr(turns, "_acquire", lambda urgent: waited)
    for _ in range(20):
        with turns.turn():
            pass
    assert turns.thinning == thinning
    monkeypatch.setattr(turns, "_acquire", lambda urgent: 0.0)
    for _ in range(20):
        with turns.turn():
            pass
    assert turns.thinning == 1


def test_who_is_let_in_first_says_nothing_about_the_others(monkeypatch):
    turns = Turns()
    monkeypatch.setattr(turns, "_acquire", lambda urgent: 10.0)
    with turns.turn(urgent=True):
        pass
    assert turns.thinning == 1

"""Turns: one at a time, in the order of asking, a person's change first; and a sign of how busy it is."""

import threading
from time import perf_counter, sleep

import pytest

from nnviz.stage.pacing import WHOLE, Thinning
from nnviz.ui.shell.turns import LEVELS, Turns


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


class Clock:
    """A clock of the wall and one of the processor, which go as they are told."""

    def __init__(self, monkeypatch):
        self.wall = self.used = 0.0
        monkeypatch.setattr("nnviz.ui.shell.turns.perf_counter", lambda: self.wall)
        monkeypatch.setattr("nnviz.ui.shell.turns.process_time", lambda: self.used)

    def spend(self, turns, monkeypatch, waited, share, seconds=20.0):
        """Let time pass in which everybody waits so long for their turn, and the server takes a share of a core."""
        monkeypatch.setattr(turns, "_acquire", lambda urgent, give_up: waited)
        for _ in range(round(10 * seconds)):
            self.wall += 0.1
            self.used += 0.1 * share
            with turns.turn():
                pass


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.mark.parametrize(
    ("waited", "thinning"), [(0.0, (1, 1)), (0.1, (2, 2)), (0.3, (3, 3)), (0.45, (3, 2)), (0.8, (3, 1)), (4.0, (6, 1))]
)
def test_frames_are_left_out_by_how_long_the_others_wait(waited, thinning, clock, monkeypatch):
    turns = Turns()
    clock.spend(turns, monkeypatch, waited, share=0.9)
    assert turns.thinning == Thinning(*thinning)
    clock.spend(turns, monkeypatch, 0.0, share=0.1)
    assert turns.thinning == WHOLE


def test_frames_stay_left_out_where_the_server_could_not_make_them_all_however_short_the_waiting(clock, monkeypatch):
    turns = Turns()
    clock.spend(turns, monkeypatch, 0.3, share=1.0)
    clock.spend(turns, monkeypatch, 0.01, share=0.7)
    assert turns.thinning == Thinning(3, 3), "with every second frame it would take more than a core"
    clock.spend(turns, monkeypatch, 0.01, share=0.6)
    assert turns.thinning == Thinning(2, 2)
    clock.spend(turns, monkeypatch, 0.01, share=0.4)
    assert turns.thinning == WHOLE


def test_who_is_let_in_first_says_nothing_about_the_others(clock, monkeypatch):
    turns = Turns()
    monkeypatch.setattr(turns, "_acquire", lambda urgent, give_up: 10.0)
    clock.wall = 5.0
    with turns.turn(urgent=True):
        pass
    assert turns.thinning == WHOLE


def test_who_has_the_turn_steps_aside_for_a_change_and_goes_on_before_the_others():
    turns, had, threads = Turns(), [], []

    def ask(name):
        with turns.turn(urgent=name.isupper()):
            had.append(name)

    with turns:
        for name in "aBC":
            threads.append(threading.Thread(target=ask, args=(name,)))
            threads[-1].start()
            wait_for(lambda: len(turns._waiting) == len(threads))
        turns.step_aside()
        had.append("me")
        turns.step_aside()
        had.append("still me")
    for thread in threads:
        thread.join(10.0)
    assert had == ["B", "C", "me", "still me", "a"]


def test_who_gives_up_leaves_the_line_and_the_others_have_their_turns():
    turns, had, leave = Turns(), [], threading.Event()

    def ask(name, give_up):
        with turns.turn(give_up=give_up) as mine:
            had.append((name, mine))

    threads = [threading.Thread(target=ask, args=("a", leave.is_set)), threading.Thread(target=ask, args=("b", None))]
    with turns:
        for count, thread in enumerate(threads, start=1):
            thread.start()
            wait_for(lambda count=count: len(turns._waiting) == count)
        leave.set()
        threads[0].join(10.0)
        assert had == [("a", False)] and len(turns._waiting) == 1
    threads[1].join(10.0)
    assert had == [("a", False), ("b", True)]
    with turns.turn(give_up=lambda: True) as mine:
        assert mine, "whoever need not wait does not give up"


def test_each_level_costs_less_than_the_one_before():
    costs = [level.thinning.cost for level in LEVELS]
    assert costs == sorted(costs, reverse=True) and costs[0] == 1.0

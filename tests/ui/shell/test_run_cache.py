"""The cache of runs: trainings go on from where they are, for all threads, and what is kept stays bounded."""

import threading
from dataclasses import dataclass, replace

import numpy as np
import pytest

from nnviz.experiments.run.stepwise import Trajectory
from nnviz.ui.shell.run_cache import RunCache, nbytes


@dataclass(frozen=True, eq=False)
class Counting(Trajectory[int, int]):
    """A training of nothing but its steps."""

    length: int = 40

    @property
    def step(self):
        return self.state

    @property
    def total(self):
        return self.length

    @property
    def done(self):
        return self.state >= self.length

    def next_frame(self):
        return self if self.done else replace(self, state=self.state + 1, frames=(*self.frames, self.state + 1))


def begin():
    return Counting(0, (0,))


def refuse():
    raise AssertionError("it is there already")


@pytest.fixture
def cache():
    return RunCache(threading.Lock())


def test_a_training_is_begun_once_and_goes_on_from_where_it_is(cache):
    cache.trajectory("a", begin)
    assert cache.advance("a", refuse, seconds=0.0).frames == (0, 1)
    assert cache.advance("a", refuse, seconds=0.0, frames=5).frames == (0, 1, 2, 3, 4)
    assert cache.trajectory("a", refuse).step == 4


def test_a_complete_training_is_the_same_object_for_all_who_ask(cache):
    whole = cache.run_to_end("a", begin)
    assert whole.done and cache.trajectory("a", refuse) is whole
    assert cache.advance("a", refuse, seconds=0.0, frames=99) is whole
    assert cache.run_to_end("a", refuse) is whole


def test_what_is_broken_off_stays_as_far_as_it_came(cache):
    def stop(share):
        raise KeyboardInterrupt

    cache.keep("a", Counting(0, (0,), length=10**9))
    with pytest.raises(KeyboardInterrupt):
        cache.run_to_end("a", refuse, stop)
    assert cache.trajectory("a", refuse).step > 0


def test_the_training_lock_is_held_while_a_chunk_is_trained_and_free_in_between():
    lock = threading.Lock()
    cache, free = RunCache(lock), []

    class Watching(Counting):
        def next_frame(self):
            assert lock.locked()
            return super().next_frame()

    cache.run_to_end("a", lambda: Watching(0, (0,)), lambda share: free.append(not lock.locked()))
    assert free and all(free)


def test_many_threads_take_every_frame_once(cache):
    threads = [threading.Thread(target=lambda: cache.run_to_end("a", begin)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.get("a").frames == tuple(range(41))


def test_the_entry_that_was_not_asked_for_longest_goes_first():
    cache = RunCache(threading.Lock(), entries=3)
    for name in "abc":
        cache.keep(name, name)
    cache.get("a")
    cache.keep("d", "d")
    assert [cache.get(name) for name in "abcd"] == ["a", None, "c", "d"] and len(cache) == 3


def test_large_entries_make_room_by_their_bytes_and_the_newest_always_stays():
    cache = RunCache(threading.Lock(), size=1000)
    cache.keep("a", np.zeros(100))
    cache.keep("b", np.zeros(100))
    assert cache.get("a") is None and cache.get("b") is not None
    cache.keep("c", np.zeros(1000))
    assert len(cache) == 1 and cache.get("c") is not None


def test_a_training_that_had_to_go_is_trained_again_as_far_as_it_was_seen():
    cache = RunCache(threading.Lock(), entries=1)
    cache.advance("a", begin, 0.0, frames=9)
    cache.keep("b", 1)
    assert cache.advance("a", begin, 0.0, frames=10).frames == tuple(range(10))


def test_a_record_weighs_what_its_arrays_hold():
    @dataclass(frozen=True)
    class Record:
        arrays: tuple
        name: str = "x"

    assert nbytes([Record((np.zeros(10), np.zeros(5))), 3, None]) == 120
    assert nbytes(Counting(np.zeros(2), (np.zeros(3), np.zeros(3)))) == 16 + 48

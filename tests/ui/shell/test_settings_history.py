"""Undo steps back through a page's settings and redo forward again; one drag is one change."""

from itertools import pairwise

from nnviz.experiments.softmax.settings import SoftmaxSettings
from nnviz.ui.shell.settings_history import KEPT, ONE_DRAG, SettingsHistory

START = SoftmaxSettings()
TARGET, SHIFT, BOTH = START.changed(target=1), START.changed(shift=1.0), START.changed(target=1, shift=1.0)


def history(*settings: SoftmaxSettings, seconds: float = 2 * ONE_DRAG) -> SettingsHistory:
    """The history of settings that followed each other after so many seconds each."""
    found = SettingsHistory()
    for k, (before, now) in enumerate(pairwise(settings)):
        found = found.after(before, now, k * seconds)
    return found


def test_each_change_can_be_undone():
    assert history(START, TARGET, BOTH).past == (START, TARGET)


def test_what_was_undone_can_be_done_again():
    undone = history(START, TARGET, BOTH, TARGET)
    assert (undone.past, undone.future) == ((START,), (BOTH,))
    twice = history(START, TARGET, BOTH, TARGET, START)
    assert (twice.past, twice.future) == ((), (BOTH, TARGET))
    again = history(START, TARGET, BOTH, TARGET, START, TARGET)
    assert (again.past, again.future) == ((START,), (BOTH,))


def test_another_change_ends_what_could_be_done_again():
    changed = history(START, TARGET, START, SHIFT)
    assert (changed.past, changed.future) == ((START,), ())


def test_a_drag_is_one_change():
    dragged = [START, *(START.changed(shift=0.1 * k) for k in range(1, 20))]
    assert history(*dragged, seconds=0.05).past == (START,)
    assert len(history(*dragged).past) == 19


def test_two_settings_changed_at_once_are_two_changes():
    assert history(START, TARGET, BOTH, seconds=0.05).past == (START, TARGET)


def test_a_change_right_after_an_undo_is_a_change_of_its_own():
    other = START.changed(target=2)
    found = history(START, TARGET, START, other, seconds=0.05)
    assert (found.past, found.future) == ((START,), ())


def test_what_changes_nothing_is_no_change():
    assert history(START, START) == SettingsHistory()


def test_no_more_is_kept_than_said():
    many = [START.changed(overflow=float(k)) for k in range(KEPT + 30)]
    past = history(*many).past
    assert len(past) == KEPT and past[-1] == many[-2]

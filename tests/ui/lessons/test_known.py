"""Uploaded lessons are kept for a while, and not without end."""

import pytest

from nnviz.lessons.lesson import Lesson, Step, View
from nnviz.ui.lessons import known


def lesson(name: str) -> Lesson:
    return Lesson(name, "t", "a", "en", "l", (Step("one", View("home")),))


def test_an_uploaded_lesson_is_found_for_two_hours(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(known, "monotonic", lambda: clock[0])
    kept = known.Uploads()
    kept.keep(lesson("own-1"))
    clock[0] = 7000.0
    assert kept.get("own-1") is not None
    clock[0] = 14000.0
    assert kept.get("own-1") is not None, "asking for it keeps it"
    clock[0] = 22000.0
    assert kept.get("own-1") is None


def test_the_oldest_goes_where_there_are_too_many():
    kept = known.Uploads()
    for k in range(known.MOST_UPLOADS + 1):
        kept.keep(lesson(f"own-{k}"))
    assert kept.get("own-0") is None and kept.get("own-1") is not None


def test_what_is_not_kept_says_what_to_do():
    with pytest.raises(ValueError, match="upload its file again"):
        known.known_lesson("own-0000000000000000")
    with pytest.raises(ValueError, match="one of"):
        known.known_lesson("nowhere")


def test_a_broken_file_is_refused_with_all_that_is_wrong():
    with pytest.raises(ValueError, match=r"mine\.yaml"):
        known.keep_upload(b"lesson: 1\ntitle: 3\nnonsense: 4", "mine.yaml")

"""Finds a lesson by its name: of the package, of the folder, or one that somebody has uploaded."""

import threading
from collections import OrderedDict
from time import monotonic

import streamlit as st

from nnviz.lessons.lesson import Lesson
from nnviz.lessons.library import OWN, lesson, read_upload

MOST_UPLOADS = 50
"""Uploaded lessons that a process keeps; the oldest goes first."""

KEPT_SECONDS = 7200.0
"""How long an uploaded lesson is kept after it was last asked for."""


class Uploads:
    """The uploaded lessons of a process, in its memory alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, Lesson]] = OrderedDict()

    def keep(self, lesson: Lesson) -> None:
        """Keep a lesson."""
        with self._lock:
            self._forget_old()
            self._kept[lesson.name] = (monotonic(), lesson)
            self._kept.move_to_end(lesson.name)
            while len(self._kept) > MOST_UPLOADS:
                self._kept.popitem(last=False)

    def get(self, name: str) -> Lesson | None:
        """Return a lesson, or None where it is not kept any more."""
        with self._lock:
            self._forget_old()
            _, found = self._kept.get(name, (0.0, None))
        if found is not None:
            self.keep(found)
        return found

    def _forget_old(self) -> None:
        oldest = monotonic() - KEPT_SECONDS
        for name in [name for name, (at, _) in self._kept.items() if at < oldest]:
            del self._kept[name]


@st.cache_resource(show_spinner=False)
def uploads() -> Uploads:
    """Return the uploaded lessons of the process."""
    return Uploads()


def known_lesson(name: str) -> Lesson:
    """Return a lesson.

    Raises
    ------
    ValueError
        If there is none of that name, or its file is wrong.
    """
    if not name.startswith(OWN):
        return lesson(name)
    found = uploads().get(name)
    if found is None:
        raise ValueError("expected a lesson that is here: an uploaded one is kept for two hours; upload its file again")
    return found


def keep_upload(data: bytes, file: str) -> Lesson:
    """Read an uploaded file and keep the lesson.

    Raises
    ------
    FileError
        With everything that is wrong in the file.
    """
    read = read_upload(data, file)
    uploads().keep(read)
    return read

"""Where a visitor stands in a lesson: in the address of the page, and in the session what was left."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from nnviz.ui.shell.session import LEFT_LESSON, LESSON_PLACE, session

PARAMETERS = ("lesson", "at", "room", "follow")
"""The parameters of an address that belong to lessons, and to none of the pages."""

LONGEST = 80
"""Letters of one of them that are read."""


@dataclass(frozen=True)
class LessonPlace:
    """A place in a lesson, as an address has it; whether there is such a lesson and step is for others to say.

    Attributes
    ----------
    lesson : str
        Its name.
    at : str
        The id of the step.
    room : str
        The code of the room whose votes are shown; empty for none.
    follow : str
        The code of the room whose lecturer this window follows; empty for none.
    """

    lesson: str
    at: str = ""
    room: str = ""
    follow: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The parameters of an address."""
        values = (self.lesson, self.at, self.room, self.follow)
        return {name: value for name, value in zip(PARAMETERS, values, strict=True) if value}


def place_in_address() -> LessonPlace | None:
    """Return the place that the page's address names; None where it names no lesson."""
    given = [st.query_params.get(name, "")[:LONGEST] for name in PARAMETERS]
    return LessonPlace(*given) if given[0] else None


def split_query(query: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the parameters of a lesson, where one leads through the page, and all others.

    Without a lesson its parameters mean nothing here: old addresses of a page may have had one of that name.
    """
    of_lesson = {name: query[name] for name in PARAMETERS if name in query} if query.get("lesson") else {}
    return of_lesson, {name: value for name, value in query.items() if name not in of_lesson}


def stand_at(place: LessonPlace) -> None:
    """Write a place into the address, beside what a page has there."""
    present = st.query_params.to_dict()
    others = {name: value for name, value in present.items() if name not in PARAMETERS}
    if present != others | place.query:
        st.query_params.from_dict(others | place.query)
    session()[LESSON_PLACE] = place
    session().pop(LEFT_LESSON, None)


def known_place() -> LessonPlace | None:
    """Return where the visitor stood in the run before."""
    place: LessonPlace | None = session().get(LESSON_PLACE)
    return place


def in_lesson() -> bool:
    """Say whether a lesson leads through the page: it asks its own questions, and no page holds anything back."""
    return known_place() is not None


def left_place() -> LessonPlace | None:
    """Return where the visitor left a lesson."""
    place: LessonPlace | None = session().get(LEFT_LESSON)
    return place


def leave_address() -> None:
    """Take the lesson out of the address."""
    for name in PARAMETERS:
        if name in st.query_params:
            del st.query_params[name]


def note_left(place: LessonPlace | None) -> None:
    """Note that the visitor stands in no lesson, and the place that was left, for the way back."""
    session().pop(LESSON_PLACE, None)
    if place is not None:
        session()[LEFT_LESSON] = replace(place, follow="")


def forget_left() -> None:
    """Offer no way back any more."""
    session().pop(LEFT_LESSON, None)

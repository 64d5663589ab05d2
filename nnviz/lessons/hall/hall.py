"""The hall: all rooms of this process, in one object, so that a proxy may send all their requests to one process."""

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from nnviz.lessons.hall import limits
from nnviz.lessons.hall.hall_error import HallError
from nnviz.lessons.hall.records import (
    LecturersStep,
    MeasuredAnswer,
    OpenedRoom,
    RoomState,
    is_voter,
    plain_text,
    whole_number,
)
from nnviz.lessons.hall.room import Room
from nnviz.lessons.hall.room_code import new_code, read_code

LOOKING = 60.0
"""Seconds between two looks for rooms to forget."""


class Hall:
    """Rooms by their codes. Any thread may ask; what a stranger sends is checked here.

    What is kept: per room the lesson, the lecturer's step, and for each phone a random id, when it was last heard of,
    and its answer to the question on view. No names, no addresses; in memory only; a room is forgotten two hours after
    it was used last.

    Parameters
    ----------
    clock : callable
        Returns seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rooms: dict[str, Room] = {}
        self._looked = clock()

    def __len__(self) -> int:
        with self._lock:
            self._forget_unused(self._clock())
            return len(self._rooms)

    def open_room(self, lesson: object, title: object, language: object = "en") -> OpenedRoom:
        """Open a room for a lesson; return its code and the presenter's token, which is told this once.

        Raises
        ------
        HallError
            If a text is not as it should be, or there are too many rooms.
        """
        name, words = plain_text("lesson", lesson, limits.NAME), plain_text("title", title, limits.TITLE)
        if not isinstance(language, str) or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
            raise HallError("input", f"expected the code of a language, such as en, got {str(language)[:20]!r}")
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = self._clock()
            self._forget_unused(now)
            if len(self._rooms) >= limits.ROOMS:
                self._make_way(now)
            code = new_code(self._rooms)
            self._rooms[code] = Room(code, name, words, language, _digest(token), now)
        return OpenedRoom(code, token)

    def show_step(self, code: str, token: object, step: LecturersStep) -> RoomState:
        """Take the lecturer's step.

        Raises
        ------
        HallError
            If there is no such room or the token is not its presenter's, as in all that a presenter does.
        """
        with self._as_presenter(code, token) as (room, now):
            room.show(step, now)
            return room.state(now)

    def open_round(self, code: str, token: object, seconds: object = None) -> RoomState:
        """Take votes on the question on view: its first round, or another one beside those before.

        Parameters
        ----------
        code : str
        token : object
        seconds : object
            After how many it closes by itself; None or 0 for never.
        """
        limit = whole_number("seconds", 0 if seconds is None else seconds, 0, limits.SECONDS)
        with self._as_presenter(code, token) as (room, now):
            room.open_round(limit, now)
            return room.state(now)

    def close_round(self, code: str, token: object) -> RoomState:
        """Take no more votes; from now on the histogram can be seen."""
        with self._as_presenter(code, token) as (room, now):
            room.close_round(now)
            return room.state(now)

    def measure(self, code: str, token: object, option: object, value: object = "", why: object = "") -> RoomState:
        """Tell the measured answer."""
        answer = MeasuredAnswer(
            whole_number("option", option, 0, limits.MOST_OPTIONS - 1),
            plain_text("value", value or "", limits.VALUE, needed=False),
            plain_text("why", why or "", limits.WHY, needed=False),
        )
        with self._as_presenter(code, token) as (room, now):
            room.measure(answer, now)
            return room.state(now)

    def close_room(self, code: str, token: object) -> None:
        """Forget the room and all that it held."""
        with self._as_presenter(code, token) as (room, _):
            del self._rooms[room.code]

    def arrive(self, code: str, voter: str) -> None:
        """Note that a phone is there.

        Raises
        ------
        HallError
            If there is no such room or it is full.
        """
        with self._inside(code) as (room, now):
            room.arrive(_voter(voter), now)

    def vote(self, code: str, voter: str, option: object, at: str | None = None, number: object = None) -> RoomState:
        """Take a phone's answer; the last one counts.

        Parameters
        ----------
        code : str
        voter : str
            The random id that the phone keeps.
        option : object
            The number of the option, from 0 on.
        at, number : optional
            The step and the round that the phone showed.

        Raises
        ------
        HallError
            If there is no such room, round or option, or what the phone showed is not on view any more.
        """
        chosen = whole_number("option", option, 0, limits.MOST_OPTIONS - 1)
        seen = None if number is None else whole_number("round", number, 0, limits.ROUNDS)
        with self._inside(code) as (room, now):
            room.vote(_voter(voter), chosen, now, at, seen)
            return room.state(now)

    def state(self, code: str, voter: str | None = None) -> RoomState:
        """Return what anybody may know of a room; a phone that is known there counts as present.

        Raises
        ------
        HallError
            If there is no such room.
        """
        with self._inside(code) as (room, now):
            if voter is not None and room.knows(voter):
                with suppress(HallError):  # a full room is told on its page
                    room.arrive(voter, now)
            return room.state(now)

    def answer(self, code: str, voter: str) -> int | None:
        """Return what a phone has chosen in the round on view.

        Raises
        ------
        HallError
            If there is no such room.
        """
        with self._inside(code) as (room, _):
            return room.answer(voter)

    @contextmanager
    def _inside(self, code: str) -> Iterator[tuple[Room, float]]:
        with self._lock:
            now = self._clock()
            if now - self._looked > LOOKING:
                self._forget_unused(now)
            room = self._rooms.get(read_code(code) or "")
            if room is None or now - room.used > limits.UNUSED:
                raise HallError("gone", "there is no room with this code: it was closed, or the code is mistyped")
            room.pass_time(now)
            yield room, now

    @contextmanager
    def _as_presenter(self, code: str, token: object) -> Iterator[tuple[Room, float]]:
        given = _digest(token if isinstance(token, str) else "")
        with self._inside(code) as (room, now):
            if not secrets.compare_digest(given, room.secret):
                raise HallError("token", "only who opened the room may do this: the presenter's token is another one")
            yield room, now

    def _forget_unused(self, now: float) -> None:
        self._looked = now
        for room in [room for room in self._rooms.values() if now - room.used > limits.UNUSED]:
            del self._rooms[room.code]

    def _make_way(self, now: float) -> None:
        """Close the room that has stood empty longest."""
        empty = [room for room in self._rooms.values() if now - room.used > limits.EMPTY and room.is_empty(now)]
        if not empty:
            raise HallError("full", f"all {limits.ROOMS} rooms are in use; try again in a few minutes")
        del self._rooms[min(empty, key=lambda room: room.used).code]


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _voter(voter: object) -> str:
    if not is_voter(voter):
        raise HallError("voter", "expected the random id that this room's page gives to a phone; open it again")
    return str(voter)

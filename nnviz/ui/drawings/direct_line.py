"""A websocket beside Streamlit's, by which a stage asks for frames and gets them.

A run of a page takes Streamlit's server some 17 ms, and its program some 40 ms to hand a message over, since it looks
through the whole page each time. So what concerns nothing but the stage does not run the page: the browser asks along
this line, a thread beside the page's runs answers. Messages of the page's runs go along it, too, and by way of
Streamlit; the stage takes each once. Where no such connection can be opened, as behind some proxies, everything goes
by way of Streamlit.
"""

import asyncio
import secrets
from collections.abc import Callable, Collection
from threading import Event, Lock, Thread, current_thread
from typing import Any
from weakref import WeakValueDictionary

from nnviz.stage.chunk import Direct
from nnviz.stage.pacing import Thinning
from nnviz.stage.player import Player
from nnviz.stage.requests import Command, Need
from nnviz.ui.shell.place import HAS_SERVER
from nnviz.ui.shell.session import DIRECT_LINE, RECORDING, session
from nnviz.ui.shell.turns import Turns

WAITING = 4
"""Messages with frames that wait for a slow connection at most; the browser asks again for what is left out."""

RUN_PAGE, LEFT_TO_PAGE = "run", "left"
"""What the browser is told instead of a message: training has ended, so the page, which is old, is to run; or what was
asked for is left to a run of the page."""

Sent = bytes | str | None

LiveSetting = Callable[[Command], bool]
"""Carries out a command 'set' where the training goes on with it; False leaves it to a run of the page."""


class Connection:
    """What one browser is to be sent, in the loop that serves it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Queue[Sent] = asyncio.Queue()

    def send(self, message: Sent) -> None:
        """Send a message from any thread; None ends the connection."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put, message)

    def _put(self, message: Sent) -> None:
        if not isinstance(message, bytes) or self._waiting.qsize() < WAITING:
            self._waiting.put_nowait(message)

    async def next(self) -> Sent:
        """Wait for the next message."""
        return await self._waiting.get()


class DirectLine:
    """One visitor's connection; nothing happens while there is none.

    Attributes
    ----------
    token : str
        What the browser names it by; nobody else can guess it.
    painted : Event
        Set when the browser says that it has painted something.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(16)
        self._connection: Connection | None = None
        self._player: Player[Any, Any] | None = None
        self._turns = Turns()
        self._live: LiveSetting | None = None
        self._using = Lock()
        self._page: Thread | None = None
        self._page_waits = False
        self._ended = False
        self.painted = Event()
        _LINES[self.token] = self

    def serve(self, player: Player[Any, Any], turns: Turns, alone: Collection[str], live: LiveSetting | None) -> None:
        """From now on answer for a player.

        Parameters
        ----------
        player : Player
        turns : Turns
            Of all who train.
        alone : collection of str
            Names of commands that concern nothing but the stage: they are carried out here, and no page runs.
        live : callable, optional
            What carries out a command 'set' here; a run of the page follows.
        """
        self._player, self._turns, self._live = player, turns, live
        player.direct = Direct(self.token, tuple(sorted(alone)), ("set",) if live else ())

    def hold(self) -> None:
        """Let the present run of the page have the player until it ends.

        A thread beside it ends with its frame; so does a run that Streamlit has asked to stop, and already follows.
        """
        if self._page is current_thread():
            return
        while True:
            self._page_waits = True
            if self._page:
                self._page.join()
            with self._using:
                if not self._page_runs:
                    self._page, self._page_waits = current_thread(), False
                    return

    @property
    def _page_runs(self) -> bool:
        """Whether a run of the page has the player."""
        return self._page is not None and self._page.is_alive()

    def ended(self) -> bool:
        """Return, once, whether training ended beside the page's runs, so that the page is old."""
        was, self._ended = self._ended, False
        return was

    def deliver(self, message: bytes | None) -> None:
        """Send an answer, or say that there is none; where training has ended with it, have the page run."""
        self.send(LEFT_TO_PAGE if message is None else message)
        if self._ended:
            self.send(RUN_PAGE)

    def send(self, message: Sent) -> None:
        """Send a message from any thread, where the browser is connected."""
        if self._connection:
            self._connection.send(message)

    def connect(self) -> Connection:
        """Return a connection for a browser that has come; the one before ends."""
        self.send(None)
        self._connection = Connection()
        return self._connection

    def disconnect(self, connection: Connection) -> None:
        """Forget a connection that has ended, unless another one has taken its place."""
        if self._connection is connection:
            self._connection = None

    def answer(self, asked: Need | Command, interrupted: Callable[[], bool]) -> bytes | None:
        """Carry out what the browser asks for, and return the message for it.

        Parameters
        ----------
        asked : Need or Command
        interrupted : callable
            Whether something else has been asked for meanwhile.

        Returns
        -------
        bytes or None
            None where there is nothing to say: it is left to a run of the page, or was interrupted.
        """
        player = self._player
        if player is None:
            return None
        turns, urgent = self._turns, isinstance(asked, Command)

        def between() -> bool:
            turns.step_aside()
            return self._page_waits or interrupted()

        while not (interrupted() and not urgent):
            if page := self._page:
                page.join()
            with turns.turn(urgent, None if urgent else interrupted) as is_ours, self._using:
                if not is_ours:
                    return None
                if not self._page_runs:
                    self._page = None
                    return self._next_message(player, asked, turns.thinning, between)
        return None

    def _next_message(
        self, player: Player[Any, Any], asked: Need | Command, thinning: Thinning, between: Callable[[], bool]
    ) -> bytes | None:
        if isinstance(asked, Need):
            if not player.shows(asked.scene):
                return None  # the run of the page that has changed it brings the scene
            player.need(asked)
        elif not self._carry_out(player, asked):
            return None
        was_playing, scene = player.playing, player.ahead.camera.scene.id
        message = player.next_message(thinning, between)
        goes_on = player.shows(scene)
        self._ended |= (was_playing and not player.playing) or not goes_on
        return message if goes_on else None  # it has begun another training, which a run of the page brings

    def _carry_out(self, player: Player[Any, Any], command: Command) -> bool:
        """Carry out a command where that is allowed here, and return whether there is something to say."""
        if not player.is_new(command):
            return True  # the answer has not arrived
        if player.direct and command.name in player.direct.alone:
            player.carry_out(command)
            return True
        return command.name == "set" and self._live is not None and self._live(command)


_LINES: WeakValueDictionary[str, DirectLine] = WeakValueDictionary()


def line_named(token: str) -> DirectLine | None:
    """Return the line of a session that still goes on."""
    return _LINES.get(token)


def direct_line() -> DirectLine | None:
    """Return this visitor's line; none without a server, as in the browser or on a recorded page."""
    kept = session()
    if kept.get(RECORDING) or not HAS_SERVER:
        return None
    if DIRECT_LINE not in kept:
        kept[DIRECT_LINE] = DirectLine()
    line: DirectLine = kept[DIRECT_LINE]
    return line


def held(key: str) -> Any:
    """Return what the session keeps under a key, such as a player, or None; the rest of this run has it alone."""
    if line := session().get(DIRECT_LINE):
        line.hold()
    return session().get(key)

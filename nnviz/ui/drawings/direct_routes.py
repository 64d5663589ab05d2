"""The routes of the stages' own websockets: what browsers ask along them, and the threads that answer.

One thread a visitor answers what its browser asks, one request after the other; the line itself says what and how
(`direct_line.py`).
"""

import asyncio
import json
import logging
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Thread
from weakref import ref

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket
from streamlit import config

from nnviz.stage.requests import Command, Need
from nnviz.ui.drawings.direct_line import Connection, DirectLine, line_named

MOST_COMMANDS = 4
"""Commands that wait at most; the browser sends those again that have no answer."""

LONGEST = 2_000
"""Characters of a request; the longest that is answered here names a setting and its value."""

LOG = logging.getLogger(__name__)


class Requests:
    """What the browser of one connection asks for. Who asks for frames again keeps their place in the line."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Need | Command | None] = SimpleQueue()
        self._commands = 0
        self._needs = False
        self._over = False

    def put(self, asked: Need | Command | None) -> None:
        """Take in a request, in the loop that hears the browser."""
        if isinstance(asked, Command) and self._commands < MOST_COMMANDS:
            self._commands += 1
            self._queue.put(asked)
        elif isinstance(asked, Need) and not self._needs:
            self._needs = True
            self._queue.put(asked)

    def end(self) -> None:
        """Say that nothing more comes."""
        self._over = True
        self._queue.put(None)

    def interrupted(self) -> bool:
        """Return whether frames need not be made now: a command waits, or nobody is there any more."""
        return self._commands > 0 or self._over

    def __iter__(self) -> Iterator[Need | Command]:
        """Hand out one request after the other; one is answered when the next is asked for."""
        while (asked := self._queue.get()) is not None:
            if isinstance(asked, Command):
                self._commands -= 1
            yield asked

    def answered(self, asked: Need | Command) -> None:
        """Take in that a request is about to be answered: frames may be asked for again."""
        if isinstance(asked, Need):
            self._needs = False


def read_request(request: str) -> Need | Command | None:
    """Return what a request asks for, or None if it is none."""
    try:
        asked = json.loads(request) if len(request) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(asked, dict):
        return None
    return Command.read(asked.get("command")) or Need.read(asked.get("need"))


def direct_routes() -> list[BaseRoute]:
    """Return the routes of all lines, for `st.App`, below the path that the app is served at."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    line = f"/{base}/stage/{{token}}" if base else "/stage/{token}"
    return [WebSocketRoute(line, _serve), Route(f"{line}/painted", _painted, methods=["POST"])]


async def _painted(request: Request) -> Response:
    """Take in that a browser has painted the first drawing of its page."""
    line = line_named(request.path_params["token"])
    if line is None:
        return Response(status_code=404)
    line.painted.set()
    return Response(status_code=204)


async def _serve(socket: WebSocket) -> None:
    """Answer what is asked along a line until the browser goes; a websocket that names none is refused."""
    line = line_named(socket.path_params["token"])
    if line is None:
        await socket.close()
        return
    await socket.accept()
    asked, connection, line_alive = Requests(), line.connect(), ref(line)
    del line  # the session alone keeps it
    Thread(target=_answer, args=(line_alive, connection, asked), daemon=True, name="stage").start()
    sending = asyncio.create_task(_forward(connection, socket))
    try:
        async for request in socket.iter_text():
            asked.put(read_request(request))
    except KeyError:
        pass  # it sent bytes
    finally:
        asked.end()
        sending.cancel()
        if line := line_alive():
            line.disconnect(connection)


def _answer(line: ref[DirectLine], connection: Connection, requests: Requests) -> None:
    """Answer one request after the other, until the connection or the session ends."""
    for asked in requests:
        if (answering := line()) is None:
            break
        try:
            message = answering.answer(asked, requests.interrupted)
        except Exception:
            LOG.exception("A stage's request could not be answered.")
            break
        requests.answered(asked)
        answering.deliver(message)
        del answering
    connection.send(None)


async def _forward(connection: Connection, socket: WebSocket) -> None:
    while (message := await connection.next()) is not None:
        if isinstance(message, str):
            await socket.send_text(message)
        else:
            await socket.send_bytes(message)
    await socket.close()

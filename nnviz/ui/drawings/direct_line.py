"""A websocket beside Streamlit's, by which a stage gets the answer to a change.

Streamlit's program hands a message over only when it has looked through the page, which takes some 40 ms. So what a
person waits for also goes straight to the stage, which takes each message once. Where no such connection can be opened,
as behind some proxies, the stage has what comes by way of Streamlit.
"""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket
from streamlit import config

from nnviz.ui.shell.place import HAS_SERVER
from nnviz.ui.shell.session import DIRECT_LINE, RECORDING, session

WAITING = 4
"""Messages that wait for a slow connection at most; what is left out comes by way of Streamlit."""


class DirectLine:
    """One visitor's connection; nothing happens while there is none.

    Attributes
    ----------
    token : str
        What the browser names it by; nobody else can guess it.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(16)
        self._connected: tuple[asyncio.AbstractEventLoop, asyncio.Queue[bytes]] | None = None
        _LINES[self.token] = self

    def send(self, message: bytes) -> None:
        """Send a message from any thread, where the browser is connected."""
        if self._connected:
            loop, queue = self._connected
            loop.call_soon_threadsafe(_put, queue, message)

    @contextmanager
    def connected(self) -> Iterator[asyncio.Queue[bytes]]:
        """Hand out the messages to come; a browser that connects anew takes over."""
        here = self._connected = asyncio.get_running_loop(), asyncio.Queue(WAITING)
        try:
            yield here[1]
        finally:
            if self._connected is here:
                self._connected = None


_LINES: WeakValueDictionary[str, DirectLine] = WeakValueDictionary()


def _put(queue: asyncio.Queue[bytes], message: bytes) -> None:
    if not queue.full():
        queue.put_nowait(message)


def direct_line() -> DirectLine | None:
    """Return this visitor's line; none without a server, as in the browser or on a recorded page."""
    kept = session()
    if kept.get(RECORDING) or not HAS_SERVER:
        return None
    if DIRECT_LINE not in kept:
        kept[DIRECT_LINE] = DirectLine()
    line: DirectLine = kept[DIRECT_LINE]
    return line


def direct_routes() -> list[BaseRoute]:
    """Return the route of all lines, for `st.App`, below the path that the app is served at."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return [WebSocketRoute(f"/{base}/stage/{{token}}" if base else "/stage/{token}", _serve)]


async def _serve(socket: WebSocket) -> None:
    """Send what comes along a line until the browser goes; a websocket that names none is refused."""
    line = _LINES.get(socket.path_params["token"])
    if line is None:
        await socket.close()
        return
    await socket.accept()
    with line.connected() as queue:
        del line  # the session alone keeps it
        sending = asyncio.create_task(_forward(queue, socket))
        try:
            async for _ in socket.iter_bytes():
                pass  # the browser says nothing; this ends when it goes
        except KeyError:
            pass  # it sent a text
        finally:
            sending.cancel()


async def _forward(queue: asyncio.Queue[bytes], socket: WebSocket) -> None:
    while True:
        await socket.send_bytes(await queue.get())

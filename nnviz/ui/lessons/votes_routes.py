"""The routes of the hall's votes, beside Streamlit in the same process: a phone costs no websocket and no script.

Whoever opens a room gets the presenter's token, which only ever travels in the body of a POST. All that is kept stands
in one `Hall`: with several processes a proxy sends everything below ``hall/`` to one of them.
"""

import asyncio
import secrets
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from nnviz.export.address import address_of
from nnviz.export.qr_code import qr_svg
from nnviz.lessons.hall.hall import Hall
from nnviz.lessons.hall.hall_error import HallError
from nnviz.lessons.hall.lecture_address import lecture_address
from nnviz.lessons.hall.records import LecturersStep, RoomState, is_voter
from nnviz.lessons.hall.room_code import LENGTH, read_code
from nnviz.ui.lessons.phone_page import content_policy, door_page, phone_main, phone_page
from nnviz.ui.lessons.requests import HEADERS, NOTHING, json_answer, read_form, read_json

VOTER = "nnviz_voter"
"""The cookie with a phone's random id. It names no path: the browser takes the folder ``hall/``, wherever that lies."""

VOTER_SECONDS = 6 * 3600
"""How long a phone keeps it after its last look."""

PROGRAM = "x-phone-program"
"""A header of the page's own program, which needs no whole page and follows no redirection."""

STATUS = {"gone": 404, "token": 403, "closed": 409, "changed": 409, "full": 503, "voter": 400, "input": 400}

Endpoint = Callable[[Request], Awaitable[Response]]


def votes_routes(hall: Hall) -> list[BaseRoute]:
    """Return the routes of a hall, below ``hall``."""
    routes = _Routes(hall)
    room = "/{room:str}"
    posts: dict[str, Endpoint] = {
        "step": routes.step,
        "round": routes.round,
        "measured": routes.measured,
        "close": routes.close,
    }
    return [
        Route("/", _answering(routes.door)),
        Route("/rooms", _answering(routes.open_room), methods=["POST"]),
        Route(f"{room}/vote", _answering(routes.vote), methods=["POST"]),
        Route(f"{room}/state", _answering(routes.state)),
        Route(f"{room}/code.svg", _answering(routes.code)),
        *(Route(f"{room}/{name}", _answering(endpoint), methods=["POST"]) for name, endpoint in posts.items()),
        Route(room, _answering(routes.page)),
    ]


def state_record(state: RoomState) -> dict[str, Any]:
    """Return what anybody may know of a room as JSON has it; docs/architecture.md describes the fields."""
    measured = state.measured
    return {
        "room": state.room,
        "lesson": state.lesson,
        "title": state.title,
        "language": state.language,
        "at": state.step.at,
        "address": lecture_address(state.lesson, state.step) if state.step.at else "",
        "question": state.step.question,
        "options": state.step.options,
        "round": state.round,
        "open": state.open,
        "left": state.left,
        "voters": state.voters,
        "voted": state.voted,
        "histograms": state.histograms,
        "measured": measured and {"option": measured.option, "value": measured.value, "why": measured.why},
        "version": state.version,
        "poll": state.poll,
    }


def _answering(endpoint: Endpoint) -> Endpoint:
    """Turn refusals into answers that say why."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        _send_at_once(request)
        try:
            return await endpoint(request)
        except HallError as refusal:
            return json_answer({"error": str(refusal), "reason": refusal.reason}, STATUS[refusal.reason])
        except HTTPException as refusal:
            answered = json_answer({"error": refusal.detail, "reason": "input"}, refusal.status_code)
            answered.headers.update(refusal.headers or {})
            return answered

    return answer


def _send_at_once(request: Request) -> None:
    """Have the connection send a short answer without waiting for the one that it sent before to be confirmed: 40 ms.

    Uvicorn sends head and body in two parts, on sockets that Streamlit made without this option. There is no public
    place for it; where the connection is kept elsewhere, answers come later.
    """
    transport = getattr(getattr(request.receive, "__self__", None), "transport", None)
    connection = transport and transport.get_extra_info("socket")
    if connection is not None:
        with suppress(OSError):  # the phone has gone
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class _Routes:
    """The endpoints, which share the hall."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._drawing = asyncio.Lock()

    async def open_room(self, request: Request) -> Response:
        sent = await read_json(request)
        opened = self._hall.open_room(sent.get("lesson"), sent.get("title"), sent.get("language", "en"))
        return json_answer({"room": opened.room, "token": opened.token}, 201)

    async def page(self, request: Request) -> Response:
        """Answer with the phone's page; a code that was typed in small letters is put right."""
        headers = {**HEADERS, "Content-Security-Policy": content_policy()}
        code, given = _room(request), request.path_params["room"]
        if code and code != given:
            return RedirectResponse(code, 303, HEADERS)
        refused = request.query_params.get("said", "")
        voter = _voter_of(request) or secrets.token_urlsafe(16)
        try:
            try:
                self._hall.arrive(code, voter)
            except HallError as refusal:
                if refusal.reason != "full":
                    raise
                refused = refusal.reason
            page = self._shown(request, code, voter, refused)
        except HallError:
            return HTMLResponse(door_page(_languages(request), gone=True), 404, headers)
        answered = HTMLResponse(page, 200, headers)
        _keep(answered, request, voter)
        return answered

    def _shown(self, request: Request, code: str, voter: str, refused: str) -> str:
        """Return the page, or what of it the page's program takes over."""
        write = phone_main if PROGRAM in request.headers else phone_page
        return write(self._hall.state(code), self._hall.answer(code, voter), refused)

    async def door(self, request: Request) -> Response:
        """Answer with the page on which a room's code is typed, and lead from there to the room."""
        typed = request.query_params.get("code", "")
        code = read_code(typed)
        if code:
            return RedirectResponse(code, 303, HEADERS)
        headers = {**HEADERS, "Content-Security-Policy": content_policy()}
        return HTMLResponse(door_page(_languages(request), gone=bool(typed)), 200, headers)

    async def vote(self, request: Request) -> Response:
        """Take an answer, and lead back to the page, which says what became of it; its program is told at once."""
        code = _room(request)
        sent = await read_form(request)
        voter = _voter_of(request) or ""
        refused = ""
        try:
            self._hall.vote(code, voter, sent.get("option"), sent.get("at"), sent.get("round"))
        except HallError as refusal:
            refused = refusal.reason
        if PROGRAM in request.headers and refused != "gone":
            return HTMLResponse(self._shown(request, code, voter, refused), 200, HEADERS)
        return RedirectResponse(f"../{code or 'gone'}{refused and f'?said={refused}'}", 303, HEADERS)

    async def state(self, request: Request) -> Response:
        return json_answer(state_record(self._hall.state(_room(request), _voter_of(request))))

    async def step(self, request: Request) -> Response:
        sent = await read_json(request)
        step = LecturersStep.read(sent.get("at"), sent.get("address"), sent.get("question"), sent.get("options"))
        return json_answer(state_record(self._hall.show_step(_room(request), sent.get("token"), step)))

    async def round(self, request: Request) -> Response:
        sent = await read_json(request)
        code, token, wanted = _room(request), sent.get("token"), sent.get("open")
        if not isinstance(wanted, bool):
            raise HallError("input", f"expected true or false as open, got {str(wanted)[:40]!r}")
        if wanted:
            return json_answer(state_record(self._hall.open_round(code, token, sent.get("seconds"))))
        return json_answer(state_record(self._hall.close_round(code, token)))

    async def measured(self, request: Request) -> Response:
        sent = await read_json(request)
        answer = sent.get("option"), sent.get("value"), sent.get("why")
        return json_answer(state_record(self._hall.measure(_room(request), sent.get("token"), *answer)))

    async def close(self, request: Request) -> Response:
        sent = await read_json(request)
        self._hall.close_room(_room(request), sent.get("token"))
        return json_answer({"closed": True})

    async def code(self, request: Request) -> Response:
        """Answer with the QR code of the phone's page."""
        state = self._hall.state(_room(request))
        try:
            address = _phone_address(request, state.room)
            async with self._drawing:  # one is drawn in a tenth of a second: beside the votes, and one at a time
                picture = await run_in_threadpool(_picture, address)
        except ValueError as error:
            raise HallError("input", str(error)) from error
        return Response(picture, 200, {**HEADERS, "Content-Security-Policy": NOTHING}, "image/svg+xml")


@lru_cache(maxsize=128)
def _picture(address: str) -> str:
    return qr_svg(address)


def _room(request: Request) -> str:
    """Return the room's code; an empty text where it cannot be one."""
    given: str = request.path_params["room"]
    return (read_code(given) or "") if len(given) == LENGTH else ""


def _languages(request: Request) -> str:
    """Return what the phone's browser would like to read."""
    return request.headers.get("accept-language", "en")


def _voter_of(request: Request) -> str | None:
    """Return the phone's random id, if it has one."""
    voter = request.cookies.get(VOTER)
    return voter if is_voter(voter) else None


def _keep(answered: Response, request: Request, voter: str) -> None:
    """Have the phone keep its id: for this folder, out of reach of programs and of other sites' requests."""
    secure = request.url.scheme == "https"
    answered.set_cookie(VOTER, voter, max_age=VOTER_SECONDS, path=None, secure=secure, httponly=True, samesite="lax")


def _phone_address(request: Request, code: str) -> str:
    """Return where phones reach the room: at the place that is given, or where this request went.

    Raises
    ------
    ValueError
        If the place is none of a web server.
    """
    here = urlunsplit(urlsplit(str(request.url))._replace(query="", path=request.url.path.removesuffix("/code.svg")))
    place = request.query_params.get("place", "")
    folder = urlsplit(place).path if "://" in place else ""
    address = address_of(None, here, place)
    if not folder:
        return address
    return urlunsplit(urlsplit(address)._replace(path=f"{folder.rstrip('/')}/hall/{code}"))

"""The routes of the presenter: the page itself, what it loads, where phones reach the app, and measured answers."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from streamlit.net_util import get_internal_ip

from nnviz.export.address import address_of, is_local
from nnviz.lessons.running import OutOfTimeError
from nnviz.ui.drawings.packaged import BUNDLES
from nnviz.ui.lessons.known import known_lesson
from nnviz.ui.lessons.measured_answers import BusyError, MeasuredAnswers
from nnviz.ui.lessons.presenter_page import CONTENT_POLICY, FILES, missing_page, presenter_page, versioned

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}

FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
"""For a file whose name changes with what it holds."""

LONGEST = 200
"""Letters of what an address may give."""


def presenter_routes() -> list[BaseRoute]:
    """Return the routes, to be mounted below ``hall`` and before those of rooms: no room is called ``presenter``."""
    answers = MeasuredAnswers()

    async def measured(request: Request) -> JSONResponse:
        """What the network itself answers to the question of a step."""
        at = _given(request, "at")
        try:
            step = known_lesson(request.path_params["name"][:LONGEST]).step(at)
        except ValueError as error:
            return _refusal(404, "unknown", str(error))
        try:
            answer = await answers.of(step)
        except BusyError as error:
            return _refusal(503, "busy", str(error))
        except OutOfTimeError as error:
            return _refusal(504, "time", str(error))
        except ValueError as error:
            return _refusal(409, "input", str(error))
        return JSONResponse({"option": answer.option, "value": answer.value, "why": answer.why}, headers=HEADERS)

    return [
        Route("/presenter", _presenter),
        Route("/presenter/{file}", _file),
        Route("/reach", _reach),
        Route("/lesson/{name}/measured", measured),
    ]


def _given(request: Request, name: str) -> str:
    return request.query_params.get(name, "")[:LONGEST]


def _refusal(status: int, reason: str, error: str) -> JSONResponse:
    return JSONResponse({"error": error, "reason": reason}, status, headers=HEADERS)


def _presenter(request: Request) -> HTMLResponse:
    headers = {**HEADERS, "Content-Security-Policy": CONTENT_POLICY}
    try:
        lesson = known_lesson(_given(request, "lesson"))
    except ValueError as error:
        return HTMLResponse(missing_page(str(error)), 404, headers)
    return HTMLResponse(presenter_page(lesson, _given(request, "at")), headers=headers)


def _file(request: Request) -> Response:
    asked = request.path_params["file"]
    for file, kind in FILES.items():
        if asked == versioned(file):
            return Response((BUNDLES / file).read_bytes(), media_type=kind, headers=FOR_EVER)
    return Response("no such file", 404, headers=HEADERS)


def _reach(request: Request) -> JSONResponse:
    """Where phones reach the app: at the browser's own address (`page`), or at the place that somebody entered."""
    page = request.query_params.get("page", "")[: 2 * LONGEST]
    try:
        if urlsplit(page).scheme not in ("http", "https"):
            raise ValueError(f"expected the address of the app as page=http://..., got {page[:60]!r}")
        address = address_of(None, page, _given(request, "place"))
    except ValueError as error:
        return _refusal(400, "input", str(error))
    # Only somebody at the server itself is told what it is called in its network.
    there = is_local(page) and is_local(str(request.url)) and _is_at_the_server(request)
    suggested = _suggested(page) if there else ""
    return JSONResponse({"address": address, "local": is_local(address), "suggested": suggested}, headers=HEADERS)


def _is_at_the_server(request: Request) -> bool:
    """Return whether the connection comes from the server's own machine, and from no proxy there for somebody else."""
    if request.client is None or "x-forwarded-for" in request.headers:
        return False
    try:
        return ip_address(request.client.host.removeprefix("::ffff:")).is_loopback
    except ValueError:
        return False


def _suggested(page: str) -> str:
    """Return what Streamlit prints as its Network URL, for a person who looks at the app on the server itself."""
    host = get_internal_ip() or ""
    port = urlsplit(page).port
    place = f"{host}:{port}" if host and port else host
    return "" if is_local(f"http://{place}") else place

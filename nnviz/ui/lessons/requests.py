"""What a stranger sends: bodies with an end, in the form that is expected, and answers that are kept by nobody."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from nnviz.lessons.hall.limits import BODY

PATIENCE = 10.0
"""Seconds in which a body must have come."""

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}

NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The content policy of what is no page."""


def json_answer(content: object, status: int = 200) -> JSONResponse:
    """Return an answer for a program."""
    return JSONResponse(content, status, {**HEADERS, "Content-Security-Policy": NOTHING})


async def read_json(request: Request) -> dict[str, Any]:
    """Return the object that a program of this site sent.

    No form of another site can send this type of content without asking first, which nobody here answers.

    Raises
    ------
    HTTPException
        If it is too large, too slow, or no object in JSON.
    """
    _refuse_other_sites(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "expected JSON, with Content-Type: application/json")
    try:
        sent = json.loads(await _body(request))
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "expected an object in JSON") from error
    if not isinstance(sent, dict):
        raise HTTPException(400, f"expected an object in JSON, got {type(sent).__name__}")
    return sent


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form, of each the last.

    Raises
    ------
    HTTPException
        If it is too large, too slow, no form, or comes from another site's page.
    """
    _refuse_other_sites(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise HTTPException(415, "expected a form, with Content-Type: application/x-www-form-urlencoded")
    try:
        fields = parse_qs((await _body(request)).decode("ascii"), max_num_fields=20)
    except ValueError as error:
        raise HTTPException(400, "expected the fields of a form") from error
    return {name: values[-1] for name, values in fields.items()}


def _refuse_other_sites(request: Request) -> None:
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise HTTPException(403, "pages of other sites may send nothing here")


async def _body(request: Request) -> bytes:
    """Return the body, and stop reading where it is longer than any that is meant."""
    body = b""
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > BODY:
                    raise HTTPException(413, f"expected at most {BODY:,} bytes", {"Connection": "close"})
    except TimeoutError as error:
        raise HTTPException(408, "the rest of the request did not come", {"Connection": "close"}) from error
    except ClientDisconnect as error:
        raise HTTPException(400, "the request was broken off") from error
    return body

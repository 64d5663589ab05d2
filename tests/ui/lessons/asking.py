"""Asks routes without a server or a socket: what a browser would send, and what it would get."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Browser:
    """One browser, with its cookies: those of this app, all in one folder."""

    app: Starlette
    cookies: dict[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
    read: int = 0
    """Bytes of the last request's body that the app has asked for."""

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a path."""
        return self.ask("GET", path, [], headers)

    def post(self, path: str, content: object, **headers: str) -> Answer:
        """Send an object as JSON."""
        return self.ask("POST", path, [json.dumps(content).encode()], {"content_type": "application/json", **headers})

    def send(self, path: str, fields: dict[str, Any], **headers: str) -> Answer:
        """Send a form."""
        form = {"content_type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, [urlencode(fields).encode()], {**form, **headers})

    def ask(self, method: str, path: str, parts: list[bytes | None], headers: dict[str, str]) -> Answer:
        """Send a request, its body in parts; None for a part that never comes."""
        path, _, query = path.partition("?")
        named = {"host": "hall.example:8501", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookies:
            named["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope = {
            "type": "http",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "client": (self.host, 50_000),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
        }
        waiting = list(parts)
        self.read = 0
        answered: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            part = waiting.pop(0) if waiting else b""
            if part is None:
                await asyncio.Event().wait()
            self.read += len(part)
            return {"type": "http.request", "body": part, "more_body": bool(waiting)}

        async def send(message: Any) -> None:
            answered.append(message)

        asyncio.run(self.app(scope, receive, send))
        got = {name.decode(): value.decode() for name, value in answered[0]["headers"]}
        if "set-cookie" in got:
            name, _, value = got["set-cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answered[0]["status"], got, b"".join(message.get("body", b"") for message in answered[1:]))

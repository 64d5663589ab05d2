"""What the nginx of deploy/ does with requests, before servers that only say which of them has answered."""

import http.client
import json
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scripts.driving import ROOT
from scripts.replicas import NGINX, running_nginx

COUNT = 3
PAGE, SOCKET = "/nnviz/playground", "/nnviz/_stcore/stream"
UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade"}


class StandIn(BaseHTTPRequestHandler):
    """Answers with its number, its path and the headers that it got."""

    protocol_version = "HTTP/1.1"
    number = 0

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        said = {"number": self.number, "path": self.path, "padding": "x" * 2000, **self.headers}
        body = json.dumps(said).encode()
        upgrade = "Upgrade" in self.headers
        self.send_response(101 if upgrade else 200)
        if upgrade:
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
        else:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
        if "/hall/" in self.path:
            self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if not upgrade:
            self.wfile.write(body)
        self.close_connection = True

    do_POST = do_PUT = do_GET

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def stand_in(number: int, port: int = 0, host: str = "127.0.0.1") -> Iterator[_Server]:
    """Serve as a replica of this number."""
    server = _Server((host, port), type("Numbered", (StandIn,), {"number": number}))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Answer:
    """What came back."""

    status: int
    cookie: str
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def said(self) -> dict:
        """What the replica has said."""
        return json.loads(self.body)

    @property
    def replica(self) -> str:
        """Which replica the cookie names."""
        return self.cookie.partition("nnviz_replica=")[2].partition(";")[0]


class Proxy:
    """Asks nginx."""

    def __init__(self, url: str, stops: list[ExitStack], places: list[str]):
        self.url, self.stops, self.places = url, stops, places

    def ask(self, path: str, replica: str = "", method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        """Send a request, with the cookie of a replica."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Cookie": f"nnviz_replica={replica}"} if replica else {}
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        connection.request(method, path, body, sent)
        got = connection.getresponse()
        text = b"" if got.status == 101 else got.read()
        connection.close()
        return Answer(got.status, ", ".join(got.headers.get_all("Set-Cookie") or ()), got.headers, text)


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    """Nginx before three servers."""
    with ExitStack() as stack:
        stops, places = [], []
        for k in range(COUNT):
            stop = stack.enter_context(ExitStack())
            server = stop.enter_context(stand_in(k + 1))
            stops.append(stop)
            places.append(f"127.0.0.1:{server.server_address[1]}")
        yield Proxy(stack.enter_context(running_nginx(tmp_path, places)), stops, places)


def test_a_visitor_stays_with_a_replica_until_it_dies(proxy: Proxy):
    first = proxy.ask(PAGE)
    assert first.replica == str(first.said["number"]) and first.said["path"] == PAGE
    assert "HttpOnly; SameSite=Lax" in first.cookie and "Secure" not in first.cookie

    assert {proxy.ask(PAGE).said["number"] for _ in range(COUNT)} == {1, 2, 3}, "new visitors are spread"
    for path in (
        PAGE,
        "/_stcore/health",
        "/nnviz/media/1.csv",
        "/nnviz/stage/x",
        "/hall/presenter",
        "/hall/lesson/own-1/measured",
    ):
        for replica in "123":
            stays = proxy.ask(path, replica)
            assert (str(stays.said["number"]), stays.cookie) == (replica, ""), path

    proxy.stops[1].close()
    moved = proxy.ask(SOCKET, "2", **UPGRADE)
    assert moved.status == 101 and moved.replica in ("1", "3"), "the cookie follows the websocket"
    assert proxy.ask(PAGE, "2").said["number"] != 2 and proxy.ask(PAGE, "3").said["number"] == 3
    upload = proxy.ask("/_stcore/upload_file/s/f", "2", "PUT", b"weights")
    assert upload.status == 200
    with stand_in(2, int(proxy.places[1].rpartition(":")[2])):
        assert proxy.ask(PAGE, "2").said["number"] == 2, "one that is back is used at once"


def test_without_cookies_a_browser_comes_to_the_same_replica_all_the_same(proxy: Proxy):
    """Another site's page that embeds ours may keep its cookies from us."""
    for browser in ("one", "two", "three", "four"):
        asked = [proxy.ask("/nnviz/_stcore/health", User_Agent=browser).said["number"] for _ in range(3)]
        upgraded = proxy.ask(SOCKET, User_Agent=browser, **UPGRADE)
        assert {str(number) for number in asked} == {upgraded.replica}
    wrong = proxy.ask(PAGE, "17; DROP")
    assert wrong.status == 200 and wrong.replica in ("1", "2", "3")


def test_rooms_lie_on_the_first_replica_and_lecturers_keep_their_own(proxy: Proxy):
    for path in ("/hall", "/hall/", "/nnviz/hall/ABCD", "/nnviz/hall/ABCD/vote", "/hall/rooms"):
        room = proxy.ask(path, "3", "POST", b"{}")
        assert (room.said["number"], room.said["path"], room.cookie) == (1, path, "")
    proxy.stops[0].close()
    assert proxy.ask("/hall/ABCD", "3").status == 502, "no other replica knows the rooms"


def test_the_app_learns_where_the_visitor_is_and_what_the_browser_speaks(proxy: Proxy):
    plain = proxy.ask(PAGE, Host="nnviz.example:8443", X_Forwarded_For="6.6.6.6").said
    assert plain["Host"] == "nnviz.example:8443"
    assert plain["X-Forwarded-For"] == "127.0.0.1", "what a visitor claims is dropped"
    assert plain["X-Forwarded-Proto"] == "http"
    behind = proxy.ask(PAGE, X_Forwarded_Proto="https")
    assert behind.said["X-Forwarded-Proto"] == "https"
    assert "SameSite=None; Secure; Partitioned" in behind.cookie
    assert proxy.ask(PAGE, X_Forwarded_Proto="javascript").said["X-Forwarded-Proto"] == "http"


def test_answers_are_short_and_safe_and_may_be_embedded(proxy: Proxy):
    page = proxy.ask(PAGE, Accept_Encoding="gzip")
    assert page.headers["Content-Encoding"] == "gzip" and len(page.body) < 700
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert page.headers["X-Frame-Options"] is None and page.headers["Server"] == "nginx"
    assert proxy.ask("/hall/ABCD").headers.get_all("X-Content-Type-Options") == ["nosniff"], "said once"


def test_bodies_are_as_long_as_the_app_takes_them(proxy: Proxy):
    assert proxy.ask(PAGE, "1", "PUT", bytes(32 * 2**20 + 1000)).status == 200
    assert proxy.ask("/hall/rooms", "1", "POST", bytes(2**17)).status == 413


@pytest.mark.parametrize("places", [(), ("8501",), (":8501",), ("a:b",), ("a b:1",), ("a;b:1",), ("$(x):1",)])
def test_a_place_that_is_none_is_refused(places: tuple[str, ...]):
    done = subprocess.run(["sh", NGINX / "upstreams.sh", *places], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.startswith("expected ") and not done.stdout


def test_a_name_that_leads_nowhere_is_left_out_and_the_others_keep_their_numbers():
    places = ["nowhere.invalid:8501", "localhost:8502"]
    listed = subprocess.run(["sh", NGINX / "upstreams.sh", *places], capture_output=True, text=True, check=True).stdout
    assert "8501" not in listed and "    2 nnviz_2;" in listed and "127.0.0.1:8502" in listed
    assert "upstream nnviz_votes {\n    zone nnviz_votes 128k;\n    server 127.0.0.1:1 down;" in listed
    none = subprocess.run(["sh", NGINX / "upstreams.sh", places[0]], capture_output=True, text=True, check=False)
    assert none.returncode == 2 and "none of these replicas was found" in none.stderr


def test_the_limit_of_files_is_the_apps():
    """A form is a little longer than the file in it."""
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    (most,) = (int(line.split()[2]) for line in config.splitlines() if line.startswith("maxUploadSize"))
    assert f"client_max_body_size {most + 1}m;" in (NGINX / "server.conf").read_text(encoding="utf-8")

"""The built site works on any static host: below a folder, at deep links, and without asking another host."""

import http.server
import json
import threading
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest

from scripts.static.hosts import other_hosts
from scripts.static.pins import StaticSiteError
from scripts.static.site import BASE, build_site
from tests.static.stand_ins import PAGE, Ingredients

BELOW = "/some/sub/path/"


class StaticHost(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below a path, and `404.html` for what is not there, as GitHub Pages does."""

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(BELOW) if path.startswith(BELOW) else "nothing is outside"
        return super().translate_path("/" + inside)

    def send_error(self, code: int, *_) -> None:
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_) -> None:
        pass


class References(HTMLParser):
    """The base of a page, and what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.base = ""
        self.loaded: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "base":
            self.base = given["href"] or ""
        elif tag != "a":
            self.loaded += [value for key in ("src", "href") if (value := given.get(key))]


def get(address: str) -> tuple[int, bytes]:
    try:
        with urlopen(address) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


@pytest.fixture
def host(ingredients: Ingredients, tmp_path: Path) -> Iterator[str]:
    build_site(ingredients.pins, ingredients.sources(), tmp_path / "site", web=ingredients.web)
    handler = partial(StaticHost, directory=str(tmp_path / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{BELOW}"
        server.shutdown()


@pytest.mark.parametrize("address", ["", "index.html", "attention", "attention?x=1", "playground?seed=3&hidden=4-4"])
def test_every_address_below_a_folder_gives_the_page_and_all_that_it_loads(host: str, address: str):
    _, page = get(host + address)
    assert page.decode() == PAGE
    references = References(page.decode())
    base = urljoin(host + address, references.base)
    assert len(references.loaded) == 2
    for reference in [*references.loaded, "site.json"]:
        status, _ = get(urljoin(base, reference))
        assert status == 200, reference


def test_the_files_of_a_first_visit_are_there_below_a_folder(host: str):
    site = json.loads(get(host + "site.json")[1])
    for file, size in site["files"].items():
        status, data = get(host + file)
        assert (status, len(data)) == (200, size)


def test_a_site_for_one_folder_names_it_in_both_pages(ingredients: Ingredients, tmp_path: Path):
    build_site(ingredients.pins, ingredients.sources(), tmp_path / "site", web=ingredients.web, base="/nnviz/")
    for name in ("index.html", "404.html"):
        page = (tmp_path / "site" / name).read_text(encoding="utf-8")
        assert page == PAGE.replace(BASE, '<base href="/nnviz/">')


@pytest.mark.parametrize("base", ["nnviz", "/nnviz", '/"><script>/', "https://example.org/"])
def test_a_base_that_is_no_folder_of_a_host_is_refused(ingredients: Ingredients, tmp_path: Path, base: str):
    with pytest.raises(StaticSiteError, match="a folder of the host such as /nnviz/"):
        build_site(ingredients.pins, ingredients.sources(), tmp_path / "site", web=ingredients.web, base=base)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("boot.js", 'import "https://cdn.example/x.js";'),
        ("boot.js", "fetch('//cdn.example/x');"),
        ("boot.js", r'new WebSocket("wss:\/\/cdn.example");'),
        ("boot.css", "@font-face { src: url(https://cdn.example/font.woff2) }"),
        ("boot.css", "a { background: url(//cdn.example/a.png) }"),
        ("index.html", PAGE.replace("boot.js", "https://cdn.example/boot.js")),
        ("entry.py", 'INDEX = "https://cdn.example/simple"'),
    ],
)
def test_a_file_of_ours_that_names_another_host_is_refused(
    ingredients: Ingredients, tmp_path: Path, file: str, text: str
):
    (ingredients.web / file).write_text(text, encoding="utf-8")
    with pytest.raises(StaticSiteError, match=rf"would ask another host[\s\S]*{file}: .*cdn.example"):
        build_site(ingredients.pins, ingredients.sources(), tmp_path / "site", web=ingredients.web)
    assert not (tmp_path / "site").exists()


def test_a_recorded_lesson_that_names_another_host_is_refused(ingredients: Ingredients, tmp_path: Path):
    def record(folder: Path) -> list:
        folder.mkdir()
        (folder / "player.js").write_text("fetch('https://cdn.example/x')", encoding="utf-8")
        return []

    with pytest.raises(StaticSiteError, match="lessons/player.js: https://cdn.example/x"):
        build_site(ingredients.pins, ingredients.sources(), tmp_path / "site", web=ingredients.web, record=record)


def test_names_of_vocabularies_and_links_are_no_requests(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"></svg><a href="https://example.org/">x</a>', encoding="utf-8"
    )
    assert other_hosts(page) == []


@pytest.mark.parametrize(
    "policy",
    [
        "",
        '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'; connect-src cdn.example">',
        '<meta http-equiv="Content-Security-Policy" content="default-src *">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'self\' https:">',
    ],
)
def test_a_page_that_lets_the_browser_ask_other_hosts_is_refused(ingredients: Ingredients, tmp_path: Path, policy: str):
    lines = [line if "Security-Policy" not in line else policy for line in PAGE.splitlines()]
    (ingredients.web / "index.html").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(StaticSiteError, match="needs a Content-Security-Policy"):
        build_site(ingredients.pins, ingredients.sources(), tmp_path / "site", web=ingredients.web)


def test_nnvizs_own_pages_make_a_site_whose_references_are_there(ingredients: Ingredients, tmp_path: Path):
    build_site(ingredients.pins, ingredients.sources(), tmp_path / "site")
    references = References((tmp_path / "site" / "404.html").read_text(encoding="utf-8"))
    assert references.base == "./"
    files = [reference for reference in references.loaded if not reference.startswith("data:")]
    assert {"boot.css", "boot.js"} <= set(files)
    for file in [*files, "entry.py", "app.py", "site.json"]:
        assert (tmp_path / "site" / file).is_file()

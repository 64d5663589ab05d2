"""Streamlit's page as it is served: with the address of the server in it, and else as Streamlit has it."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.routing import Route
from streamlit.web.server.app_discovery import discover_asgi_app

from nnviz.ui.shell.catalogue import CATALOGUE
from nnviz.ui.shell.served_page import PAGE, SERVER, served_pages
from scripts.driving import ROOT

PROGRAM = PAGE.parent / "static" / "js"


def test_every_page_is_answered_with_streamlits_page_and_the_servers_address_before_any_program():
    routes = [route for route in served_pages() if isinstance(route, Route)]
    assert {route.path.strip("/") or "home" for route in routes} == {entry.name for entry in CATALOGUE}
    for route in routes:
        answer = asyncio.run(route.endpoint(Request({"type": "http"})))
        page = answer.body.decode()
        assert answer.headers["Cache-Control"] == "no-cache", "it names programs that an update replaces"
        before, _, after = page.partition(f"\n    {SERVER}")
        assert before + after == PAGE.read_text(encoding="utf-8")
        assert "<script" not in before, "Streamlit's program reads the address when it begins"


@pytest.mark.parametrize("base", ["nnviz", "/nnviz/"])
def test_below_a_path_of_its_own_pages_are_answered_there(base, monkeypatch):
    monkeypatch.setattr("nnviz.ui.shell.served_page.config.get_option", {"server.baseUrlPath": base}.get)
    paths = {route.path for route in served_pages() if isinstance(route, Route)}
    assert {"/nnviz/", "/nnviz/playground"} < paths and all(path.startswith("/nnviz/") for path in paths)


def test_streamlits_program_reads_the_servers_address_where_it_is_put():
    page = PAGE.read_text(encoding="utf-8")
    (program,) = [path for path in PROGRAM.glob("index.*.js") if f'src="./static/js/{path.name}"' in page]
    source = program.read_text(encoding="utf-8")
    assert "window.__streamlit" in source and "BACKEND_BASE_URL" in source


def test_streamlit_run_serves_the_app_that_has_these_routes():
    assert discover_asgi_app(ROOT / "app.py").import_string == "app:app"

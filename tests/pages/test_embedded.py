"""In a frame of another web page a page has no navigation, no foot and no empty margin; elsewhere it has all three."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from nnviz.ui.shell.catalogue import CATALOGUE
from nnviz.ui.shell.served_page import served_pages

ROOT = Path(__file__).parents[2]
NAMES = [entry.name for entry in CATALOGUE]


@pytest.fixture
def around(monkeypatch):
    """A function that runs app.py around an empty page; it returns the app, and where it put navigation and sidebar."""

    def run(name: str, embedded: bool) -> tuple[AppTest, dict]:
        asked: dict = {}

        def navigation(_, position: str) -> SimpleNamespace:
            asked["navigation"] = position
            return SimpleNamespace(url_path="" if name == "home" else name, run=lambda: None)

        monkeypatch.setattr("nnviz.ui.shell.page_tools.is_embedded", lambda: embedded)
        monkeypatch.setattr(st, "navigation", navigation)
        monkeypatch.setattr(st, "set_page_config", lambda **config: asked.update(config))
        app = AppTest.from_file(ROOT / "app.py", default_timeout=30).run()
        assert not app.exception, app.exception
        return app, asked

    return run


def test_every_page_stands_alone_in_a_frame(around):
    for name in NAMES:
        app, asked = around(name, embedded=True)
        assert asked["navigation"] == "hidden" and asked["initial_sidebar_state"] == "collapsed", name
        assert not app.get("page_link"), name
        [style] = [part.proto.body for part in app.get("html") if "frame of another web page" in part.proto.body]
        assert "padding: 0.6rem" in style, name


def test_outside_a_frame_navigation_and_foot_are_there(around):
    app, asked = around("softmax", embedded=False)
    assert asked["navigation"] == "top" and asked["initial_sidebar_state"] == 290
    assert len(app.get("page_link")) == 2
    assert not [part for part in app.get("html") if "frame of another web page" in part.proto.body]


def test_no_header_forbids_a_frame():
    for route in served_pages():
        headers = asyncio.run(route.endpoint(None)).headers
        assert not {"x-frame-options", "content-security-policy"} & set(headers.keys()), route.path

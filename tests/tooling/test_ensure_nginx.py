"""The nginx of the tests is found in a stated order, or its absence is an error that helps."""

import sys
from pathlib import Path

import pytest

from scripts import ensure_nginx

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


def stand_in(path: Path, *, starts: bool = True) -> str:
    """A file that answers like an nginx, or one that lacks a library."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {0 if starts else 127}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A folder that alone is on PATH, no wish in the environment, and none fetched or in /usr/sbin."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(ensure_nginx.VARIABLE, raising=False)
    monkeypatch.setattr(ensure_nginx, "FOLDER", tmp_path / "fetched")
    starts = ensure_nginx.starts
    monkeypatch.setattr(ensure_nginx, "starts", lambda place: place.startswith(str(tmp_path)) and starts(place))
    return tmp_path


def test_a_wish_comes_before_what_is_on_the_path(path, monkeypatch):
    stand_in(path / "nginx")
    wished = stand_in(path / "my-own")
    monkeypatch.setenv(ensure_nginx.VARIABLE, wished)
    assert ensure_nginx.find_nginx() == wished


def test_a_wish_that_does_not_start_is_refused_and_not_replaced(path, monkeypatch, capsys):
    stand_in(path / "nginx")
    monkeypatch.setenv(ensure_nginx.VARIABLE, "/no/such/nginx")
    assert ensure_nginx.main() == 1 and "NNVIZ_NGINX" in capsys.readouterr().err


def test_one_that_was_fetched_is_taken_where_none_on_the_path_starts(path):
    stand_in(path / "nginx", starts=False)
    assert ensure_nginx.find_nginx() is None
    fetched = stand_in(path / "fetched" / "usr" / "sbin" / "nginx")
    assert ensure_nginx.find_nginx() == fetched


def test_without_any_the_message_says_what_to_do(path, capsys):
    assert ensure_nginx.main() == 1, "there is no apt on this PATH"
    assert "apt-get install nginx" in capsys.readouterr().err

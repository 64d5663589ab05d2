"""The browser of the browser tests is found in a stated order, or its absence is an error that helps."""

import os
import sys
from pathlib import Path

import pytest

from scripts import ensure_browser

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins for browsers are shell scripts")


def stand_in(folder: Path, name: str, *, starts: bool = True) -> str:
    """A file that answers like a browser, or one that fails like a stub without its snap."""
    path = folder / name
    path.write_text("#!/bin/sh\n" + ("echo Chromium 1.2.3\n" if starts else "exit 10\n"), encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A folder that alone is on PATH, no wish in the environment, no browser of Playwright's."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(ensure_browser.VARIABLE, raising=False)
    monkeypatch.setattr(ensure_browser, "playwright_path", lambda: None)
    return tmp_path


def test_a_wish_comes_before_what_is_on_the_path(path, monkeypatch):
    stand_in(path, "chromium")
    wished = stand_in(path, "my-own")
    monkeypatch.setenv(ensure_browser.VARIABLE, wished)
    assert ensure_browser.find_browser() == wished


def test_a_wish_that_does_not_start_is_refused_and_not_replaced(path, monkeypatch):
    stand_in(path, "chromium")
    monkeypatch.setenv(ensure_browser.VARIABLE, "/no/such/browser")
    with pytest.raises(ensure_browser.BrowserError, match="/no/such/browser"):
        ensure_browser.find_browser()


def test_chromium_comes_before_chrome(path):
    stand_in(path, "google-chrome")
    chromium = stand_in(path, "chromium")
    assert ensure_browser.find_browser() == chromium


def test_a_stub_that_does_not_start_is_passed_over(path):
    stand_in(path, "chromium-browser", starts=False)
    chrome = stand_in(path, "google-chrome-stable")
    assert ensure_browser.find_browser() == chrome


def test_playwrights_own_browser_is_the_last_that_is_looked_for(path, monkeypatch):
    own = stand_in(path, "playwrights")
    monkeypatch.setattr(ensure_browser, "playwright_path", lambda: own)
    assert ensure_browser.find_browser() == own
    on_path = stand_in(path, "chromium")
    assert ensure_browser.find_browser() == on_path


def test_root_on_debian_tries_the_package_first(path, monkeypatch):
    stand_in(path, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    first, second, last = ensure_browser.install_commands()
    assert (first[:2], second[:2]) == (["apt-get", "update"], ["apt-get", "install"])
    assert last[1:] == ["-m", "playwright", "install", "chromium", "--with-deps"]


@pytest.mark.parametrize(("user", "apt"), [(1000, True), (0, False)])
def test_everyone_else_gets_playwrights_own(path, monkeypatch, user, apt):
    if apt:
        stand_in(path, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: user)
    (command,) = ensure_browser.install_commands()
    assert command[1:] == ["-m", "playwright", "install", "chromium"]


def test_installing_stops_at_the_first_command_that_brings_a_browser(path, monkeypatch):
    ran = []

    def run(command, **_):
        ran.append(command)
        if command == ["second"]:
            stand_in(path, "chromium")

    monkeypatch.setattr(ensure_browser, "install_commands", lambda: [["first"], ["second"], ["third"]])
    monkeypatch.setattr(ensure_browser, "version", lambda name: "Chromium 1.2.3" if Path(name).exists() else None)
    monkeypatch.setattr(ensure_browser.subprocess, "run", run)
    assert ensure_browser.ensure_browser() == str(path / "chromium")
    assert ran == [["first"], ["second"]]


def test_no_browser_at_all_fails_and_says_what_to_do(path, monkeypatch, capfd):
    monkeypatch.setattr(ensure_browser, "install_commands", lambda: [["/bin/true"]])
    assert ensure_browser.main() == 1
    message = capfd.readouterr().err
    assert "apt-get install chromium" in message
    assert "playwright install chromium" in message
    assert ensure_browser.VARIABLE in message


def test_the_path_that_is_used_is_printed(path, capsys):
    chromium = stand_in(path, "chromium")
    assert ensure_browser.main() == 0
    assert capsys.readouterr().out == f"browser: {chromium} (Chromium 1.2.3)\n"

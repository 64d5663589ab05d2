"""One server, and one window of each browser, for all tests here; `make test` leaves them out."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scripts.driving import Server, running_app
from tests.browsers import firefox, webkit
from tests.browsers.window import Window

BROWSERS: dict[str, Any] = {"firefox": firefox, "webkit": webkit}


def pytest_collection_finish(session: pytest.Session) -> None:
    """Say at once what would have to be installed for the tests that are to run."""
    here = [item for item in session.items if item.nodeid.startswith("tests/browsers/")]
    asked = {item.callspec.params["window"] for item in here if "window" in item.fixturenames}
    packages = sorted({package for name in asked for package in BROWSERS[name].missing()})
    if packages:
        pytest.exit(
            f"not installed: {', '.join(packages)}. On Debian and Ubuntu:\n"
            f"  sudo apt-get install --no-install-recommends {' '.join(packages)}\n"
            "One browser alone is tested with ARGS='-k firefox' or ARGS='-k webkit'.",
            returncode=1,
        )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app."""
    with running_app(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="session", params=BROWSERS)
def window(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """A window of each browser in turn."""
    with BROWSERS[request.param].window(tmp_path_factory.mktemp(request.param)) as opened:
        yield opened


@pytest.fixture
def visit(window: Window, server: Server) -> Iterator[Callable[[str], Window]]:
    """A function that opens an address of the app and waits until it can be looked at; then fails on every error."""
    read = len(server.tail())

    def go(address: str) -> Window:
        window.open(f"{server.url}/{address}")
        window.wait_until_ready()
        return window

    yield go
    found = window.complaints() + window.exceptions()
    log = server.tail(read)
    if "Traceback (most recent call last)" in log:
        found.append(f"server:\n{log}")
    assert not found, "\n".join(found)

"""The stage's commands on a page under AppTest, which has no browser that could send them."""

from itertools import count
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from nnviz.stage import Command
from nnviz.ui.playground import live_run
from nnviz.ui.shell.session import PLAYER

_NUMBERS = count(10**15)


def set_on_picture(page: AppTest, name: str, value: str | float) -> AppTest:
    """Set something on the Playground's picture."""
    return send(page, "set", {"name": name, "value": value})


def send(page: AppTest, name: str, value: dict[str, str | float]) -> AppTest:
    """Send a command of the stage: it is carried out before the page runs, as a callback is."""
    command = Command(name, value, -1, next(_NUMBERS))
    with patch("nnviz.ui.shell.startup.open_page", lambda: live_run._carry_out(command)):
        page.run()
    page.run()
    assert not page.exception, [error.value for error in page.exception]
    return page


def shown_on_picture(page: AppTest, name: str):
    """What a menu of the row above the picture shows, and the values it offers."""
    (control,) = [one for one in page.session_state[PLAYER].controls.row if one.name == name]
    return control.value, [value for value, _ in control.options]

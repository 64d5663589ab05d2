"""Echo by AppTest: predicted, trained, told; another cell drawn, delays compared."""

import numpy as np
import pytest

from nnviz.experiments.recurrence.echo import EchoTask, begin_echo, in_order
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import drawn, texts, widget

SHORT = {"topic": "echo", "echo_steps": "20", "echo_units": "8"}
TASK = EchoTask(units=8, steps=20)


@pytest.fixture(autouse=True)
def nothing_kept():
    run_cache.clear()
    yield
    run_cache.clear()


def complete(**changed):
    task = EchoTask(**({"units": 8, "steps": 20} | changed))
    return run_cache().run_to_end(("echo", task), lambda: begin_echo(task))


def show(page):
    return widget(page, "button", "recurrence.question.echo.show").click().run()


def test_the_cells_are_compared_after_the_prediction_and_the_units_are_shown_from_the_start(run_page):
    page = run_page("recurrence", **SHORT, echo_cell="gru", echo_network="2")
    header, arrays = drawn(page, "echo")
    register, stack = header["panels"]
    assert register["delay"] == 5 and stack["parts"][1]["series"] == []
    frame = begin_echo(TASK).end
    order = in_order(frame.shares[1, 1])
    np.testing.assert_array_equal(arrays["frame order"][0], order)
    np.testing.assert_allclose(arrays["frame states"][0], frame.states[1, 1].T[order], rtol=1e-6)
    np.testing.assert_allclose(arrays["frame shares"][0], frame.shares[1, 1][order], rtol=1e-6)
    header, _ = drawn(show(page), "echo")
    assert [one["at"] for one in header["panels"][1]["parts"][1]["series"]] == [0, 1, 2]


def test_what_has_been_trained_stands_in_a_table_with_other_delays(run_page):
    near, race = complete(delay=1), complete()
    page = show(run_page("recurrence", **SHORT))
    said = texts(page)
    assert "| delay 1 | delay 5 |" in said
    assert f"| **Elman** | {near.of('elman').solved} | {race.of('elman').solved} |" in said
    for name in ("echo.table", "echo.tensors"):
        page.session_state[f"recurrence.{name}"] = True
    page.session_state["recurrence.conclusion"] = True
    page.run()
    assert not page.exception and page.get("download_button")
    assert "Delay 5 against delay 1" in page.main.expander[-1].markdown[0].value


@pytest.mark.parametrize(("key", "text"), [("echo_delay", "11"), ("echo_network", "6"), ("echo_units", "1")])
def test_what_an_address_cannot_mean_is_told_and_nothing_else_is_lost(run_page, key, text):
    page = run_page("recurrence", **(SHORT | {"echo_start": "gaussian"} | {key: text}))
    assert any(f"{key}={text} was left out" in told for told in warnings(page))
    assert page.session_state[SETTINGS + "recurrence"].echo_start == "gaussian"

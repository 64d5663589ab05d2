"""Against recurrence, by AppTest: hidden until the question is answered, the tally, other lengths, what is told."""

import numpy as np
import pytest

from nnviz.experiments.transformer.race import begin_race
from nnviz.experiments.transformer.race_task import RaceTask
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import drawn, in_address, texts, widget

SHORT = {"topic": "race", "race_steps": "20"}
TASK = RaceTask(steps=20)


@pytest.fixture(autouse=True)
def nothing_kept():
    run_cache.clear()
    yield
    run_cache.clear()


def show(page):
    return widget(page, "button", "transformer.question.race.show").click().run()


def finish(task):
    return run_cache().run_to_end(("against recurrence", task), lambda: begin_race(task))


def test_what_answers_the_question_is_hidden_until_then(run_page):
    page = run_page("transformer", **SHORT)
    symbols, whole, dots = drawn(page, "race")[0]["panels"]
    assert symbols["series"] == whole["series"] == drawn(page, "race")[0]["readings"] == [] and dots["veiled"]
    assert "learned 3 symbols" not in texts(page)
    assert "Transformer 4,768, GRU 4,848, LSTM 4,816" in drawn(page, "race")[0]["note"]
    header, arrays = drawn(show(page), "race")
    symbols, whole, dots = header["panels"]
    assert [one["name"] for one in symbols["series"] + whole["series"]] == ["symbols"] * 3 + ["whole"] * 3
    assert not dots["veiled"] and "learned 3 symbols" in texts(page)
    frame = begin_race(TASK).end
    np.testing.assert_array_equal(arrays["frame networks"][0], frame.whole)
    np.testing.assert_array_equal(arrays["frame symbols"][0], np.median(frame.symbols, axis=-1))


def test_the_end_is_told_with_the_time_of_a_step_and_can_be_taken_home(run_page):
    race = finish(TASK)
    page = show(run_page("transformer", **SHORT))
    assert "| **parameters** | 4,768 | 4,848 | 4,816 |" in texts(page)
    assert "| **learned 3 symbols** | 0 of 5 | 0 of 5 | 0 of 5 |" in texts(page)
    took = " | ".join(f"{ms:.1f} ms" for ms in race.milliseconds)
    assert f"| **CPU for a step** | {took} |" in texts(page)
    for key in ("conclusion", "race.table", "race.tensors"):
        page.session_state[f"transformer.{key}"] = True
    page.run()
    assert not page.exception and page.get("download_button")
    assert "4,768" in page.main.expander[-1].markdown[0].value


def test_another_length_is_another_race_beside_those_that_have_been_run(run_page):
    finish(TASK)
    page = show(run_page("transformer", **SHORT))
    assert "learned 6 symbols" not in texts(page)
    widget(page, "button_group", "transformer.race_length").set_value(6).run()
    assert not page.exception and in_address(page, "race_length") == "6"
    assert drawn(page, "race")[0]["training"] == repr(RaceTask(length=6, steps=20))
    assert "learned 3 symbols" in texts(page) and "learned 6 symbols" in texts(page)


def test_induction_has_its_own_length(run_page):
    page = run_page("transformer", **SHORT, race_task="induction", race_length="10")
    assert not page.exception
    assert drawn(page, "race")[0]["training"] == repr(RaceTask("induction", steps=20))
    assert all(one.key != "transformer.race_length" for one in page.get("button_group"))
    assert any("4 to 12 symbols" in one.value for one in page.caption)
    assert "| **have learned it** | 0 of 5 |" in texts(show(page))


@pytest.mark.parametrize(("key", "text"), [("race_task", "sum"), ("race_length", "13"), ("race_seed", "-1")])
def test_what_an_address_cannot_mean_is_told_and_nothing_else_is_lost(run_page, key, text):
    page = run_page("transformer", **(SHORT | {key: text}))
    assert any(f"{key}={text} was left out" in told for told in warnings(page))
    assert page.session_state[SETTINGS + "transformer"].race_steps == 20

"""Who remembers, by AppTest: predicted, trained, told; length, start, bias, steps and seed."""

import numpy as np
import pytest

from nnviz.experiments.recurrence.memory import CHRONO, SEEDS, MemoryTask, begin_memory
from nnviz.experiments.recurrence.memory_settings import MEMORY_BIASES
from nnviz.ui.recurrence.memory import first_biases
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import code_lines, drawn, in_address, texts, widget

SHORT = {"topic": "memory", "memory_length": "5", "memory_steps": "20"}


@pytest.fixture(autouse=True)
def nothing_kept():
    run_cache.clear()
    yield
    run_cache.clear()


def complete(**changed):
    task = MemoryTask(length=5, steps=20, **changed)
    return run_cache().run_to_end(("who remembers", task), lambda: begin_memory(task))


def show(page):
    return widget(page, "button", "recurrence.question.memory.show").click().run()


def test_what_answers_the_question_is_hidden_until_then(run_page):
    page = run_page("recurrence", **SHORT)
    header, _ = drawn(page, "race")
    course, dots, solved = header["panels"]
    assert course["series"] == solved["series"] == header["readings"] == [] and dots["veiled"]
    assert "networks of 20" not in texts(page)
    header, arrays = drawn(show(page), "race")
    course, dots, solved = header["panels"]
    assert [one["at"] for one in course["series"]] == [0, 1, 2] == [one["at"] for one in solved["series"]]
    assert not dots["veiled"] and [one["title"] for one in header["readings"]] == ["Elman:", "GRU:", "LSTM:"]
    race = begin_memory(MemoryTask(length=5, steps=20))
    assert arrays["frame networks"].shape[1:] == (3, SEEDS)
    np.testing.assert_array_equal(arrays["frame networks"][0], race.end.accuracy)
    assert "The answer comes with the end of the training." in [caption.value for caption in page.caption]


def test_what_has_been_trained_stands_in_the_table_and_can_be_taken_home(run_page):
    race, other = complete(), complete(bias="3", start="gaussian")
    page = show(run_page("recurrence", **SHORT))
    said = texts(page)
    assert f"| **LSTM**, orthogonal | {race.of('lstm').solved} | – | – | – |" in said
    assert f"| **LSTM**, Gaussian | – | – | {other.of('lstm').solved} | – |" in said
    assert page.get("download_button")
    assert f"**{race.of('lstm').solved} LSTMs**" in said
    page.session_state["recurrence.conclusion"] = True
    page.session_state["recurrence.memory.tensors"] = True
    page.run()
    assert not page.exception
    assert "3 and Gaussian:" in page.main.expander[-1].markdown[0].value


def test_controls_stand_in_the_address_and_make_another_training(run_page):
    page = run_page("recurrence", **SHORT)
    widget(page, "button_group", "recurrence.memory_bias").set_value("chrono").run()
    widget(page, "button_group", "recurrence.memory_start").set_value("gaussian").run()
    assert not page.exception and in_address(page, "memory_bias") == "chrono"
    assert drawn(page, "race")[0]["training"] == repr(MemoryTask(5, "gaussian", "chrono", 20))
    assert any("np.log(rng.uniform(1, T - 1, units))" in line for line in code_lines(page))


@pytest.mark.parametrize(("key", "text"), [("memory_length", "41"), ("memory_bias", "2"), ("memory_seed", "-1")])
def test_what_an_address_cannot_mean_is_told_and_nothing_else_is_lost(run_page, key, text):
    page = run_page("recurrence", **(SHORT | {"memory_start": "gaussian"} | {key: text}))
    assert any(f"{key}={text} was left out" in told for told in warnings(page))
    assert page.session_state[SETTINGS + "recurrence"].memory_start == "gaussian"


@pytest.mark.parametrize("bias", MEMORY_BIASES)
def test_the_first_biases_are_those_of_their_lines(bias):
    recipe = MemoryTask(length=20, bias=bias, seeds=1).recipe("lstm")
    layer = recipe.networks().layers[0]
    rng = np.random.default_rng(0)
    names = {"np": np, "rng": rng, "T": 20, "units": recipe.units}
    exec(first_biases(bias), names)
    found = {gate: layer.b[..., columns].ravel() for gate, columns in layer.columns.items()}
    if bias == CHRONO:
        for told in (names["b_f"], found["f"]):
            assert (told >= 0).all() and (told <= np.log(19)).all()
        np.testing.assert_array_equal(found["i"], -found["f"])
        np.testing.assert_array_equal(names["b_i"], -names["b_f"])
    else:
        np.testing.assert_array_equal(found["f"], names["b_f"])
        assert not found["i"].any()

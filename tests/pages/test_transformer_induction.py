"""Induction, by AppTest: what is hidden until the question is answered, the tally, another network's heads."""

import numpy as np
import pytest

from nnviz.experiments.transformer.induction import InductionTask, begin_induction
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import drawn, in_address, texts, widget

SHORT = {"topic": "induction", "induction_seeds": "5", "induction_steps": "10"}
TASK = InductionTask(seeds=5, steps=10)


@pytest.fixture(autouse=True)
def nothing_kept():
    run_cache.clear()
    yield
    run_cache.clear()


def show(page):
    return widget(page, "button", "transformer.question.induction.show").click().run()


def panels(header):
    curves, networks, *maps = header["panels"]
    return (*curves["parts"], *networks["parts"], *maps)


def test_what_answers_the_question_is_hidden_until_then(run_page):
    page = run_page("transformer", **SHORT)
    header, _ = drawn(page, "attending")
    correct, scores, dots, *maps = panels(header)
    assert correct["series"] == scores["series"] == header["readings"] == []
    assert dots["veiled"] and all(one["veiled"] for one in maps)
    header, arrays = drawn(show(page), "attending")
    correct, scores, dots, *maps = panels(header)
    assert [one["at"] for one in correct["series"]] == [0, 1]
    assert [one["name"] for one in scores["series"]] == ["previous", "induction"]
    assert not dots["veiled"] and not any(one["veiled"] for one in maps)
    frame = begin_induction(TASK).end
    np.testing.assert_array_equal(arrays["frame networks"][0], frame.accuracy)
    np.testing.assert_array_equal(arrays["frame maps"][0], frame.maps[:, 0])
    np.testing.assert_array_equal(arrays["frame previous"][0], np.median(frame.previous, axis=-1))


def test_the_heads_of_another_network_are_shown_without_another_training(run_page):
    page = run_page("transformer", **SHORT, induction_shown="4")
    header, arrays = drawn(page, "attending")
    assert header["training"] == repr(TASK) and header["generation"] != repr(TASK)
    np.testing.assert_array_equal(arrays["frame maps"][0], begin_induction(TASK).end.maps[:, 3])


def test_the_end_is_told_and_can_be_taken_home(run_page):
    race = run_cache().run_to_end(("induction", TASK), lambda: begin_induction(TASK))
    page = show(run_page("transformer", **SHORT))
    assert f"**{race.end.solved[0]} with one layer**" in texts(page)
    for key in ("conclusion", "induction.table", "induction.tensors"):
        page.session_state[f"transformer.{key}"] = True
    page.run()
    assert not page.exception and page.get("download_button")
    assert "5,888" in page.main.expander[-1].markdown[0].value


def test_controls_stand_in_the_address_and_make_another_training(run_page):
    page = run_page("transformer", **SHORT)
    widget(page, "button_group", "transformer.induction_fixed").set_value(True).run()
    assert not page.exception and in_address(page, "induction_fixed") == "True"
    assert drawn(page, "attending")[0]["training"] == repr(InductionTask(8, seeds=5, steps=10))


@pytest.mark.parametrize(
    ("key", "text"), [("induction_seeds", "7"), ("induction_heads", "3"), ("induction_seed", "-1")]
)
def test_what_an_address_cannot_mean_is_told_and_nothing_else_is_lost(run_page, key, text):
    page = run_page("transformer", **(SHORT | {"induction_fixed": "True"} | {key: text}))
    assert any(f"{key}={text} was left out" in told for told in warnings(page))
    assert page.session_state[SETTINGS + "transformer"].induction_fixed

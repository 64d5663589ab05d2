"""Names by AppTest: a list of one's own is taken or refused, a training is stopped and goes on."""

import pytest

from nnviz.experiments.recurrence.names import bundled_names, own_names, recipe_of
from nnviz.experiments.recurrence.names_settings import NamesFields
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import drawn, widget

FEW = "\n".join(f"{a}{b}*{a}" for a in "klmnp" for b in "aeiou")


def captions(page):
    return " ".join(one.value for one in page.caption)


def paste(page, text):
    page.session_state["recurrence.names.own"] = True
    page.run()
    widget(page, "text_area", "recurrence.names.text").set_value(text)
    return widget(page, "button", "recurrence.names.take").click().run()


def test_a_list_of_ones_own_is_trained_on_and_the_bundled_one_comes_back(run_page):
    page = paste(run_page("recurrence", topic="names", names_trained="50"), FEW)
    assert not page.exception
    settings = page.session_state[SETTINGS + "recurrence"]
    assert settings.names_own == own_names(FEW).key and settings.names_prefix == "ma", "no name has an r"
    assert "names_own" not in page.query_params
    header, arrays = drawn(page, "names")
    assert "*" in header["symbols"] and arrays["P"].shape == (1, 12)
    assert "23 names with 11 different letters" in captions(page)
    page.text_input(key="recurrence.names_prefix").set_value("k*").run()
    assert drawn(page, "names")[0]["read"] == ["start", "k", "*"]
    page.text_input(key="recurrence.names_prefix").set_value("kz").run()
    assert any("but 'z' was given" in told for told in warnings(page)) and drawn(page, "names")[0]["read"][-1] == "*"
    page.session_state["recurrence.conclusion"] = True
    page.run()
    assert r"k\*" in page.main.expander[-1].markdown[0].value, "shown as it is, not obeyed"
    widget(page, "button", "recurrence.names.bundled").click().run()
    assert drawn(page, "names")[1]["P"].shape == (1, 27)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("anna\nberta", "at least 20 different words"),
        ("", "at least 20"),
        ("x" * 50 + "\n" + FEW, "at most 40 letters"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_and_nothing_is_lost(run_page, text, why):
    page = run_page("recurrence", topic="names", names_trained="0", names_prefix="jo")
    before, _ = drawn(page, "names")
    page = paste(page, text)
    assert any(why in told for told in warnings(page))
    assert drawn(page, "names")[0] == before
    assert widget(page, "text_area", "recurrence.names.text").value == text, "it can be mended"


def test_a_list_that_is_gone_gives_way_to_the_bundled_names(run_page):
    page = run_page("recurrence", topic="names", names_trained="0")
    settings = page.session_state[SETTINGS + "recurrence"]
    page.session_state[SETTINGS + "recurrence"] = settings.changed(names_own="gone", names_prefix="mé")
    page.run()
    assert not page.exception and drawn(page, "names")[0]["read"] == ["start", "m"]


def test_a_training_that_was_stopped_says_how_far_it_came_and_goes_on(run_page):
    run_cache.clear()
    recipe = recipe_of(NamesFields(names_trained=50))
    page = run_page("recurrence", topic="names", names_trained="0")
    page.session_state["recurrence.names.stopped"] = ("letters", recipe, bundled_names().key)
    page.session_state["recurrence.conclusion"] = True
    widget(page, "selectbox", "recurrence.names_trained").set_value(50).run()
    assert not page.exception, "the conclusions say what there is, and draw nothing twice"
    assert "Stopped after 0 of 50 steps." in captions(page)
    widget(page, "button", "recurrence.names.on").click().run()
    assert not page.exception and not [one for one in page.button if one.label in ("Stop", "Train on")]
    assert run_cache().get(("letters", recipe, bundled_names().key)).done

"""Functions to fit on the Playground by AppTest: one input, a setting of the function, a curve of one's own."""

from types import SimpleNamespace

import pytest

from nnviz.datasets import DATASETS
from nnviz.datasets.functions import DRAWN_HEIGHTS
from nnviz.stage.planes import CURVE_POINTS
from nnviz.ui.controls import data
from nnviz.ui.controls.data import KNOTS
from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import in_address, widget
from tests.stage.decoding import read

FUNCTIONS = [name for name, info in DATASETS.items() if info.function]
SLIDERS = {"frequency": 3.0, "folds": 3, "jump": 0.25}


def settings(page):
    return page.session_state[SETTINGS + "playground"]


def messages(page, component):
    """What a component of the page was sent."""
    return [
        read(one.proto.bytes) for one in page.get("bidi_component") if one.proto.component_name == f"nnviz.{component}"
    ]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_can_be_chosen_by_its_address_and_the_page_holds(run_page, name):
    page = run_page("playground", dataset=name, step="20")
    (message,) = messages(page, "stage")
    one = DATASETS[name].n_features == 1
    assert ("truth" in message.arrays) is one
    assert (len(message.frames[-1].get("curve", ())) == CURVE_POINTS) is one
    assert message.header["scene_spec"]["columns"][0]["labels"] == (["x"] if one else ["x", "y"])


@pytest.mark.parametrize("setting", SLIDERS)
def test_the_setting_of_a_function_is_a_slider_and_stands_in_the_address(run_page, setting):
    name = next(name for name, info in DATASETS.items() if setting in info.parameters and info.n_features == 1)
    page = run_page("playground", dataset=name)
    widget(page, "slider", f"playground.{setting}").set_value(SLIDERS[setting]).run()
    assert not page.exception
    assert getattr(settings(page), setting) == SLIDERS[setting]
    assert in_address(page, setting) == f"{SLIDERS[setting]:g}"


def test_a_curve_of_ones_own_is_drawn_or_typed_and_nonsense_is_told(run_page):
    page = run_page("playground", dataset="reg-drawn")
    message = next(one for one in messages(page, "drawings") if one.header["view"] == "function")
    assert message.header["domain"] == [0.0, 1.0]
    assert len(message.arrays["values"]) == KNOTS
    box = widget(page, "text_input", "playground.heights")
    page = box.set_value("0, 1, -0.5").run()
    assert settings(page).heights == (0.0, 1.0, -0.5)
    page = widget(page, "text_input", "playground.heights").set_value("0, up").run()
    assert settings(page).heights == (0.0, 1.0, -0.5)
    assert any("xpected numbers separated by commas" in warning for warning in warnings(page))


def test_what_comes_from_the_pad_is_taken_when_the_stroke_has_ended(run_page, monkeypatch):
    asked, kept = [], []
    monkeypatch.setattr(data, "drawing", lambda *_, on_ask, **__: asked.append(on_ask))
    now = settings(run_page("playground", dataset="border-drawn"))
    data._pad(SimpleNamespace(settings=now, state=SimpleNamespace(update=lambda **changes: kept.append(changes))))
    answer = asked[-1]
    answer({"values": [0.123, 1.0], "done": False})
    assert kept == []
    answer({"values": [0.123, 1.0], "done": True})
    answer({"reset": True})
    assert kept == [{"heights": (0.12, 1.0)}, {"heights": DRAWN_HEIGHTS}]

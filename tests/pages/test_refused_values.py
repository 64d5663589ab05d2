"""On every page: a value that the settings refuse never stays in its widget, and is told once."""

import importlib
from contextlib import contextmanager
from itertools import product

import pytest

from nnviz.ui.shell.catalogue import CATALOGUE, WITHOUT_SETTINGS
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields
from tests.pages.messages import warnings
from tests.seeds import some

PAGES = [entry.name for entry in CATALOGUE if entry.name not in WITHOUT_SETTINGS]
KINDS = ("selectbox", "multiselect", "slider", "select_slider", "number_input", "text_input", "toggle", "checkbox")
OPENED = {
    "softmax": ({"source": "own"}, {"source": "iris"}),
    "forward_pass": ({"data": "iris"}, {"data": "pair"}),
    "backward_pass": ({"source": "typed", "mistakes": "slope"}, {"mistakes": "slope"}),
    "activation_functions": ({"matrix": "typed"}, {}),
    "gradient_descent": ({"slice": "weights"},),
    "playground": (
        {"dataset": "iris", "hidden": "3:elu,2:prelu", "optimizer": "adam"},
        {"dataset": "blobs"},
        {"dataset": "digits", "image_layers": "conv(4),pool"},
    ),
}
"""Addresses under which different widgets are drawn; a widget is tried at the first that has it."""


@pytest.fixture
def bound(monkeypatch) -> set[str]:
    """The keys of the widgets that a page has bound to its settings."""
    keys: set[str] = set()
    real = Fields.bound

    def noting(self, name, *args, **more):
        keys.add(self.state.key(name))
        return real(self, name, *args, **more)

    monkeypatch.setattr(Fields, "bound", noting)
    return keys


def widgets(page, keys):
    """The bound widgets of a page, by their keys."""
    groups = [getattr(page, kind) for kind in (*KINDS, "button_group")]
    return {found.key: found for group in groups for found in group if found.key in keys and not found.disabled}


def another(widget):
    """A value that a person could choose and that is not shown; None where there is none."""
    kind, value = widget.type, widget.value
    if kind in ("toggle", "checkbox"):
        return not value
    if kind == "text_input":
        return value + " 1"
    if kind == "number_input":
        return value + widget.step if value is not None else max(widget.min or 0, 1)
    if kind == "slider":
        return widget.max if value != widget.max else widget.min
    if kind == "multiselect":
        return value[:-1]
    return None


@pytest.fixture
def refusing(monkeypatch):
    """A function that has the settings of a page refuse everything, until what it gives is left."""

    @contextmanager
    def refuse(name):
        with monkeypatch.context() as patch:
            patch.setattr(PageState, "attempt", lambda self, make: "it cannot be so")
            for state in {type(value) for value in vars(importlib.import_module(f"nnviz.ui.{name}.state")).values()}:
                if isinstance(state, type) and issubclass(state, PageState):
                    patch.setattr(state, "attempt", lambda self, make: "it cannot be so")
            yield

    return refuse


@pytest.mark.parametrize("name", PAGES)
def test_what_is_refused_goes_back_to_the_settings_and_is_told_once(run_page, bound, refusing, name):
    tried = set()
    for query in OPENED.get(name, ({},)):
        page = run_page(name, **query)
        found = widgets(page, bound)
        assert found.keys() - tried
        with refusing(name):
            for key in found.keys() - tried:
                widget = widgets(page, bound)[key]
                shown, value = widget.value, another(widget)
                if value is None:
                    continue
                widget.set_value(value)
                page.run()
                assert not page.exception, (key, [error.value for error in page.exception])
                assert warnings(page).count("It cannot be so.") == 1, key
                assert widgets(page, bound)[key].value == shown, key
            page.run()
            assert "It cannot be so." not in warnings(page)
        tried |= found.keys()


@pytest.mark.parametrize("name", PAGES)
def test_a_box_never_keeps_what_cannot_be_read(run_page, bound, name):
    tried = set()
    for query in OPENED.get(name, ({},)):
        page = run_page(name, **query)
        boxes = {key for key, widget in widgets(page, bound).items() if widget.type == "text_input"}
        for key, text in product(boxes - tried, ("7" * 700, "![x](http://x.org) <b>")):
            if key == "softmax.class_names" and len(text) < 100:
                continue
            widget = widgets(page, bound)[key]
            shown = widget.value
            widget.set_value(text)
            page.run()
            assert not page.exception, (key, [error.value for error in page.exception])
            assert len(warnings(page)) == 1 and not page.error, key
            assert widgets(page, bound)[key].value == shown, key
        tried |= boxes


def test_600_characters_do_not_stay_in_the_backward_pages_x(run_page):
    page = run_page("backward_pass", source="typed")
    box = next(found for found in page.text_input if found.key == "backward_pass.typed_x")
    shown = box.value
    box.set_value("1 " * 300)
    page.run()
    assert "at most 400 characters" in warnings(page)[0]
    assert next(found for found in page.text_input if found.key == "backward_pass.typed_x").value == shown


ODD = {"huge": "9" * 400, "unknown": "no_such", "empty": "", "zero": "0", "negative": "-1", "not a number": "NaN"}
"""Two of them in every run: what the settings make of each is asked in `tests/experiments/address`, without a page."""


@pytest.mark.parametrize("text", some([*ODD.values()], 2), ids=ODD.keys())
@pytest.mark.parametrize("name", PAGES)
def test_odd_values_of_all_parameters_at_once_leave_a_page_that_works(run_page, name, text):
    state = importlib.import_module(f"nnviz.ui.{name}.state").state
    page = run_page(name, **dict.fromkeys([*state.record.address_keys(), "step", "changes"], text))
    assert not page.run().exception
    assert all(len(told) < 600 for told in warnings(page))

"""Widgets bound to settings: each shows its field, changes it and nothing else, and never shows a refused value."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.messages import warnings


def page() -> None:
    """A page with a widget of each kind; nothing is accepted while the session says so."""
    from typing import Literal

    import streamlit as st
    from pydantic import Field

    from nnviz.experiments.address.record import AddressRecord
    from nnviz.ui.shell.page_state import PageState
    from nnviz.ui.widgets.fields import Fields

    class Example(AddressRecord):
        kind: Literal["a", "b"] = "a"
        shape: Literal["round", "square"] = "round"
        many: tuple[str, ...] = ("x",)
        names: tuple[str, ...] = ("p",)
        share: float = Field(0.5, ge=0.0, le=1.0)
        rate: float = 0.1
        count: int = Field(3, ge=1, le=5)
        limit: float | None = None
        word: str = Field("yes", max_length=5)
        lines: str = Field("one", max_length=9)
        on: bool = False
        ticked: bool = True

    class State(PageState):
        def attempt(self, make):
            return "nothing is accepted" if st.session_state.get("stubborn") else super().attempt(make)

    state = State("example", Example)
    fields = Fields(state)
    fields.select("kind", "Kind", {"a": "A", "b": "B"})
    fields.segmented("shape", "Shape", ["round", "square"])
    fields.pills("many", "Many", ["x", "y", "z"], many=True, value=list(fields.settings.many))
    fields.pills("one", "One", ["p", "q"], value="p", make=lambda now, name: now.changed(names=(name,)))
    fields.multiselect("names", "Names", ["p", "q"], value=list(fields.settings.names))
    fields.slider("share", "Share", 0.0, 1.0, 0.1)
    fields.select_slider("rate", "Rate", [0.1, 0.3, 1.0])
    fields.number("count", "Count", 1, 9)
    fields.number("limit", "Limit", 0.0, None, empty="never")
    fields.text("word", "Word")
    with fields.bound("lines") as bound:
        st.text_area("Lines", **bound)
    fields.toggle("on", "On")
    fields.checkbox("ticked", "Ticked")
    st.session_state["seen"] = state.settings.model_dump()


def narrow() -> None:
    """A page whose widgets offer less than its settings take."""
    import streamlit as st
    from pydantic import Field

    from nnviz.experiments.address.record import AddressRecord
    from nnviz.ui.shell.page_state import PageState
    from nnviz.ui.widgets.fields import Fields

    class Example(AddressRecord):
        share: float = Field(0.5, ge=0.0, lt=1.0)
        count: int = Field(3, ge=1, le=99)

    fields = Fields(PageState("narrow", Example))
    fields.slider("share", "Share", 0.0, 0.9, 0.05)
    fields.number("count", "Count", 1, 9)
    st.session_state["seen"] = fields.settings.model_dump()


KINDS = {
    "selectbox": ["kind"],
    "button_group": ["shape", "many", "one"],
    "multiselect": ["names"],
    "slider": ["share"],
    "select_slider": ["rate"],
    "number_input": ["count", "limit"],
    "text_input": ["word"],
    "text_area": ["lines"],
    "toggle": ["on"],
    "checkbox": ["ticked"],
}
CASES = [
    ("kind", "b", "b"),
    ("shape", "square", "square"),
    ("many", ["y", "z"], ("y", "z")),
    ("names", ["q"], ("q",)),
    ("share", 0.7, 0.7),
    ("rate", 0.3, 0.3),
    ("count", 5, 5),
    ("limit", 2.0, 2.0),
    ("word", "no", "no"),
    ("lines", "two\nof", "two\nof"),
    ("on", True, True),
    ("ticked", False, False),
]


@pytest.fixture
def app() -> AppTest:
    return ran(AppTest.from_function(page, default_timeout=30))


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def widget(app: AppTest, name: str):
    kind = next(kind for kind, names in KINDS.items() if name in names)
    return next(found for found in getattr(app, kind) if found.key == f"example.{name}")


@pytest.mark.parametrize(("name", "value", "expected"), CASES)
def test_a_widget_changes_its_field_and_no_other(app, name, value, expected):
    before = dict(app.session_state["seen"])
    widget(app, name).set_value(value)
    assert ran(app).session_state["seen"] == before | {name: expected}
    assert not app.warning


@pytest.mark.parametrize(("name", "value", "_"), CASES)
def test_a_refused_value_goes_back_and_is_told_once(app, name, value, _):
    shown = widget(app, name).value
    app.session_state["stubborn"] = True
    widget(app, name).set_value(value)
    assert warnings(ran(app)) == ["Nothing is accepted."]
    assert widget(app, name).value == shown
    assert not ran(app).warning


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("word", "far too long", "at most 5 characters"),
        ("count", 9, "from 1 to 5, got 9"),
        ("count", None, "from 1 to 5, got None"),
    ],
)
def test_what_the_record_refuses_never_stays_on_the_screen(app, name, value, reason):
    shown = widget(app, name).value
    widget(app, name).set_value(value)
    told = warnings(ran(app))
    assert reason in told[0] and len(told) == 1
    assert widget(app, name).value == shown


def test_an_emptied_box_means_none(app):
    widget(app, "limit").set_value(2.0)
    ran(app)
    widget(app, "limit").set_value(None)
    assert ran(app).session_state["seen"]["limit"] is None and not app.warning


def test_a_widget_may_show_and_make_something_else_than_its_field(app):
    widget(app, "one").set_value("q")
    assert ran(app).session_state["seen"]["names"] == ("q",)
    assert widget(app, "one").value == "p"


def test_widgets_follow_the_settings_wherever_they_were_changed(app):
    widget(app, "one").set_value("q")
    assert widget(ran(app), "names").value == ["q"]


@pytest.mark.parametrize(("name", "beyond", "ends"), [("share", 0.95, (0.0, 0.95)), ("count", 12, (1, 12))])
def test_a_range_reaches_as_far_as_the_settings_do(name, beyond, ends):
    """An address may hold more than a widget offers: Streamlit refuses such a slider and shows a box with its least."""
    app = AppTest.from_function(narrow, default_timeout=30)
    app.query_params[name] = str(beyond)
    found = next(one for one in (*ran(app).slider, *app.number_input) if one.key == f"narrow.{name}")
    assert found.value == beyond and (found.min, found.max) == ends
    assert app.session_state["seen"][name] == beyond

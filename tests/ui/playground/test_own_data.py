"""The panel of own data by AppTest: good tables are trained on, bad ones are told with row and column."""

import re
from html import unescape

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nnviz.datasets import dataset, example_table
from nnviz.ui.shell.session import OWN_DATA
from tests.pages.messages import read


def page() -> None:
    """A page with nothing but the panel."""
    import streamlit as st

    from nnviz.experiments import RunSettings
    from nnviz.stage.run_player import RunPlayer
    from nnviz.ui.playground.own_data import own_data_panel

    state = st.session_state
    if "player" not in state:
        state["player"] = RunPlayer(RunSettings())

    def use(settings, data):
        if "refused" in state:
            raise ValueError(state["refused"])
        state["player"].apply(settings, data)

    own_data_panel(state["player"], use)


@pytest.fixture
def panel() -> AppTest:
    return checked(AppTest.from_function(page, default_timeout=60).run())


def checked(at: AppTest) -> AppTest:
    assert not at.exception, [error.value for error in at.exception]
    return at


def pasted(at: AppTest, text: str) -> AppTest:
    if not at.text_area:
        checked(at.radio(key=OWN_DATA + "way").set_value("text").run())
    return checked(at.text_area(key=OWN_DATA + "pasted").set_value(text).run())


def html(at: AppTest) -> str:
    return "".join(found.proto.body for found in at.get("html"))


def told(at: AppTest) -> str:
    """Everything that the panel says, as a person reads it."""
    boxes = [read(box.value) for box in (*at.error, *at.warning, *at.info, *at.success)]
    return "\n".join([unescape(html(at)), *boxes])


def button(at: AppTest, name: str):
    return next((found for found in at.button if found.key == OWN_DATA + name), None)


def pressed(at: AppTest, name: str) -> AppTest:
    return checked(button(at, name).click().run())


def widget(found, name: str):
    return next(one for one in found if one.key.startswith(OWN_DATA + name))


def run_of(at: AppTest):
    return at.session_state["player"].run


def test_the_example_is_trained_on_when_asked_and_not_before(panel):
    at = pasted(panel, example_table())
    assert run_of(at).settings.dataset == "circle"
    assert "150 rows of data" in told(at) and "comma" in told(at)
    pressed(at, "use")
    assert run_of(at).settings.dataset == "own"
    assert np.array_equal(run_of(at).data.data.X, dataset("iris").X)
    assert "These data are in use." in told(at) and button(at, "use") is None


def test_the_example_can_be_pasted_by_a_button(panel):
    at = checked(panel.radio(key=OWN_DATA + "way").set_value("text").run())
    at = pressed(at, "paste_example")
    assert at.text_area[0].value == example_table() and button(at, "use") is not None


def test_target_kind_and_columns_can_be_chosen(panel):
    at = pasted(panel, "a;b;c\n" + "".join(f"{i},5;{i % 3};{i * i}\n" for i in range(30)))
    checked(widget(at.selectbox, "target").set_value("b").run())
    checked(widget(at.selectbox, "kind").set_value("regression").run())
    checked(widget(at.multiselect, "features").set_value(["c"]).run())
    pressed(at, "use")
    data = run_of(at).data.data
    assert (data.kind, data.feature_names) == ("regression", ("c",))


EXAMPLE = example_table()
UPLOADS = {
    "utf-8 with a mark": ("\ufeff" + EXAMPLE).encode(),
    "utf-16": EXAMPLE.encode("utf-16"),
    "latin-1": EXAMPLE.replace("species", "espèce").encode("latin-1"),
    "windows line ends": EXAMPLE.replace("\n", "\r\n").encode(),
    "tabs and decimal commas": EXAMPLE.replace(",", "\t").replace(".", ",").encode(),
}


def uploaded(at: AppTest, content: bytes) -> AppTest:
    return checked(at.file_uploader[0].set_value(("data.csv", content, "text/csv")).run())


@pytest.mark.parametrize("name", UPLOADS)
def test_a_file_in_any_usual_form_is_trained_on(panel, name):
    at = pressed(uploaded(panel, UPLOADS[name]), "use")
    assert np.array_equal(run_of(at).data.data.X, dataset("iris").X)


WIDE = "\n".join(",".join(f"c{j}" if i == 0 else str(i) for j in range(2000)) for i in range(6))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty: row 1, column 1"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "this file is a PNG picture"),
        (b"PK\x03\x04" + bytes(300), "a spreadsheet such as .xlsx"),
        (b"a,b\n1,2\n3,x\x00y\n5,6\n7,8\n", "Row 3, column 2: expected text, but the cell holds a NUL byte"),
        (bytes(range(256)) * 20, "Row "),
        (WIDE.encode(), "row 1 has 2,000 (column 101 is 'c100')"),
        (
            ("x,name\n" + "".join(f"{i * 0.7},u{i % 500}\n" for i in range(1500))).encode(),
            "at most 10 classes, but the target, column 'name', holds 500 different values (row",
        ),
        (EXAMPLE.encode("utf-16")[:-1], "UTF-16, but row 151 cannot be read so"),
        (b"a,b\n1,inf\n2,nan\n3,\n4,1\n", "column 'b'"),
    ],
    ids=["empty", "picture", "spreadsheet", "nul", "bytes", "wide", "classes", "cut off", "not finite"],
)
def test_a_bad_file_is_told_and_the_data_stay(panel, content, message):
    before = run_of(panel)
    at = uploaded(panel, content)
    assert message in told(at) and at.error
    assert button(at, "use") is None and run_of(at) is before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b,c\n", "row 2, column 'a' is empty"),
        ("a,b\n1,2\n", "row 2 is the last"),
        ("a,b,c\n1,2,3\n1,2\n1,2,3\n", "Row 3 has 2 cells, but most rows have 3"),
        ("a,b\n1,x\n2,x\n3,x\n4,x\n", "with one class there is nothing to tell apart"),
        ("a,b\n1,2\n3,x\x01y\n5,6\n7,8\n", "Row 3, column 2"),
        ("a,b\n5,x\n5,y\n5,x\n5,y\n", "one feature beside the target"),
        ('a,b\n1,"x\n2,3\n4,5\n', "Row 2, column 2: a quotation mark opens a cell"),
    ],
)
def test_a_bad_table_is_told_and_the_data_stay(panel, text, message):
    before = run_of(panel)
    at = pasted(panel, text)
    assert message in told(at) and at.error
    assert button(at, "use") is None and run_of(at) is before


def test_after_a_bad_table_a_good_one_can_follow(panel):
    at = pasted(panel, "a,b\n1,2\n")
    at = pasted(at, example_table())
    assert not at.error
    assert run_of(pressed(at, "use")).settings.dataset == "own"


def test_markup_in_cells_names_and_messages_is_shown_as_text(panel):
    cells = ["<img src=x onerror=alert(1)>", "**bold**", "$x$", "=1+1"]
    text = "<b>a</b>\t![i](http://x)\n" + "".join(f"{i}\t{cells[i % 4]}\n" for i in range(8))
    at = pasted(panel, text)
    assert "&lt;img src=x onerror=alert(1)&gt;" in html(at) and "<img" not in html(at)
    assert "&lt;b&gt;a&lt;/b&gt;" in html(at) and "<b>" not in html(at)
    shown = [found.value for found in (*at.markdown, *at.caption)]
    assert not [text for text in shown if "onerror" in text or "http" in text or "<b>" in text]
    boxes = [found.value for found in (*at.error, *at.warning, *at.info, *at.success)]
    assert not [text for text in boxes if re.search(r"(?<!\\)[<\[$*]", text)]


def test_of_too_many_rows_a_part_is_offered(panel):
    at = pasted(panel, "a,b,c\n" + "".join(f"{i},{i * 7 % 11},{'pq'[i % 2]}\n" for i in range(20_100)))
    assert "at most 20,000 rows" in told(at) and button(at, "use") is None
    checked(at.checkbox[0].check().run())
    assert not at.error and "20,000 of the 20,100 rows were drawn at random" in told(at)
    checked(at.run())
    assert at.checkbox[0].value and button(at, "use") is not None


def test_of_too_many_classes_the_commonest_are_offered(panel):
    at = pasted(panel, "x,name\n" + "".join(f"{i * 0.7},u{i % 40}\n" for i in range(100)))
    assert "at most 10 classes" in told(at)
    checked(at.checkbox[0].check().run())
    assert "Only the 10 commonest of 40 classes are taken" in told(at)
    assert run_of(pressed(at, "use")).data.data.n_classes == 10


def test_what_was_understood_can_be_overruled(panel):
    text = "".join(f"{i};{i},{i}34\n" for i in range(1, 8))
    at = pasted(panel, text)
    assert "decimal comma" in told(at)
    checked(widget(at.selectbox, "decimal").set_value(".").run())
    assert "decimal point, as chosen" in told(at)


def test_data_that_cannot_be_used_are_told_and_change_nothing(panel):
    before = run_of(panel)
    panel.session_state["refused"] = "the network would be too large"
    at = pressed(pasted(panel, example_table()), "use")
    assert "The network would be too large." in told(at) and run_of(at) is before


def test_points_are_added_and_taken_back_without_a_mouse(panel):
    at = checked(panel.radio(key=OWN_DATA + "way").set_value("points").run())
    checked(at.number_input(key=OWN_DATA + "classes").set_value(3).run())
    pressed(at, "begin")
    assert run_of(at).data.data.n_samples == 6 and run_of(at).settings.plane
    checked(at.number_input(key=OWN_DATA + "x").set_value(1.5).run())
    checked(widget(at.selectbox, "class.").set_value(2).run())
    pressed(at, "add")
    data = run_of(at).data.data
    assert data.X[-1].tolist() == [1.5, 0.0] and data.labels[-1] == 2
    pressed(at, "back")
    assert run_of(at).data.data.n_samples == 6
    pressed(at, "back")
    assert "Every class needs at least 2 points" in told(at) and run_of(at).data.data.n_samples == 6

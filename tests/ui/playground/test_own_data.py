"""The panel of own data by AppTest: good tables are trained on, bad ones are told with row and column."""

import re
from contextlib import suppress
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nnviz.datasets import Question, Reading, dataset, example_table, read_table
from nnviz.ui.playground import own_images
from nnviz.ui.playground.own_images import PIXELS
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

    if not state.get("elsewhere"):
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


def test_the_text_and_the_field_name_one_limit_of_size(panel):
    (field,) = panel.get("file_uploader")
    words = next(text.value for text in panel.markdown if "Limits:" in text.value)
    assert re.search(r"at most (\d+) MB", words)[1] == str(field.proto.max_upload_size_mb)


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
        (WIDE.encode(), "row 1 has 2,000 (column 261 is 'c260')"),
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
    assert "Only the 10 most common of 40 classes are taken" in told(at)
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


def test_a_number_to_predict_keeps_its_units_and_its_scaling_is_told(panel):
    at = pasted(panel, "area,price\n" + "".join(f"{i * 7.5},{90_000 + i * 12_500}\n" for i in range(30)))
    assert "The target 'price' keeps its own units, from 90,000 to 452,500" in told(at)
    at = pressed(at, "use")
    run = at.session_state["player"].run
    assert "The network learns price scaled: −1 is " in told(at) and "range of the training data" in told(at)
    assert run.data.target_title == "price" and run.data.train.raw_Y.max() > 300_000


def test_a_truth_table_is_trained_on_as_a_whole_and_that_is_said_before_and_after(panel):
    at = pasted(panel, "a,b,y\n0,0,no\n0,1,yes\n1,0,yes\n1,1,no\n")
    assert "With so few rows, all of them are trained on at first, and the test data are the same." in told(at)
    at = pressed(at, "use")
    assert at.session_state["player"].run.data.test_is_train
    assert "nothing shows how it would do on new ones" in told(at)


WITH_ID = "id,size,answer,note\n" + "".join(
    f"{(7 * k) % 30 + 1},{k * 0.3:.1f},{('no', 'yes')[k % 2]},ok\n" for k in range(30)
)
ONE_HOT = "size,kind_a,kind_b,kind_c\n" + "".join(
    f"{k * 0.3:.1f},{int(k % 3 == 0)},{int(k % 3 == 1)},{int(k % 3 == 2)}\n" for k in range(12)
)


def lines_of_columns(at: AppTest) -> list[list[str]]:
    """The account of the columns: the texts of its cells, line by line."""
    table = html(at).split('aria-label="Every column, its role and why')[1].split("<tbody>")[1].split("</tbody>")[0]
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    return [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)] for line in lines]


def test_every_column_is_listed_with_its_role_and_why(panel):
    at = pasted(panel, WITH_ID)
    assert [line[:3] for line in lines_of_columns(at)] == [
        ["id", "left out", "whole numbers, named as a row number or an id"],
        ["size", "feature", "1 input"],
        ["answer", "target", "the last column that fits; 'note': the same value in every row"],
        ["note", "left out", "the same value in every row"],
    ]
    assert run_of(pressed(at, "use")).data.data.feature_names == ("size",)


def test_the_list_of_columns_follows_what_a_person_chooses(panel):
    at = pasted(panel, WITH_ID)
    checked(widget(at.multiselect, "features").set_value(["id"]).run())
    told_of = {line[0]: line[1:3] for line in lines_of_columns(at)}
    assert told_of["id"][0] == "feature" and told_of["size"] == ["left out", "not chosen"]


def test_names_and_cells_in_the_list_of_columns_are_shown_as_text(panel):
    at = pasted(panel, "<b>a</b>;c\n" + "".join(f"<img src=x {k % 2}>;{k * k / 7:.2f}\n" for k in range(8)))
    assert lines_of_columns(at)[0][0] == "<b>a</b>" and "<img src=x 0>" in lines_of_columns(at)[0][3]
    assert "<img" not in html(at) and "<b>" not in html(at)


def test_one_hot_columns_are_one_target_unless_a_person_says_no(panel):
    at = pasted(panel, ONE_HOT)
    assert [line[:2] for line in lines_of_columns(at)] == [["size", "feature"], ["kind", "target"]]
    checked(widget(at.checkbox, "one_hot").uncheck().run())
    assert widget(at.selectbox, "target").value == "kind_c"
    checked(widget(at.checkbox, "one_hot").check().run())
    assert run_of(pressed(at, "use")).data.data.class_names == ("a", "b", "c")


QUESTION = Question(
    "decimal",
    "is '1.050' in row 3 <b>a little more than one</b>?",
    ((",", "thousands: 1050, 2300"), (".", "decimal point: *1.05*, 2.3")),
    None,
)


@pytest.fixture
def asking(monkeypatch):
    """A reader that asks for the decimal mark, and one answered question about a column, until it is told."""
    from nnviz.ui.playground import own_table

    told_it: list[dict] = []

    def read(source, **keywords):
        told_it.append(keywords)
        table = read_table(source, **{name: value for name, value in keywords.items() if name != "kinds"})
        usual = "category" if keywords.get("decimal") == "." else "number"
        options = (("number", "yes"), ("category", "no"))
        kinds = Question("kinds", "Is 'x' a number?", options, usual, column=table.names[0])
        asked = (kinds,) if keywords.get("decimal") else (QUESTION, kinds)
        return replace(
            table, questions=asked, readings=(Reading("column 'x'", "was <i>odd</i>", table.names[0], 2, "1"),)
        )

    monkeypatch.setattr(own_table, "read_table", read)
    return told_it


def test_what_a_table_does_not_decide_must_be_answered_before_training(panel, asking):
    at = pasted(panel, "x;y\n950;a\n1.050;b\n2.300;a\n1.500;b\n")
    question = widget(at.radio, "question")
    assert read(question.label) == ":material/help: **Is '1.050' in row 3 <b>a little more than one</b>?**"
    assert [read(option) for option in question.options] == [label for _, label in QUESTION.options]
    assert question.value is None and button(at, "use") is None and "Answer the question above" in told(at)
    checked(question.set_value(",").run())
    assert asking[-1]["decimal"] == "," and button(at, "use") is not None
    assert widget(at.radio, "question").value == ","  # the answer can be changed
    checked(widget(at.radio, "question").set_value(".").run())
    assert asking[-1]["decimal"] == "."


def test_a_question_with_an_answer_does_not_hold_up_and_can_be_answered_otherwise(panel, asking):
    at = pasted(panel, "x;y\n950;a\n1.050;b\n2.300;a\n1.500;b\n")
    checked(widget(at.radio, "question").set_value(",").run())
    assert "kinds" not in asking[-1]
    kinds = next(found for found in at.radio if "kinds" in found.key)
    assert kinds.value == "number"
    checked(kinds.set_value("category").run())
    assert asking[-1]["kinds"] == {"x": "category"} and asking[-1]["decimal"] == ","


def test_a_question_shows_how_the_table_is_read_now(panel, asking):
    at = pasted(panel, "x;y\n950;a\n1.050;b\n2.300;a\n1.500;b\n")
    for mark, usual in ((",", "number"), (".", "category"), (",", "number")):
        checked(widget(at.radio, "question.").set_value(mark).run())
        kinds = next(found for found in at.radio if "kinds" in found.key)
        assert kinds.value == usual and "kinds" not in asking[-1]


def test_what_was_read_differently_in_a_column_stands_in_its_line(panel, asking):
    at = pasted(panel, "x;y\n950;a\n1.050;b\n2.300;a\n1.500;b\n")
    assert lines_of_columns(at)[0][3].endswith("\nWas <i>odd</i>.")


def visit(at: AppTest, elsewhere: bool) -> AppTest:
    """Go to a page without the panel, or back."""
    at.session_state["elsewhere"] = elsewhere
    return checked(at.run())


@pytest.mark.parametrize("source", ["file", "text"])
def test_after_a_visit_to_another_page_source_target_and_features_are_still_there(panel, source):
    at = uploaded(panel, WITH_ID.encode()) if source == "file" else pasted(panel, WITH_ID)
    checked(widget(at.selectbox, "target").set_value("size").run())
    checked(widget(at.multiselect, "features").set_value(["id", "answer"]).run())
    visit(at, elsewhere=True)
    assert not at.radio and not at.text_area
    visit(at, elsewhere=False)
    assert at.radio(key=OWN_DATA + "way").value == source
    assert widget(at.selectbox, "target").value == "size"
    assert widget(at.multiselect, "features").value == ["id", "answer"]
    assert run_of(pressed(at, "use")).data.data.feature_names == ("id", "answer = yes")


def test_a_file_that_is_still_there_is_named_as_text_and_can_be_taken_away(panel):
    at = checked(panel.file_uploader[0].set_value(("*my* file.csv", WITH_ID.encode(), "text/csv")).run())
    visit(visit(at, elsewhere=True), elsewhere=False)
    assert any("**\\*my\\* file\\.csv**" in found.value for found in at.markdown)
    pressed(at, "forget")
    assert button(at, "use") is None and button(at, "forget") is None


def test_the_encoding_of_a_file_can_be_overruled(panel):
    at = uploaded(panel, "größe;art\n1,5;a\n2,5;b\n3,25;a\n4;b\n".encode("cp850"))
    checked(widget(at.selectbox, "encoding").set_value("cp850").run())
    assert "größe" in [line[0] for line in lines_of_columns(at)]


def test_a_real_question_is_asked_with_both_results_and_answered(panel):
    at = pasted(panel, "stock;shop\n" + "".join(f"{k}.{987 - 31 * k};{'ab'[k % 2]}\n" for k in range(1, 9)))
    question = widget(at.radio, "question")
    assert [read(label) for label in question.options] == [
        "a decimal point: '1.956' is 1.956",
        "a decimal comma: '1.956' is 1956",
    ]
    checked(question.set_value(",").run())
    assert lines_of_columns(at)[0][3].startswith("whole numbers, 1956 to 8739")
    assert run_of(pressed(at, "use")).data.data.X[0, 0] == 1956.0


def images_table(pixels=64):
    digits = dataset("digits").take(range(40))
    rows = (",".join([*(f"{v:g}" for v in X[:pixels]), str(y)]) for X, y in zip(digits.X, digits.labels, strict=True))
    return ",".join([*(f"p{i}" for i in range(pixels)), "digit"]) + "\n" + "\n".join(rows) + "\n"


def test_a_table_with_one_image_a_row_is_trained_on_as_images(panel):
    at = pasted(panel, images_table())
    assert widget(at.checkbox, "images").label == "Each row is an image of 8 × 8 pixels"
    assert "40 samples, images of 8 × 8 pixels, 10 classes to predict" in told(at)
    pressed(at, "use")
    run = run_of(at)
    assert run.data.data.shape == run.settings.own.shape == (8, 8, 1)
    assert (run.settings.scaling_name, run.settings.view_name, run.settings.batch_size) == ("unit", "samples", 32)
    assert run.data.train.X.min() == 0.0 and run.data.train.X.max() == 1.0


def test_that_a_row_is_an_image_can_be_denied(panel):
    at = pasted(panel, images_table())
    checked(widget(at.checkbox, "images").uncheck().run())
    pressed(at, "use")
    assert run_of(at).data.data.shape is None


def test_a_table_that_is_no_square_is_told_and_can_be_trained_on(panel):
    at = pasted(panel, images_table(63))
    assert "63 columns of numbers are no square image" in told(at)
    assert not any(one.key.startswith(OWN_DATA + "images") for one in at.checkbox)
    pressed(at, "use")
    assert run_of(at).data.data.shape is None


def test_images_are_drawn_added_and_taken_back(panel):
    at = checked(panel.radio(key=OWN_DATA + "way").set_value("images").run())
    assert "no images of several classes" in told(at) and button(at, "add_image") is None
    checked(at.number_input(key=OWN_DATA + "image_classes").set_value(3).run())
    at = pressed(at, "begin_images")
    run = run_of(at)
    assert run.settings.own.shape == (8, 8, 1) and run.data.data.n_samples == 6
    at.session_state[PIXELS] = np.eye(8) * 16.0
    checked(widget(at.selectbox, "image_class").set_value(2).run())
    at = pressed(at, "add_image")
    data = run_of(at).data.data
    assert data.n_samples == 7 and data.labels[-1] == 2 and data.X[-1].sum() == 128.0
    at = pressed(at, "image_back")
    assert run_of(at).data.data.n_samples == 6


def test_an_empty_image_is_not_added_and_told(panel):
    at = checked(panel.radio(key=OWN_DATA + "way").set_value("images").run())
    at = pressed(pressed(at, "begin_images"), "add_image")
    assert "draw on it first" in told(at) and run_of(at).data.data.n_samples == 4


@pytest.mark.parametrize(
    "asked",
    [
        {"what": "pixels", "pixels": [1.0] * 63},
        {"what": "pixels", "pixels": [float("nan")] * 64},
        {"what": "pixels", "pixels": "abc"},
        {"what": "shift", "down": 99, "right": 0},
        {"what": "shift", "down": None, "right": 0},
        {"what": "<b>"},
        {},
    ],
)
def test_nonsense_from_the_pad_changes_nothing(monkeypatch, asked):
    kept = {PIXELS: np.eye(8)}
    monkeypatch.setattr(own_images, "session", lambda: kept)
    with suppress(ValueError, TypeError, KeyError):
        own_images._asked(asked)
    np.testing.assert_array_equal(kept[PIXELS], np.eye(8))


def test_a_drawing_is_shifted_by_a_pixel(monkeypatch):
    kept = {PIXELS: np.eye(8)}
    monkeypatch.setattr(own_images, "session", lambda: kept)
    own_images._asked({"what": "shift", "down": 1, "right": 0})
    np.testing.assert_array_equal(kept[PIXELS], np.eye(8, k=-1))
    own_images._asked({"what": "shift", "down": 0, "right": -1})
    np.testing.assert_array_equal(kept[PIXELS], np.eye(8, k=-2))

"""The inspector on a page: by Streamlit's AppTest, with a run and with a record of its own."""

import time
from contextlib import nullcontext
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import nnviz.ui.inspector.selection as selection
from nnviz.experiments.inspection import cut
from nnviz.figures import tensor
from nnviz.ui.inspector import Selection, select_tensor
from nnviz.ui.inspector.tensor_list import open_asked
from nnviz.ui.inspector.tensor_view import clicked
from nnviz.ui.shell.session import INSPECTOR
from tests.pages.reading import code_lines, drawn

OPEN = f"{INSPECTOR}tensors"


def page_of_a_run():
    import streamlit as st

    from nnviz.experiments import RunSettings, advance, start
    from nnviz.ui.inspector import inspector

    asked = st.session_state.get("asked", {})
    inspector(advance(start(RunSettings(**asked.get("settings", {}))), 5), "tensors", **asked.get("options", {}))


def page_of_a_trace():
    import numpy as np

    from nnviz.engine import Dense, Network, activation
    from nnviz.ui.inspector import inspector

    network = Network((Dense(np.ones((2, 2)), np.zeros(2), activation("relu")),))
    blown_up = network.with_theta(np.array([1.0, -2.0, 0.0, np.nan, 0.0, 0.0]))
    inspector(blown_up.forward(np.eye(2)), "tensors", classes=("a", "b"))


def shown(script=page_of_a_run, opened=None, **options):
    """Run a page, and look for exceptions."""
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["asked"] = {"settings": options.pop("settings", {}), "options": options}
    if opened is not None:
        page.session_state[OPEN] = opened
    return checked(page)


def checked(page):
    page.run()
    assert not page.exception, [error.value for error in page.exception]
    return page


def names(page):
    """What the list offers, a row for each layer in each pass."""
    return [(group["title"], group["names"]) for group in drawn(page, "tensor_list")[0]["groups"]]


def click(page, path):
    """Open what a click in the list opens."""
    page.session_state[OPEN] = Selection(path)
    return checked(page)


def list_of_paths(page):
    """The same as paths."""
    from nnviz.experiments import RunSettings, advance, start
    from nnviz.experiments.inspection import tensor_groups

    run = advance(start(RunSettings(**page.session_state["asked"]["settings"])), 5)
    return [(group.title, [view.path for view in group.views]) for group in tensor_groups(run)]


def picture(page):
    """What the drawing of the open tensor is told."""
    return drawn(page, "tensor")[0]


def facts(page):
    return {fact["name"]: fact for fact in picture(page)["facts"]}


def test_every_tensor_is_in_the_list_in_the_order_of_the_step():
    rows = names(shown())
    assert rows[0] == ("Input", ["X"])
    assert rows[1] == ("Hidden 1: dense 2 → 4, tanh", ["X", "W", "b", "Z", "A"])
    assert ("Binary cross-entropy", ["A", "Y", "P", "losses", "L"]) in rows
    assert rows.index(("Output: dense 2 → 1", ["dA", "dZ", "dW", "db", "dX"])) < len(rows) - 4
    assert rows[-1] == ("Output: dense 2 → 1", ["W", "b"])


def test_a_click_in_the_list_opens_the_tensor_with_formula_line_picture_and_numbers():
    page = shown()
    click(page, "layers[0].dW")
    assert any("layers[0].dW" in text.value for text in page.markdown)
    assert page.latex[0].value.strip("$\n") == r"\mathrm{d}W = X^\top \mathrm{d}Z"
    assert code_lines(page) == ["dW1 = X.T @ dZ1", "dW = X.mT @ dZ"], "the textbook's line first, then the engine's"
    assert "2 × 4 (feature × unit)" in page.caption[0].value
    assert picture(page)["columnAxis"] == "unit"
    assert "smallest" in facts(page)


def test_the_list_marks_the_open_one_and_says_where_a_phase_begins():
    header = drawn(shown(selected="layers[1].dW"), "tensor_list")[0]
    assert header["open"] == "layers[1].dW"
    assert [group["phase"] for group in header["groups"] if group["phase"]] == ["Forward", "Loss", "Backward", "Update"]


@pytest.mark.parametrize(("question", "path"), [({"path": "layers[0].Z"}, "layers[0].Z"), ({"path": "X; x"}, None)])
def test_a_click_in_the_list_opens_only_what_there_is(question, path, monkeypatch):
    kept = {}
    monkeypatch.setattr(selection, "session", lambda: kept)
    views = [SimpleNamespace(path="X"), SimpleNamespace(path="layers[0].Z")]
    open_asked("tensors", SimpleNamespace(groups=[SimpleNamespace(views=views)]), question)
    assert selection.selection("tensors").path == path


def test_the_page_can_point_at_an_entry_and_a_person_can_leave_it():
    page = shown(selected="layers[1].dW", entry=(0, 1))
    assert r"\mathrm{d}W_{0,1}" in page.latex[0].value
    page.button(key="tensors.Next tensor").click()
    checked(page)
    assert page.session_state[OPEN].path == "layers[1].db", "the same pointer does not pull back"
    page.session_state["asked"] = {"options": {"selected": "layers[0].W"}}
    checked(page)
    assert page.session_state[OPEN].path == "layers[0].W"


def test_the_numbers_are_filled_in_where_they_are_asked_for():
    page = shown(selected="layers[0].Z")
    assert page.latex[0].value.strip("$\n") == "Z = X W + b"
    page.toggle(key="tensors.written").set_value(True)
    checked(page)
    page.number_input(key="tensors.entry.0").set_value(3)
    checked(page)
    page.number_input(key="tensors.entry.1").set_value(2)
    checked(page)
    assert r"\\ &= \sum_k X_{3,k}\, W_{k,2} + b_{2}" in page.latex[0].value
    assert r"\begin{aligned} Z_{3,2} &= " in page.latex[0].value


def test_one_sample_can_be_traced_through_all_tensors():
    page = shown(selected="layers[0].A")
    assert len(picture(page)["rows"]) == 10
    page.button_group(key="tensors.trace").set_value("One sample")
    checked(page)
    page.number_input(key="tensors.sample").set_value(7)
    checked(page)
    assert "sample 7" in page.caption[0].value
    assert picture(page)["rows"] == ["7"]
    page.session_state["asked"] = {"options": {"selected": "layers[0].dW"}}
    checked(page)
    assert "has no samples" in page.caption[0].value


def test_numpy_and_csv_can_be_copied():
    page = shown(opened=Selection("layers[0].b", shows="numpy"))
    scope = {}
    exec(page.code[0].value, scope)
    assert scope["b"].shape == (4,)
    page.button_group(key="tensors.shows").set_value("csv")
    checked(page)
    assert page.code[0].value.startswith("row,unit 0,unit 1,unit 2,unit 3\n0,")


def test_a_long_tensor_is_saved_as_a_file_and_a_very_long_one_refused(monkeypatch):
    long = {"dataset": "digits", "hidden": [], "batch_size": 200}
    page = shown(opened=Selection("X", shows="csv"), settings=long)
    assert not page.code and any("6,272 numbers" in text.value for text in page.caption)
    monkeypatch.setattr("nnviz.ui.inspector.tensor_text.WRITTEN", 6000)
    assert "too many" in checked(page).info[0].value


@pytest.mark.parametrize(
    "opened",
    [
        Selection("layers[9].dW", (5, 5), sample=10**9),
        Selection("loss.L", (1, 2, 3), sample=3, written=True),
        Selection("loss.losses", (99,), sample=99, written=True),
        Selection("X", written=True),
        Selection("layers[0].b", (99,), written=True, member=(4,)),
        Selection("after.network.layers[0].W", (1, 1), written=True),
        Selection("layers[0].A", shows="numpy", sample=0),
    ],
)
def test_whatever_was_open_on_another_network_breaks_nothing(opened):
    shown(opened=opened)


@pytest.mark.parametrize("rate", [0.03, 10.0])
def test_every_tensor_can_be_opened_written_out_and_traced(rate):
    settings = {"learning_rate": rate, "optimizer": "adam", "hidden": [{"units": 3, "activation": "relu"}]}
    page = shown(settings=settings)
    for path in [path for _, paths in list_of_paths(page) for path in paths]:
        page.session_state[OPEN] = Selection(path, (1, 0), written=True, sample=1)
        assert any(path in text.value for text in checked(page).markdown)


def test_a_trace_of_a_concept_page_is_shown_with_the_names_of_its_classes():
    page = shown(page_of_a_trace, opened=Selection("layers[0].Z"))
    assert [label for label, _ in names(page)] == ["Input", "Layer 0: dense 2 → 2, ReLU"]
    assert picture(page)["columns"] == ["a", "b"]
    assert facts(page)["NaN"]["wrong"]


def test_four_digits_are_shown_and_all_of_them_on_hover():
    page = shown(selected="layers[0].Z")
    largest = facts(page)["largest"]
    assert len(largest["text"]) <= 6 < len(largest["title"])
    assert f"{float(largest['title']):.4g}" == largest["text"]


def test_a_record_without_tensors_says_so():
    def empty():
        from nnviz.engine.tensors import record
        from nnviz.ui.inspector import inspector

        @record
        class Nothing:
            pass

        inspector(Nothing(), "tensors")

    assert "no tensor" in shown(empty).info[0].value


def test_a_visit_to_six_layers_takes_little_longer_than_one_to_two():
    def fastest(**options):
        page, took = shown(**options), []
        for _ in range(5):
            start = time.process_time()
            checked(page)
            took.append(time.process_time() - start)
        return min(took)

    deep = {"hidden": [{"units": 8, "activation": "tanh"}] * 6}
    assert fastest(settings=deep, selected="layers[3].dW", entry=(0, 0)) < 4 * fastest()


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ({"cell": [3, 1]}, (3, 1)),
        ({"cell": [99, 1]}, ()),
        ({"cell": [-1, 1]}, ()),
        ({"cell": ["a", None]}, None),
        ({"cell": [0.5, 1]}, None),
        ({"cell": [1, 2, 3]}, None),
        ({"cell": None}, None),
        ({}, None),
    ],
)
def test_a_click_on_a_cell_chooses_its_entry_and_nonsense_nothing(question, entry, monkeypatch):
    kept = {}
    monkeypatch.setattr(selection, "session", lambda: kept)
    opened = SimpleNamespace(shown=cut(np.ones((5, 2)), ("sample", "unit")))
    with nullcontext() if entry is not None else pytest.raises((ValueError, TypeError, KeyError)):
        clicked("tensors", opened, tensor.info(opened.shown), question)
    assert selection.selection("tensors").entry == (entry or ())
    assert selection.selection("tensors").written == bool(entry)


def test_a_click_on_a_thinned_picture_chooses_the_entry_under_the_pointer(monkeypatch):
    kept = {}
    monkeypatch.setattr(selection, "session", lambda: kept)
    opened = SimpleNamespace(shown=cut(np.ones((300, 2)), ("feature", "unit")))
    clicked("tensors", opened, tensor.info(opened.shown), {"cell": [2, 1]})
    assert selection.selection("tensors").entry == (6, 1)


def test_a_page_opens_the_same_tensor_again_by_name(monkeypatch):
    kept = {}
    monkeypatch.setattr(selection, "session", lambda: kept)
    selection.follow("tensors", ("layers[0].W", (0, 1)))
    selection.select("tensors", path="X")
    selection.follow("tensors", ("layers[0].W", (0, 1)))
    assert selection.selection("tensors").path == "X"
    select_tensor("tensors", "layers[0].W")
    assert selection.selection("tensors").path == "layers[0].W"

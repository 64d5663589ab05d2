"""The page of recurrence: numbers that are written out, and bits that are none."""

import pytest

from tests.pages.reading import drawn


def test_a_number_of_a_step_is_chosen_and_written_out(run_page):
    page = run_page("recurrence", bits="101", cell="lstm", units="2", shown_tensor="c", shown_step="2", shown_unit="2")
    header, arrays = drawn(page, "unroll")
    assert header["written"].startswith("c_2[2] = ") and arrays["c"].shape == (2, 3)
    assert float(header["written"].rsplit(" = ", 1)[1].replace("−", "-")) == pytest.approx(arrays["c"][1, 1], rel=6e-3)


@pytest.mark.parametrize("bits", ["", "012", "1" * 13, "<b>1</b>"])
def test_bits_that_are_none_are_told_and_nothing_is_lost(run_page, bits):
    page = run_page("recurrence", seed="3")
    page.text_input(key="recurrence.bits").set_value(bits).run()
    assert not page.exception and "1 to 12 bits" in page.main.markdown.values.__str__() + str(
        [w.value for w in page.warning] + [e.value for e in page.error]
    )
    assert page.query_params["seed"] == ["3"] or page.query_params["seed"] == "3"


def test_a_gate_that_is_held_changes_the_prediction_and_can_be_let_go(run_page):
    page = run_page("recurrence", topic="gates", gates_trained="100", gates_bias="3")
    free, arrays = drawn(page, "gates")
    assert free["told"].startswith("All gates free") and (arrays["predictions"][0] == arrays["predictions"][1]).all()
    assert not arrays["path"].any(), "what the question asks for is not sent before it is answered"
    page.button(key="recurrence.gates_carousel").click().run()
    held, arrays = drawn(page, "gates")
    assert {row["name"]: row["held"] for row in held["rows"] if row.get("held") is not None} == {"i": 0.0, "f": 1.0}
    assert (arrays["c"] == arrays["c"][0, 0]).all() and (arrays["predictions"][0] != arrays["predictions"][1]).any()
    page.button(key="recurrence.gates_free").click().run()
    assert drawn(page, "gates")[0]["told"] == free["told"]


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_the_table_and_the_tensors_of_the_gates_open(run_page, cell):
    page = run_page(
        "recurrence", topic="gates", gates_cell=cell, gates_trained="0", gates_task="parity", gates_steps="5"
    )
    page.session_state["recurrence.gates.table"] = page.session_state["recurrence.gates.tensors"] = True
    page.run()
    assert not page.exception
    assert len(page.dataframe[0].value) == 5


def test_a_prefix_is_typed_and_names_are_written_once_the_question_is_answered(run_page):
    page = run_page("recurrence", topic="names", names_trained="0")
    header, arrays = drawn(page, "names")
    assert not header["written"] and arrays["P"].shape == (1, 27)
    page.button(key="recurrence.question.names.show").click().run()
    assert len(drawn(page, "names")[0]["written"]) == 8
    page.text_input(key="recurrence.names_prefix").set_value("Jo").run()
    assert drawn(page, "names")[0]["read"] == ["start", "j", "o"]
    page.text_input(key="recurrence.names_prefix").set_value("j0").run()
    assert not page.exception and "at most 12 letters" in str([one.value for one in page.warning])
    page.session_state["recurrence.names.table"] = page.session_state["recurrence.names.tensors"] = True
    page.run()
    assert not page.exception and len(page.dataframe[0].value) == 27

"""The backward pass of a block of attention by AppTest: a number chosen, rows asked for, mistakes made."""

import numpy as np
import pytest

from nnviz.experiments.attention.backward_settings import BackwardFields
from nnviz.experiments.attention.block import block_pass
from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import drawn, texts, widget

TOPIC = {"topic": "backward"}


def show(page, question):
    return widget(page, "button", f"attention.question.backward.{question}.show").click().run()


def test_the_numbers_are_those_of_the_engine_and_the_row_sums_are_asked_for(run_page):
    page = run_page("attention", **TOPIC)
    header, arrays = drawn(page, "block")
    assert header["chosen"] == {"name": "dS", "row": 1, "column": 0, "head": 0} and header["veiled"]
    assert [one["name"] for one in header["operands"]] == ["P", "dP"]
    back = block_pass(BackwardFields()).attention_back
    np.testing.assert_array_equal(arrays["dS"], back.dS[0])
    header, arrays = drawn(show(page, "rows"), "block")
    assert not header["veiled"]
    assert np.abs(arrays["sums 0"]).max() < 1e-14


def test_another_tensor_and_another_head_are_written_out(run_page):
    page = run_page("attention", **TOPIC, block_heads="2", block_tensor="O", block_row="2", block_column="3")
    header, _ = drawn(page, "block")
    assert header["chosen"] == {"name": "O", "row": 2, "column": 3, "head": 1}
    assert header["written"].startswith("O[2, 3] = ") and header["headWidth"] == 2
    assert not header["sums"] and not header["veiled"]


def test_a_mistake_is_flagged_where_it_hits_and_told_beside_the_right_line(run_page):
    page = run_page("attention", **TOPIC)
    with pytest.raises(AssertionError):
        drawn(page, "tensors")
    header, _ = drawn(show(page, "check"), "tensors")
    assert {one["state"] for one in header["groups"][0]["tensors"]} == {"right"}
    page = run_page("attention", **TOPIC, block_mistakes="rowsum")
    header, _ = drawn(page, "tensors")
    states = {one["name"]: one["state"] for one in header["groups"][0]["tensors"]}
    assert {name for name, state in states.items() if state == "wrong"} == {"dX", "dW_Q", "dW_K", "dγ", "dβ"}
    assert "Wrong: dX, dW_Q, dW_K, dγ, dβ, dS, dQ, dK, dH." in texts(page)
    page = run_page("attention", **TOPIC, block_mistakes="rowsum", block_checked="between", block_heads="2")
    header, _ = drawn(page, "tensors")
    assert {"dS, head 1", "dS, head 2", "dH"} <= {one["name"] for one in header["groups"][0]["tensors"]}


def test_tables_and_tensors_open(run_page):
    page = run_page("attention", **TOPIC, block_mistakes="norm")
    for panel in ("hits", "rank", "table", "tensors"):
        page.session_state[f"attention.backward.{panel}"] = True
    page.run()
    assert not page.exception
    assert "| **norm without its means** |" in texts(page)
    _, arrays = drawn(page, "graph")
    assert arrays["power pure"][4] < -12 < -1 < arrays["power residual"][-1]
    assert len(page.get("download_button")) == 2


@pytest.mark.parametrize(("key", "text"), [("block_heads", "3"), ("block_tensor", "Z"), ("block_tokens", "9")])
def test_what_an_address_cannot_mean_is_told_and_nothing_else_is_lost(run_page, key, text):
    page = run_page("attention", **(TOPIC | {"block_seed": "3", key: text}))
    assert any(f"{key}={text} was left out" in told for told in warnings(page))
    assert page.session_state[SETTINGS + "attention"].block_seed == 3

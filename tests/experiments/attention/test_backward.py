"""The block that is taken apart: what is written out, what each row sums to, and what the numeric check finds."""

from itertools import product
from typing import get_args

import numpy as np
import pytest

from nnviz.experiments.attention.backward_settings import BackwardFields, BlockMistake, BlockTensor
from nnviz.experiments.attention.block import BY_HEAD, block_pass
from nnviz.experiments.attention.block_check import (
    CHECKED,
    MISTAKES,
    PARAMETERS,
    backward_with,
    explained,
    forward_with,
    hits,
    mistaken_check,
    numeric_check,
)
from nnviz.experiments.attention.block_entries import Entry, factors, value_of, written_out
from nnviz.experiments.attention.block_tensors import TENSORS
from nnviz.experiments.attention.conclusions.backward import conclusions
from nnviz.experiments.attention.questions.backward import check_question, row_question

SETTINGS = [
    BackwardFields(block_tokens=tokens, block_heads=heads, block_causal=causal, block_seed=seed)
    for tokens, heads, causal, seed in product((3, 4, 5), (1, 2), (False, True), (0, 1))
]
some = pytest.mark.parametrize("settings", SETTINGS[::3])


def entries(one, name):
    for head in range(one.heads if name in BY_HEAD else 1):
        for row, column in np.ndindex(one.matrix(name).shape):
            yield Entry.of(one, name, row, column, head)


@some
def test_every_number_can_be_written_out_and_is_what_its_line_says(settings):
    one = block_pass(settings)
    for name, info in TENSORS.items():
        for entry in entries(one, name):
            line = written_out(one, entry)
            assert line.startswith(info.title)
            assert "nan" not in line and "−0 " not in line
            if info.kind == "product":
                left, right = factors(one, entry)
                scale = one.layer.scale if "√d_k" in info.formula else 1.0
                assert (left * right).sum() * scale == pytest.approx(value_of(one, entry), rel=1e-12, abs=1e-14)
            if info.kind == "sum":
                total = sum(one.matrix(part.name)[entry.place] for part in info.operands)
                assert total == pytest.approx(value_of(one, entry), rel=1e-12, abs=1e-14)


def test_every_tensor_of_an_address_is_described():
    assert set(get_args(BlockTensor)) == set(TENSORS)
    assert set(get_args(BlockMistake)) == set(MISTAKES)


@pytest.mark.parametrize("settings", SETTINGS)
def test_rows_of_dS_sum_to_zero_and_nothing_comes_from_behind_the_mask(settings):
    one = block_pass(settings)
    assert np.abs(one.tensors["dS"].sum(-1)).max() < 1e-14
    if settings.block_causal:
        later = np.triu_indices(settings.block_tokens, 1)
        assert (one.tensors["dS"][:, *later] == 0).all()
        assert (one.tensors["P"][:, *later] == 0).all()


@pytest.mark.parametrize("settings", SETTINGS)
def test_the_norm_sends_back_nothing_along_a_shift_or_a_stretch(settings):
    one = block_pass(settings)
    for name in ("dN", "dX_Q", "dX_K", "dX_V"):
        assert np.abs(one.tensors[name].sum(-1)).max() < 1e-14
        assert np.abs((one.tensors[name] * one.tensors["U"]).sum(-1)).max() < 1e-14


@pytest.mark.parametrize("settings", SETTINGS)
def test_dX_is_the_sum_of_three_paths_and_the_residual(settings):
    tensors = block_pass(settings).tensors
    total = tensors["dX_Q"] + tensors["dX_K"] + tensors["dX_V"] + tensors["dA"]
    np.testing.assert_allclose(total, tensors["dX"], rtol=0, atol=1e-14)


@some
def test_textbook_lines_and_engine_agree_forward_and_back(settings):
    one = block_pass(settings)
    assert forward_with(one, {}) == pytest.approx(float(one.outcome.L), rel=1e-13)
    found = backward_with(one)
    assert set(found) == set(CHECKED)
    for name, gradient in found.items():
        np.testing.assert_allclose(gradient, one.tensors[name], rtol=0, atol=1e-13)


@some
def test_the_numeric_check_finds_the_engine_right(settings):
    assert numeric_check(block_pass(settings)).largest_error < 1e-5


BEFORE_SOFTMAX = {"dX", "dgamma", "dbeta", "dW_Q", "dW_K", "dQ", "dK", "dH"}


@some
def test_each_mistake_hits_what_comes_behind_it_and_nothing_else(settings):
    one = block_pass(settings)
    found = hits(one, numeric_check(one))
    assert set(found["scale"]) == BEFORE_SOFTMAX
    assert set(found["rowsum"]) == BEFORE_SOFTMAX | {"dS"}
    assert set(found["mask"]) == (BEFORE_SOFTMAX | {"dS", "dV", "dW_V"} if settings.block_causal else set())
    assert set(found["path"]) == {"dX", "dgamma", "dH"}  # dbeta: each row of dS sums to 0
    assert found["residual"] == found["norm"] == ("dX",)


@some
def test_two_mistakes_at_once_hit_what_either_hits(settings):
    one = block_pass(settings)
    numeric = numeric_check(one)
    found = hits(one, numeric)
    both = mistaken_check(one, ("rowsum", "residual"), numeric).hit
    assert set(both) == set(found["rowsum"]) | set(found["residual"])


def test_the_reasons_name_what_fails():
    one = block_pass(BackwardFields())
    numeric = numeric_check(one)
    for name, mistake in MISTAKES.items():
        assert mistake.right != mistake.mistaken
        text = explained(one, name, numeric)
        assert "nothing" not in text.split("Wrong:")[1]
    without = block_pass(BackwardFields(block_causal=False))
    assert explained(without, "mask", numeric_check(without)).endswith("Wrong: nothing.")


@some
def test_questions_have_one_answer_and_the_conclusions_follow_the_settings(settings):
    one = block_pass(settings)
    assert row_question(one).answer == "0"
    asked = check_question(one, numeric_check(one))
    assert asked is not None and "dW_Q" in asked.answer
    lines = conclusions(settings)
    assert 2 <= len(lines) <= 5
    assert ("mask" in " ".join(lines)) or not settings.block_causal


def test_parameters_are_those_of_the_network():
    one = block_pass(BackwardFields())
    sizes = sum(one.tensors[name].size for name in PARAMETERS if name != "dX")
    assert sizes == one.network.n_parameters


def test_an_entry_beyond_the_last_stands_for_the_last():
    one = block_pass(BackwardFields(block_tokens=3, block_heads=2))
    assert Entry.of(one, "dS", 4, 4, 1).place == (2, 2)
    assert Entry.of(one, "Q", 0, 3).head == 1  # its columns belong to the second head
    assert Entry.of(one, "dbeta", 4, 2).place == (0, 2)

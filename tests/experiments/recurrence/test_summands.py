"""The topic "Summands": the steps add up to the gradient, and what truncation takes from them."""

import numpy as np
import pytest

from nnviz.engine.tensors import walk
from nnviz.experiments.recurrence.conclusions.summands import conclusions
from nnviz.experiments.recurrence.questions.summands import truncation_question
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.recurrence.summands import left_out, step_by_step, written_out

CELLS = ("elman", "gru", "lstm")


def settings(**changes):
    return RecurrenceSettings(**{"summed_steps": 6, **changes})


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("loss", ["every", "last"])
def test_the_products_of_all_steps_add_up_to_the_gradient(cell, loss):
    found = step_by_step(settings(cell=cell, summed_loss=loss))
    products = found.before[:, :, None] * found.product_gradient[:, None, :]
    np.testing.assert_allclose(found.cut[0].whole.dW_hh, products, rtol=1e-12, atol=1e-18)
    np.testing.assert_allclose(products.sum(0), found.whole, rtol=1e-11, atol=1e-16)
    assert (found.cut[-1].truncated.dW_hh == found.cut[-1].whole.dW_hh).all()


def test_the_shares_add_up_to_one_and_the_first_is_nothing():
    whole = step_by_step(settings()).cut[-1]
    assert whole.shares.sum() == pytest.approx(1.0, rel=1e-12)
    assert whole.shares[0] == whole.sizes[0] == 0.0


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("truncation", [1, 2, 4])
def test_with_a_loss_at_the_last_step_the_summands_before_the_last_stretch_are_gone(cell, truncation):
    cut = step_by_step(settings(cell=cell, summed_loss="last")).truncated_to(truncation)
    assert cut.gone.tolist() == [0 < t < 6 - truncation for t in range(6)]
    np.testing.assert_array_equal(cut.changed, cut.gone)
    assert f"{6 - truncation - 1} summand" in left_out(cut) and ", 0 changed" in left_out(cut)


def test_with_a_loss_at_every_step_no_summand_is_gone_but_the_early_ones_of_a_stretch_change():
    cut = step_by_step(settings()).truncated_to(3)
    assert not cut.gone.any()
    assert cut.changed.tolist() == [False, True, True, False, False, False]  # those of the first of two stretches
    assert "0 summands missing, 2 changed" in left_out(cut)


def test_an_angle_and_a_length_are_those_of_the_two_sums():
    cut = step_by_step(settings()).truncated_to(2)
    a, b = (one.dW_hh.sum(0).ravel() for one in (cut.truncated, cut.whole))
    cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
    assert np.cos(np.radians(cut.angle)) == pytest.approx(cosine, rel=1e-12)
    assert cut.length == pytest.approx(np.linalg.norm(a) / np.linalg.norm(b), rel=1e-12)
    assert f"at {cut.angle:.1f}°" in left_out(cut)


def test_a_truncation_beyond_the_sequence_leaves_nothing_out():
    found = step_by_step(settings())
    assert left_out(found.truncated_to(60)) == "Backpropagation over all 6 steps leaves nothing out."
    assert found.cut[-1].angle < 1e-4 and found.cut[-1].length == 1.0


def test_what_a_step_contributes_is_said_with_its_length_and_share():
    found = step_by_step(settings(summed_steps=12))
    told = [written_out(found, step) for step in range(1, 13)]
    assert told[0].startswith("Step 1 contributes nothing")
    assert told[11].startswith(f"Step 12 contributes h₁₁ᵀ dz₁₂, {found.cut[0].sizes[11]:.3g} long")
    against = [t for t in range(12) if "pulls against" in told[t]]
    assert against == np.flatnonzero(found.cut[0].shares < 0.0).tolist() and against
    assert "ᵀ d(hW)₂," in written_out(step_by_step(settings(cell="gru")), 2)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("trained", [0, 100])
@pytest.mark.parametrize(("steps", "loss"), [(2, "every"), (8, "last"), (13, "every"), (60, "last")])
def test_the_question_and_the_conclusions_hold_over_the_range_of_the_controls(cell, trained, steps, loss):
    for units, seed in ((1, 1), (4, 2)):
        now = settings(cell=cell, units=units, trained=trained, seed=seed, summed_steps=steps, summed_loss=loss)
        cut = step_by_step(now).cut[0]
        question = truncation_question(now)
        assert [cut.angle < 10, 10 <= cut.angle < 45, 45 <= cut.angle < 90, cut.angle >= 90] == [
            option.true for option in question.options
        ]
        assert f"By {cut.angle:.1f}°" in question.because
        told = conclusions(now)
        assert len(told) == 3 and f"The {steps} summands add up" in told[0] and "nan" not in " ".join(told)


def test_the_inspector_has_the_summands():
    found = step_by_step(settings()).found
    views = {view.path: view for view in walk(found)}
    assert views["summands.dW_hh"].value.shape == (6, 3, 3) and "before.mT @ dHW" in views["summands.dW_hh"].line

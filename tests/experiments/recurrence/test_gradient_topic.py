"""The topic "Gradient": what was measured, what was to be expected, and the words for it."""

import math

import numpy as np
import pytest

from nnviz.experiments.inspection.formula import power
from nnviz.experiments.recurrence.conclusions.gradient import conclusions
from nnviz.experiments.recurrence.gradient import first_step, gradient_through_time
from nnviz.experiments.recurrence.gradient_settings import GRADIENT_KINDS, GradientFields
from nnviz.experiments.recurrence.questions.gradient import survival_question
from nnviz.experiments.recurrence.through_time import through_time


@pytest.mark.parametrize("radius", [0.5, 0.9, 1.0, 1.1, 2.0])
def test_a_linear_layer_multiplies_by_the_radius_of_its_orthogonal_matrix(radius):
    """Hochreiter 1991; Bengio, Simard and Frasconi 1994."""
    found = gradient_through_time(GradientFields(gradient_cell="linear", gradient_radius=radius, gradient_steps=60))
    norms = found.measured.norms
    np.testing.assert_allclose(norms[:-1] / norms[1:], radius, rtol=1e-12)
    np.testing.assert_allclose(norms, found.by_radius, rtol=1e-10)


@pytest.mark.parametrize("start", ["orthogonal", "gaussian"])
@pytest.mark.parametrize("cell", ["linear", "tanh"])
@pytest.mark.parametrize("radius", [0.5, 1.0, 2.5])
def test_no_gradient_exceeds_the_bound(start, cell, radius):
    """Pascanu, Mikolov and Bengio 2013, section 2.1."""
    settings = GradientFields(gradient_cell=cell, gradient_start=start, gradient_radius=radius, gradient_steps=40)
    found = gradient_through_time(settings)
    assert (found.measured.norms <= found.by_bound * (1 + 1e-9)).all()


def test_a_forget_bias_keeps_the_cells_gradient():
    left = [
        gradient_through_time(GradientFields(gradient_cell="lstm", gradient_bias=bias, gradient_steps=20)).measured
        for bias in (0.0, 3.0)
    ]
    shares = [float(one.cells[0] / one.cells[-1]) for one in left]
    assert shares[0] < 5e-3 < 0.1 < shares[1]


def test_one_answer_is_right_and_it_is_the_measured_one():
    question = survival_question()
    assert question.unique
    assert question.because.startswith("0.52 %") and "117" in question.because


@pytest.mark.parametrize("cell", GRADIENT_KINDS)
@pytest.mark.parametrize("steps", [2, 100])
def test_conclusions_hold_for_every_layer(cell, steps):
    settings = GradientFields(gradient_cell=cell, gradient_steps=steps, gradient_radius=0.1, gradient_units=2)
    told = conclusions(settings)
    assert len(told) == 3 and f"After {steps} steps back" in told[0]


@pytest.mark.parametrize(
    ("radius", "words"), [(0.5, "vanishes through time"), (1.0, "No problems found"), (1.3, "explodes")]
)
def test_the_diagnosis_names_what_becomes_of_the_gradient(radius, words):
    fields = {"gradient_cell": "linear", "gradient_steps": 30, "gradient_radius": radius}
    assert words in conclusions(GradientFields(**fields))[-1]


def test_the_record_of_a_step_has_the_tensors_of_both_passes():
    settings = GradientFields(gradient_steps=5)
    record = first_step(settings)
    again = through_time(record.before.network, record.loss.loss, record.trace.X, record.loss.Y)
    np.testing.assert_array_equal(again.norms, gradient_through_time(settings).measured.norms)


@pytest.mark.parametrize("bias", [-2.0, 1.0, 6.0])
def test_the_cells_gradient_is_told_apart_from_what_the_forget_gate_alone_would_leave(bias):
    told = conclusions(GradientFields(gradient_cell="lstm", gradient_bias=bias, gradient_radius=3.0))[1]
    alone = (1.0 / (1.0 + math.exp(-bias))) ** 50
    assert f"that alone would leave {power(alone)}." in told
    assert f"becomes {power(alone)} times" not in told, "the paths over the gates count, too"


def test_the_factor_of_a_gaussian_matrix_may_be_below_the_radius_and_approaches_it():
    gaps = []
    for steps in (2, 100):
        given = {"gradient_cell": "linear", "gradient_start": "gaussian", "gradient_seed": 1}
        settings = GradientFields(gradient_steps=steps, **given)
        measured = gradient_through_time(settings).measured
        assert measured.factor <= measured.bound
        gaps.append(float(measured.factor - measured.radius))
        assert "over many steps the factor approaches the radius" in conclusions(settings)[1]
    assert gaps[0] < 0.0 and abs(gaps[1]) < 0.1 * abs(gaps[0])

"""The figures of gradient descent by their info records, in both themes."""

import numpy as np
import pytest

from nnviz.engine import StopRules
from nnviz.experiments.gradient_descent.batch_noise import compare_schedules
from nnviz.experiments.gradient_descent.loss_slice import gradient_slice, trained_path
from nnviz.experiments.gradient_descent.stop_rules import endings, history
from nnviz.figures import decay, loss_slice, stopping


@pytest.fixture(scope="module")
def found():
    return gradient_slice(trained_path("circle", epochs=6), 3)


@pytest.mark.parametrize("dark", [False, True])
def test_decays_have_two_curves_a_schedule(dark):
    seen = decay.info(compare_schedules(1.0, 4, runs=2))
    chart = decay.figure(seen, dark)
    assert len(seen.curves) == 5 and len(chart.data) == 10
    assert list(chart.data[0].y) == [1.0] * 200
    assert chart.layout.yaxis2.type == "log" and chart.layout.xaxis.title.text == "step"


@pytest.mark.parametrize("dark", [False, True])
def test_a_slice_from_above_and_as_a_landscape(found, dark):
    seen = loss_slice.info(found)
    flat, high = loss_slice.contour(seen, dark), loss_slice.surface(seen, dark)
    np.testing.assert_allclose(flat.data[0].customdata, found.losses)
    np.testing.assert_allclose(10 ** flat.data[0].z, found.losses, rtol=1e-9)
    assert (flat.data[-1].x[0], flat.data[-1].y[0]) == (0.0, 0.0)
    np.testing.assert_allclose(high.data[1].z, found.path.losses)
    assert high.data[0].z.max() <= 1.6 * found.path.losses.max() + 1e-12
    assert flat.layout.xaxis.title.text == "along the gradient"


def test_stopping_marks_the_earliest_rule_first():
    seen = history("overfitting", epochs=60)
    rules = StopRules(target_loss=0.3, patience=20, min_improvement=1e-3, max_steps=30)
    found = stopping.info(seen, endings(seen, "test", rules), 0.3)
    assert [reason for reason, _ in found.endings][0] == "budget"
    chart = stopping.figure(found, False)
    assert chart.layout.shapes[0].x0 == 30 and chart.layout.shapes[0].line.width == 4
    assert stopping.info(seen).endings == ()


def test_infinite_losses_are_left_out():
    seen = stopping.info(history("diverging"))
    assert np.isfinite(seen.train).all() and len(seen.train) < 300
    assert stopping.figure(seen, True).layout.yaxis.type == "log"

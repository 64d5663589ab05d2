"""The landscapes of one neuron's losses, by their info record, and outside the app."""

import numpy as np
import pytest

from nnviz.experiments.loss.lockstep import LOCKSTEP_LOSSES, lockstep, surface
from nnviz.figures import loss_surface


@pytest.mark.parametrize("dark", [False, True])
def test_each_way_lies_on_its_own_landscape(dark):
    run = lockstep("published", 2.0, 2.0, 0.15, epochs=20)
    lands = loss_surface.info(tuple(surface("published", measure, points=21) for measure in LOCKSTEP_LOSSES), run)
    chart = loss_surface.figure(lands, dark)
    assert [trace.type for trace in chart.data] == ["surface", "scatter3d"] * 2
    np.testing.assert_array_equal(lands[1].path[:, :2], run.entropy.path)
    np.testing.assert_array_equal(chart.data[3].z, run.entropy.L)
    assert chart.layout.scene2.xaxis.title.text == "weight w"


def test_no_landscape_still_is_a_figure():
    assert len(loss_surface.figure((), False).data) == 0

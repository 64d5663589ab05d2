"""What should have been seen on the page "Backward pass": the numbers are those of the engine for what is on view."""

import numpy as np
import pytest

from nnviz.experiments.backward_pass.along_a_line import nudge, update
from nnviz.experiments.backward_pass.conclusions import conclusions
from nnviz.experiments.backward_pass.example import backward_example
from nnviz.experiments.backward_pass.settings import BackwardSettings


@pytest.mark.parametrize("source", ["iris", "digits", "circle", "typed", "worked"])
def test_nudge_update_and_check_are_told(source):
    example = backward_example(BackwardSettings(source=source))
    nudged, updated, checked = conclusions(example, 3, -1.0, 1.0, False)
    line, step = nudge(example, 3), update(example, False)
    assert f"by −1 changes the loss by **{np.interp(-1, line.t, line.change):.4f}**".replace("-", "−") in nudged
    assert f"to **{np.interp(1, step.t, step.loss):.4f}**" in updated
    assert f"All {example.network.n_parameters} gradients" in checked
    assert "nan" not in nudged + updated + checked


def test_a_slope_that_is_1_everywhere_has_nothing_to_drop():
    example = backward_example(BackwardSettings(activation="identity"))
    assert "changes nothing here" in conclusions(example, 0, 0.5, 0.5, True)[2]

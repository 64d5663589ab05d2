"""The figure of every threshold, by its info record."""

import pytest

from nnviz.experiments.forward_pass.decisions import thresholds
from nnviz.experiments.trained.networks import trained_network
from nnviz.figures import threshold_curves


@pytest.mark.parametrize("dark", [False, True])
def test_three_curves_with_gaps_where_nothing_is_called_yes(dark):
    shown = threshold_curves.info(thresholds(trained_network("pair", 8, 1, (), "relu", trained=False)))
    assert len(shown.cuts) == len(shown.recall) == 101
    assert shown.recall[0] == 1.0
    assert shown.precision[100] is None, "fresh weights are never sure to the last digit"
    chart = threshold_curves.figure(shown, dark)
    assert [line.name for line in chart.data] == ["accuracy", "precision", "recall"]
    assert list(chart.data[2].y) == list(shown.recall)

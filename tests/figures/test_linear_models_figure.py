"""The figure of p linear models, by its info record."""

import numpy as np
import pytest

from nnviz.experiments.matrices.linear_models import linear_models
from nnviz.figures.linear_models import figure, info


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("d", "kind"), [(1, "scatter"), (2, "mesh3d"), (3, "mesh3d")])
def test_each_model_is_a_line_or_a_plane_through_its_samples(d, kind, dark):
    X, W, b = np.arange(2.0 * d).reshape(2, d), np.ones((d, 3)), np.array([0.0, 1.0, 2.0])
    shown = info(linear_models(X, W, b))
    np.testing.assert_allclose(np.array(shown.outputs).T, X.sum(1, keepdims=True) + b)
    chart = figure(shown, dark)
    assert [trace.type for trace in chart.data[::2]] == [kind] * 3
    assert [trace.name for trace in chart.data[::2]] == ["z0", "z1", "z2"]

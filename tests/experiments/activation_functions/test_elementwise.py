"""Z in, A out: cell by cell, from a real layer or from typed numbers."""

import numpy as np
import pytest

from nnviz.engine import activation
from nnviz.experiments.activation_functions.elementwise import SAMPLES, UNITS, apply_to_matrix, layer_on_samples


@pytest.mark.parametrize("source", ["iris", "digits", "circle"])
def test_a_layer_on_samples_has_one_row_a_sample_and_one_column_a_unit(source):
    found = layer_on_samples(source, activation("tanh"))
    assert found.Z.shape == found.A.shape == found.slope.shape == (SAMPLES, UNITS)
    assert len(found.X) == len(found.rows) == SAMPLES
    np.testing.assert_allclose(found.A, np.tanh(found.Z))


def test_larger_weights_push_z_out_and_saturate_more_cells():
    small = layer_on_samples("iris", activation("sigmoid"), 1.0)
    large = layer_on_samples("iris", activation("sigmoid"), 8.0)
    np.testing.assert_allclose(large.Z, 8.0 * small.Z)
    assert large.saturated.sum() > small.saturated.sum()


def test_a_unit_is_dead_when_every_row_is_below_zero():
    found = apply_to_matrix(np.array([[-1.0, 2.0], [-3.0, -1.0]]), activation("relu"))
    assert found.dead.tolist() == [True, False]
    assert found.saturated.tolist() == [[True, False], [True, True]]


def test_typed_numbers_have_no_samples_behind_them():
    assert apply_to_matrix(np.ones((2, 3)), activation("relu")).X is None


def test_the_same_seed_gives_the_same_layer():
    np.testing.assert_array_equal(
        layer_on_samples("digits", activation("relu")).Z, layer_on_samples("digits", activation("relu")).Z
    )


def test_an_unknown_source_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="iris, digits, circle"):
        layer_on_samples("mnist", activation("relu"))

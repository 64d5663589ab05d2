"""Recipes of small transformers: what decides the weights and the sequences."""

import numpy as np
import pytest

from nnviz.experiments.attending.recipe import MEASURED_SEED, TransformerRecipe


def test_another_rule_for_the_matrices_leaves_the_table_as_it_is():
    a, b = (TransformerRecipe("copy", start=start).networks().layers for start in (None, "glorot_uniform"))
    np.testing.assert_array_equal(a[0].W, b[0].W)
    np.testing.assert_allclose(a[2].layers[1].W_Q * np.sqrt(3.0), b[2].layers[1].W_Q)


def test_every_step_has_sequences_of_its_own_that_are_not_those_measured():
    recipe = TransformerRecipe("induction", first_seed=4)
    first, again, second = (recipe.sequences_of(step).numbers for step in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != second).any() and recipe.first_seed != MEASURED_SEED
    np.testing.assert_array_equal(recipe.batch_of(1).X, second[:, :-1])


def test_networks_with_one_layer_and_two_read_the_same():
    one, two = (TransformerRecipe("induction", blocks=blocks).sequences_of(7).numbers for blocks in (1, 2))
    np.testing.assert_array_equal(one, two)


def test_a_rule_that_is_unknown_is_refused():
    with pytest.raises(ValueError, match="glorot_uniform"):
        TransformerRecipe(start="glorot").networks()

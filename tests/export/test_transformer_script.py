"""The script of a small transformer is executed by a fresh Python and says the engine's numbers to 1e-12."""

import ast
import runpy

import numpy as np
import pytest

from nnviz.engine import take_steps
from nnviz.experiments.attending.accuracy import symbol_accuracy
from nnviz.experiments.attending.recipe import LOSS, TransformerRecipe
from nnviz.export.transformer_script import NEXT_STEPS, short_names, transformer_script
from tests.export.scripts import execute

RECIPES = {
    "one block": TransformerRecipe("reverse", first_seed=3),
    "one block, not causal": TransformerRecipe("copy", causal=False),
    "two blocks, two heads, MLP": TransformerRecipe("sort", blocks=2, heads=2, hidden=64),
    "two blocks, two heads, MLP, not causal": TransformerRecipe("sort", blocks=2, heads=2, hidden=64, causal=False),
    "three blocks, four heads, not scaled": TransformerRecipe("reverse", blocks=3, heads=4, scaled=False),
}


@pytest.fixture(scope="module", params=RECIPES)
def written(request):
    recipe = RECIPES[request.param]
    state = take_steps(recipe.state(), recipe.batch_of, 7)
    return recipe, state, transformer_script(recipe, state)


def test_a_script_computes_the_loss_of_the_step_and_trains_on_as_the_engine_does(written, tmp_path):
    recipe, state, text = written
    found = execute({"script": text}, tmp_path)["script"]
    A = state.network.forward(recipe.measured.X).A
    assert found["same"] and len(set(found["next"])) == NEXT_STEPS
    assert found["found"]["loss"] == pytest.approx(float(LOSS.measure(A, recipe.measured.Y).L), rel=1e-12)
    assert found["found"]["symbols"] == pytest.approx(float(symbol_accuracy(A, recipe.measured)), rel=1e-12)


def test_the_weights_after_five_steps_are_the_engines(written, tmp_path):
    recipe, state, text = written
    (tmp_path / "script.py").write_text(text, encoding="utf-8")
    names = runpy.run_path(str(tmp_path / "script.py"))
    after = take_steps(state, recipe.batch_of, NEXT_STEPS).network
    views = dict(zip(short_names(after), after.layout.views(after.theta), strict=True))
    assert names["parameters"].keys() == views.keys()
    for name, value in views.items():
        np.testing.assert_allclose(names["parameters"][name], value, rtol=1e-12, atol=1e-12, err_msg=name)
    assert not np.allclose(after.theta, state.network.theta, atol=1e-3)


def test_a_script_imports_numpy_and_the_standard_library_only_and_can_be_read(written):
    _, _, text = written
    tree = ast.parse(text)
    imported = [a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names]
    assert imported == ["base64", "zlib", "numpy"]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert max(map(len, text.splitlines())) <= 130
    assert "dS = P * (dP - (P * dP).sum(axis=-1, keepdims=True))" in text


def test_a_changed_weight_is_noticed(tmp_path):
    recipe = RECIPES["one block"]
    text = transformer_script(recipe, recipe.state())
    begin = 'parameters["E"][0, 0] += 0.1\n'
    assert not execute({"changed": text.replace("scale = ", begin + "scale = ", 1)}, tmp_path)["changed"]["same"]


@pytest.mark.parametrize("field", [{"task": "induction"}, {"norm": "rms"}, {"positions": "none"}, {"seeds": 2}])
def test_what_cannot_be_written_is_refused(field):
    recipe = TransformerRecipe(**({"task": "copy"} | field))
    with pytest.raises(ValueError, match="expected one network that learns one of"):
        transformer_script(recipe, recipe.state())

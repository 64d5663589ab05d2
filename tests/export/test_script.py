"""Scripts are executed by a fresh Python without nnviz, and say the engine's numbers to 1e-12."""

import ast
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from nnviz.datasets import FEATURES, dataset
from nnviz.engine import SCHEDULES, Clamp, train_step
from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.run.target_units import has_target_units
from nnviz.export.script import file_stem, numpy_script
from nnviz.export.script_data import FEATURE_LINES
from nnviz.export.script_training import SCHEDULE_LINES
from tests.export.scripts import execute, specimens, trained

RUNS = specimens()


@pytest.fixture(scope="module")
def scripts():
    return {name: numpy_script(run) for name, run in RUNS.items()}


@pytest.fixture(scope="module")
def executed(scripts, tmp_path_factory):
    return execute(scripts, tmp_path_factory.mktemp("scripts"))


def close(here, there) -> bool:
    return bool(np.isclose(here, there, rtol=1e-12, atol=1e-12, equal_nan=True).all())


@pytest.mark.parametrize("name", RUNS)
def test_a_script_computes_the_shown_losses_and_accuracies(executed, name):
    seen, found = RUNS[name].evaluation, executed[name]["found"]
    for quantity in ("train_loss", "test_loss", "train_accuracy", "test_accuracy"):
        assert close(found[quantity], getattr(seen, quantity)), quantity
    assert executed[name]["same"]


@pytest.mark.parametrize("name", [name for name, run in RUNS.items() if has_target_units(run)])
def test_a_script_says_errors_in_the_units_of_the_target(executed, scripts, name):
    for quantity in ("train_rmse", "test_rmse"):
        assert close(executed[name]["found"][quantity], getattr(RUNS[name].evaluation, quantity)), quantity
    assert "98000.0" in scripts[name] or "prices" not in name


def test_a_test_part_that_is_the_training_part_is_not_written_again(scripts):
    text = scripts["a small table"]
    assert "labels_test = labels_train" in text and "samples_test = samples_train" in text
    assert "all are trained on, and the test data are the same" in text
    assert "targets_test = targets_train" in scripts["prices, all trained on"]


@pytest.mark.parametrize("name", [name for name in RUNS if not name.startswith("blown up")])
def test_a_script_trains_on_as_the_engine_does(executed, name):
    run = RUNS[name]
    state, losses = run.state, []
    for _ in range(5):
        record = train_step(state, run.batches.batch(state.step - run.offset))
        losses.append(float(record.loss.L))
        state = record.after
    assert close(executed[name]["next"], losses)
    assert len(set(losses)) > 1


def test_a_run_that_blew_up_is_written_too(executed):
    assert not np.isfinite(executed["blown up"]["found"]["train_loss"])
    assert np.isnan(executed["blown up classes"]["found"]["train_accuracy"])


@pytest.mark.parametrize("name", RUNS)
def test_a_script_imports_numpy_and_the_standard_library_only(scripts, name):
    tree = ast.parse(scripts[name])
    imported = [a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names]
    assert imported == ["base64", "zlib", "numpy"]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not calls & {"eval", "exec", "open", "__import__", "compile"}


def test_a_script_says_aloud_that_all_is_the_same(tmp_path):
    path = tmp_path / f"{file_stem(RUNS['first moment'])}.py"
    path.write_text(numpy_script(RUNS["first moment"]), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", path], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.count("same") == 10 and "The same as in nnviz." in done.stdout and not done.stderr
    assert repr(RUNS["first moment"].evaluation.train_loss) in path.read_text()


def test_a_changed_weight_is_noticed(tmp_path):
    run = trained(5)
    text = numpy_script(run).replace(repr(float(run.state.network.layers[0].W[0, 0])), "0.123", 1)
    assert not execute({"changed": text}, tmp_path)["changed"]["same"]


def test_a_script_reads_like_the_textbook():
    text = numpy_script(trained(5))
    assert "Z1 = X1 @ W1 + b1" in text
    assert 'dW1 = kept["X1"].T @ dZ' in text
    assert "after.append(theta - rate * g)" in text
    assert "def tanh(Z):" in text and text.count("def sigmoid(") == 1
    assert max(map(len, text.splitlines())) <= 130


def test_every_schedule_and_feature_can_be_written():
    assert SCHEDULE_LINES.keys() == SCHEDULES.keys()
    x, y = np.random.default_rng(0).normal(size=(2, 50))
    for name, feature in FEATURES.items():
        assert np.array_equal(eval(FEATURE_LINES[name], {"np": np, "x": x, "y": y}), feature.f(x, y))


def test_words_of_own_data_cannot_become_code(tmp_path):
    hostile = ('"""\nraise SystemExit(3)\n"""', "'); raise SystemExit(4) #", "\u202e\n\\")
    own = replace(dataset("blobs", classes=3), name='x"""\nraise SystemExit(5)', class_names=hostile)
    run = advance(start(RunSettings().with_own(own), own), 20)
    assert execute({"own": numpy_script(run)}, tmp_path)["own"]["same"]


@pytest.mark.parametrize(
    "change", [lambda layer: layer.with_clamps(Clamp("u", 1.0)), lambda layer: layer.with_truncation(2)]
)
def test_gates_that_are_held_and_truncated_gradients_are_refused(change):
    run = start(RunSettings().changed(dataset="first-symbol", samples=20, sequence_layers=("gru(2)",)))
    reshape, layer, *rest = run.state.network.layers
    network = replace(run.state.network, layers=(reshape, change(layer), *rest))
    with pytest.raises(ValueError, match="starts at zero"):
        numpy_script(replace(run, state=replace(run.state, network=network)))

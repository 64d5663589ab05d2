"""The benchmarks run, compare like with like, and judge their bounds the right way round."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.metrics import log_loss

from benchmarks import import_time
from benchmarks.bare_products import bare_products
from benchmarks.cases import Case, shape
from benchmarks.convolution_case import ConvolutionCase, bare_convolutions, patches
from benchmarks.digits_epoch import epochs
from benchmarks.table import Row, duration, markdown
from benchmarks.timing import Effort, side_by_side
from nnviz.datasets import dataset
from nnviz.engine import Convolution, activation

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def quick() -> str:
    command = [sys.executable, "-X", "utf8", "-m", "benchmarks", "--quick"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=ROOT).stdout


def test_the_quick_mode_prints_versions_and_every_row(quick):
    assert quick.startswith("Python ") and "numpy " in quick and "one thread each" in quick
    rows = [line for line in quick.splitlines() if line.startswith("|")][2:]
    assert len(rows) == 7 + 28 * (find_spec("torch") is not None)
    assert all(line.count("|") == 7 for line in rows)


def test_the_documented_table_has_the_rows_of_the_script(quick):
    documented = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for line in quick.splitlines():
        if line.startswith("|"):
            assert line.split("|")[1] in documented


def test_both_epochs_lower_the_loss_of_the_digits_and_take_every_sample_once():
    tasks, data = epochs(), dataset("digits")
    for _ in range(3):
        state, model = tasks["nnviz"](), tasks["scikit-learn"]()
    assert model.t_ == 3 * 1797 and state.step == 3 * 57
    ours = state.rules.loss.forward(state.network.forward(data.X).A, data.Y).L
    theirs = log_loss(data.labels, model.predict_proba(data.X))
    assert max(ours, theirs) < 0.8, "guessing has 2.3"


def test_bare_products_are_those_of_a_step_without_the_first_layers_input_gradient(monkeypatch):
    shapes = []

    class Counted(np.ndarray):
        def __matmul__(self, other):
            shapes.append((self.shape, other.shape))
            return np.asarray(self) @ np.asarray(other)

    drawn = np.random.default_rng(0)
    normal = SimpleNamespace(normal=lambda size: drawn.normal(size=size).view(Counted))
    monkeypatch.setattr(np.random, "default_rng", lambda _seed: normal)
    bare_products(Case((2, 4, 1), 10, "tanh", "binary_cross_entropy"))()
    forward = [((10, 2), (2, 4)), ((10, 4), (4, 1))]
    backward = [((4, 10), (10, 1)), ((10, 1), (1, 4)), ((2, 10), (10, 4))]
    assert shapes == forward + backward


def test_bare_products_of_convolutions_copy_the_patches_that_the_layers_multiply():
    case = ConvolutionCase()
    images = np.random.default_rng(0).normal(size=(3, 8, 8, 2))
    layer = Convolution(np.ones((3, 3, 2, 4)), None, activation("relu"), (8, 8), padding="same")
    np.testing.assert_array_equal(patches(images), layer.forward(images).patches.reshape(3 * 64, 18))
    bare_convolutions(case)()
    assert case.start().network.n_parameters == 1898
    assert case.title == "conv 8 - pool - conv 16 - pool - dense 10, 8x8, batch 32"


def test_tasks_take_turns_and_the_fastest_turn_counts():
    called = []
    best = side_by_side({"a": lambda: called.append("a"), "b": lambda: called.append("b")}, Effort(3, 0.0))
    assert called[-6:] == ["a", "b"] * 3
    assert best.keys() == {"a", "b"} and min(best.values()) > 0.0


@pytest.mark.parametrize(
    ("kind", "ours", "theirs", "asked", "met"),
    [
        ("times faster", 1.0, 5.0, 5.0, True),
        ("times faster", 1.0, 4.9, 5.0, False),
        ("times the cost", 1.3, 1.0, 1.3, True),
        ("times the cost", 1.4, 1.0, 1.3, False),
        ("seconds", 0.2, 1.0, 0.3, True),
        ("seconds", 0.4, 1.0, 0.3, False),
        ("seconds", 0.4, 1.0, None, None),
    ],
)
def test_a_bound_is_judged_the_right_way_round(kind, ours, theirs, asked, met):
    assert Row("a step", ours, "a peer", theirs, kind, asked).met is met


def test_a_missed_bound_stands_out_in_the_table():
    row = Row("a step", 100e-6, "a peer", 480e-6, "times faster", 5.0)
    assert markdown([row]).endswith("| a step | 100 µs | a peer 480 µs | 4.80 times faster | at least 5 | **no** |")


def test_durations_and_widths_read_as_a_person_writes_them():
    assert [duration(t) for t in (2.0, 3.88e-3, 52.4e-6, 9e-7)] == ["2 s", "3.88 ms", "52.4 µs", "900 ns"]
    assert [shape((2, 4, 2, 1)), shape((2, *[8] * 6, 1))] == ["2-4-2-1", "2-8x6-1"]


def test_an_import_that_cannot_be_measured_still_has_a_ratio(monkeypatch):
    monkeypatch.setattr(import_time, "_start", lambda _statement: 0.05)
    spent = import_time.import_time("import numpy", rounds=1)
    assert 0 < spent < 1e-3
    assert "times the cost" in markdown([Row("import", spent, "another", spent, "times the cost", None)])

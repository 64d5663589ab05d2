"""Every tensor of a run on sequences opens, at any step, and each entry is what its formula with numbers gives."""

import numpy as np
import pytest

from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.inspection import Step, open_tensor, tensor_groups

GIVEN = {"X", "Y", "W_xh", "W_hh", "W", "b", "slope"}
"""What is given and not computed: data, and parameters before the step."""

HANDED_ON = {"X", "dA", "loss.A"}
"""What one layer has computed and the next one takes: no line computes it."""


@pytest.mark.parametrize(
    "fields",
    [
        {"dataset": "echo", "delay": 2, "sequence_layers": ("lstm(4;bias=2)",), "clip_norm": 0.01},
        {"dataset": "first-symbol", "sequence_layers": ("gru(4)", "elman(3):relu"), "hidden": ("3:tanh",)},
        {"dataset": "parity", "sequence_layers": ("gru(3)", "lstm(3)"), "hidden": ("3:prelu:0.2",)},
        {"dataset": "adding", "sequence_layers": ("elman(5)",)},
    ],
)
def test_every_entry_of_every_step_is_written_out_with_its_numbers(fields):
    run = advance(start(RunSettings().changed(samples=60, sequence_length=6, **fields)), 4)
    rng, opened = np.random.default_rng(0), set()
    for group in tensor_groups(Step.of(run)):
        for view in group.views:
            name = view.path.rpartition(".")[2]
            for _ in range(4):
                entry = tuple(rng.integers(0, size) for size in np.shape(view.value))
                found = open_tensor(run, view.path, entry)
                assert found.view.formula or name in GIVEN, view.path
                if found.written_out is None:
                    assert name in GIVEN, view.path
                    break
                assert found.view.line or {name, view.path} & HANDED_ON, view.path
                assert found.written_out.agrees, (view.path, entry)
                opened.add(name)
    assert {"Z", "H", "dH", "dZ", "dW_xh", "dW_hh", "db"} <= opened
    if any("lstm" in layer for layer in fields["sequence_layers"]):
        assert {"C", "dC", "I", "F", "O", "G"} <= opened


def test_the_steps_of_a_sequence_are_an_axis_of_their_own():
    run = advance(start(RunSettings().changed(dataset="echo", samples=60, sequence_length=6)), 1)
    found = open_tensor(run, "layers[1].dH", (3, 5, 1), sample=3)
    assert found.axes == ("sample", "step", "unit")
    assert (found.shown.row_axis, found.shown.column_axis) == ("step", "unit")
    assert found.shown.values.shape == (6, 16)


def test_the_inputs_of_a_step_have_the_names_of_the_symbols():
    run = advance(start(RunSettings().changed(dataset="echo", samples=60, sequence_length=6, symbols=3, delay=2)), 1)
    columns = run.data.feature_titles
    for path, along in (("layers[1].W_xh", "row_names"), ("layers[1].X", "column_names")):
        found = open_tensor(run, path, (0, 0, 0), sample=0, features=columns, classes=run.data.data.class_names)
        assert getattr(found, along) == ("A", "B", "C"), path
    dense = advance(start(RunSettings()), 1)
    opened = open_tensor(dense, "layers[1].W", (0, 0), features=("x", "y"))
    assert opened.row_names == ()

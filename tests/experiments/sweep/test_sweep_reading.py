"""A settings file of a sweep is read as it was meant, or refused with the line and the key, before anything runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments.sweep import Axis, Sweep
from nnviz.experiments.sweep.reading import MAX_CELLS, read_sweep, spaced, sweep_yaml, value_of, value_text
from nnviz.experiments.yaml_files.problem import FileError

FILE = """\
sweep: 1
title: "Depth: which learns?"
experiment: playground
seeds: [0, 7]
settings:
  dataset: circle
  units: 6
axes:
  activation: [tanh, "leaky_relu(slope=0.2)"]
  depth: {from: 1, to: 4, steps: 4}
  weight_scale: {from: 0.25, to: 4, steps: 5, scale: log}
"""


def refused(text):
    with pytest.raises(FileError) as error:
        read_sweep(text, "x.yaml")
    return [(one.line, one.key, one.message) for one in error.value.problems]


def test_a_file_is_read_as_a_grid():
    sweep = read_sweep(FILE, "x.yaml")
    assert sweep == Sweep(
        "playground",
        (
            Axis("activation", ("tanh", "leaky_relu(slope=0.2)")),
            Axis("depth", (1, 2, 3, 4)),
            Axis("weight_scale", (0.25, 0.5, 1, 2, 4)),
        ),
        (("dataset", "circle"), ("units", 6)),
        (0, 7),
    )
    assert sweep.title == "Depth: which learns?" and sweep.n_cells == 40
    again = read_sweep(sweep_yaml(sweep), "y.yaml")
    assert again == sweep and again.title == sweep.title


def test_seeds_are_five_unless_said_otherwise():
    assert read_sweep(FILE.replace("seeds: [0, 7]\n", ""), "x.yaml").seeds == (0, 1, 2, 3, 4)
    assert read_sweep(FILE.replace("[0, 7]", "2"), "x.yaml").seeds == (0, 1)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"),
    [
        ("sweep: 1", "sweep: 2", 1, "sweep", "expected 1, the version"),
        ("experiment: playground", "experiment: play", 3, "experiment", "expected one of playground"),
        ("seeds: [0, 7]", "seeds: 0", 4, "seeds", "expected a number from 1 to 100"),
        ("[0, 7]", "[0, 0]", 4, "seeds", "expected each seed once"),
        ("[0, 7]", "[-1]", 4, "seeds", "expected whole numbers"),
        ("units: 6", "unit: 6", 7, "settings.unit", "did you mean units?"),
        ("units: 6", "units: 600", 7, "settings.units", "expected a whole number from 1 to 512, got 600"),
        ("units: 6", "units: [6, 8]", 7, "settings.units", "several values make an axis"),
        ("units: 6", "depth: 6", 7, "settings.depth", "or as an axis, got both"),
        ("units: 6", "hidden: 4:relu", 9, "axes.activation", "or hidden, got both"),
        ("[tanh,", "[tanhh,", 9, "axes.activation", "expected one of"),
        ("[tanh,", "[tanh, tanh,", 9, "axes.activation", "expected each value once"),
        ("to: 4, steps: 4}", "to: 40, steps: 4}", 10, "axes.depth", "expected a whole number from 0 to 12, got 14"),
        ("to: 4, steps: 4}", "to: 4, steps: 1}", 10, "axes.depth.steps", "expected a number from 2 to 100"),
        ("to: 4, steps: 4}", "to: 4}", 10, "axes.depth.steps", "expected the key steps"),
        ("from: 0.25", "from: 0", 11, "axes.weight_scale.scale", "above 0 where the scale is log"),
        ("scale: log", "scale: ln", 11, "axes.weight_scale.scale", "expected linear or log"),
        ("to: 4, steps: 5", "to: 400, steps: 5", 11, "axes.weight_scale", "expected a number from 0 to 100, got 400"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_key(old, new, line, key, words):
    assert old in FILE
    found = refused(FILE.replace(old, new))
    assert [(one[0], one[1]) for one in found] == [(line, key)] and words in found[0][2]


def test_too_many_cells_are_refused():
    many = FILE.replace("{from: 1, to: 4, steps: 4}", "[1, 2, 3]")
    many = many.replace("steps: 5", "steps: 100") + "  learning_rate: {from: 0.1, to: 1, steps: 100}\n"
    ((line, key, message),) = refused(many)
    assert (line, key) == (
        8,
        "axes",
    ) and f"expected at most {MAX_CELLS:,} cells, got 60,000 (2 x 3 x 100 x 100)" in message


@pytest.mark.parametrize(
    ("data", "heads", "line", "words"),
    [
        ("[reg-sine]", "[regression]", 0, "target_loss: expected target_loss"),
        ("[circle, digits]", "[sigmoid]", 4, "(in the cell dataset digits, head sigmoid)"),
        ("[circle, digits]", "[softmax, tanh]", 3, "(in the cell dataset digits, head tanh)"),
    ],
)
def test_settings_that_do_not_fit_together_are_told_with_their_cell(data, heads, line, words):
    text = f"sweep: 1\nexperiment: playground\naxes:\n  dataset: {data}\n  head: {heads}\n"
    ((found, _, message),) = refused(text)
    assert found == line and words in message


def test_values_that_mean_the_same_are_refused_for_nothing_is_computed_twice():
    layers = 'hidden: ["8:relu", "8:relu:0"]'
    ((line, key, message),) = refused(f"sweep: 1\nexperiment: playground\naxes:\n  {layers}\n")
    assert (line, key) == (3, "axes") and "the same in two (hidden 8:relu; and hidden 8:relu:0)" in message


@pytest.mark.parametrize("text", ["", "sweep: 1\n---\nsweep: 1", "- a", "a: &b [1]", "\t"])
def test_what_is_no_sweep_is_refused_and_called_one(text):
    assert refused(text)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**14), 10**14))
def test_a_number_is_read_back_as_it_was_written(number):
    assert value_of(value_text(number)) == number


def test_values_between_two_ends():
    assert spaced(1, 12, 12, "linear") == tuple(range(1, 13))
    assert spaced(0.05, 5, 3, "log") == (0.05, 0.5, 5)
    assert spaced(0, 1, 4, "linear") == (0, 0.333333333333, 0.666666666667, 1)
    assert all(isinstance(value, int) for value in spaced(1, 4, 4, "linear"))

"""The list of tensors: each that walk knows, once, in the order of the step, with the words of its very place."""

import numpy as np
import pytest

from nnviz.engine import (
    Batch,
    Penalty,
    Rules,
    TrainState,
    loss,
    one_hot,
    optimizer,
    train_step,
    walk,
)
from nnviz.engine.tensors import record, tensor
from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.inspection import Step, names_along, open_tensor, tensor_groups
from tests.engine.specimens import FROM_PROBABILITIES, everything, inputs, network
from tests.experiments.run.own_tables import HOUSES, PRICES


def taken(net, **options):
    rules = Rules(loss(options.pop("loss", FROM_PROBABILITIES)), **options)
    return train_step(TrainState.start(net, rules), Batch(inputs(4, 3), one_hot(np.arange(4) % 3, 3)))


def views(made):
    return {view.path: view for group in tensor_groups(made) for view in group.views}


def test_every_tensor_stands_in_the_list_once():
    made = taken(everything(), optimizer=optimizer("adam"))
    paths = [view.path for group in tensor_groups(made) for view in group.views]
    assert sorted(paths) == sorted({view.path for view in walk(made)})


def test_the_story_goes_forward_then_back():
    made = taken(network(3, 4, 3), loss="categorical_cross_entropy")
    assert [(c.phase, c.layer) for c in tensor_groups(made)] == [
        ("forward", None),
        ("forward", 0),
        ("forward", 1),
        ("loss", None),
        ("backward", 1),
        ("backward", 0),
        ("update", None),
        ("update", 0),
        ("update", 1),
    ]


def test_layers_have_the_names_of_the_stage():
    titles = [c.title for c in tensor_groups(taken(everything())) if c.phase == "forward"]
    assert titles == [
        "Input",
        "Hidden 1: dense 3 → 4, tanh",
        "Hidden 1: dropout 0.4",
        "Hidden 2: dense 4 → 5",
        "Hidden 2: PReLU",
        "Output: dense 5 → 3",
        "Output: softmax",
    ]


def test_a_trace_alone_has_names_as_far_as_it_knows_them_and_all_of_them_with_its_network():
    net = network(3, 4, 3)
    trace = net.forward(inputs(4, 3))
    assert [c.title for c in tensor_groups(trace)] == ["Input", "Layer 0: dense 3 → 4, tanh", "Layer 1: dense 4 → 3"]
    assert tensor_groups(Step(None, trace, known=net))[1].title == "Hidden 1: dense 3 → 4, tanh"


def test_parts_of_a_pass_can_be_put_together():
    net = network(3, 4, 3)
    trace = net.forward(inputs(4, 3))
    step = Step(None, trace, gradients=net.backward(trace, np.ones((4, 3))), known=net)
    assert [c.phase for c in tensor_groups(step)] == ["forward"] * 3 + ["backward"] * 2


def test_of_a_run_the_last_step_is_told_and_before_the_first_the_one_to_come():
    fresh = start(RunSettings())
    later = advance(fresh, 3)
    assert np.array_equal(views(fresh)["layers[0].Z"].value, fresh.next_record().trace.layers[0].Z)
    assert views(later)["layers[0].Z"].value is later.last.trace.layers[0].Z


def test_any_record_of_tensors_makes_a_list():
    @record
    class Attention:
        scores: np.ndarray = tensor("S", "S = Q K^T", axes=("query", "key"))

    (group,) = tensor_groups(Attention(np.eye(2)))
    assert group.phase == "tensors" and group.views[0].path == "scores"


@pytest.mark.parametrize(
    ("path", "formula", "line"),
    [
        ("layers[0].A", r"\tanh z", "return np.tanh(Z)"),
        ("layers[0].X", r"A^{[0]} = X", ""),
        ("layers[1].X", r"X^{[2]} = A^{[1]}", ""),
        ("layers[0].dA", r"\mathrm{d}X^{[2]}", ""),
        ("layers[1].dA", r"P_{ij} - Y_{ij}", "dA = (P - Y) / P.shape[-2]"),
        ("dtheta", r"\min(1, 0.5", "clip_by_norm"),
        ("after.memory.v", r"v \leftarrow", "v = "),
        ("after.network.layers[0].W", r"\theta \leftarrow", "theta = theta - "),
    ],
)
def test_formula_and_line_are_those_of_this_place(path, formula, line):
    net = network(3, 4, 3)
    made = taken(net, loss="categorical_cross_entropy", optimizer=optimizer("momentum"), clip_norm=0.5)
    view = views(made)[path]
    assert formula in view.formula and line in view.line
    assert bool(line) == bool(view.line)


def test_a_penalty_that_shrinks_after_the_step_stands_in_formula_and_line():
    made = taken(network(3, 4, 3), loss="categorical_cross_entropy", penalty=Penalty("l2", 0.1, True))
    view = views(made)["after.network.layers[0].W"]
    assert r"\eta \cdot 0.1" in view.formula and "shrunk" in view.line


def test_features_and_classes_name_the_axes_that_are_theirs():
    made = taken(network(3, 4, 3), loss="categorical_cross_entropy")
    step, found, three = Step.of(made), views(made), ("a", "b", "c")

    def names(path, axis, layer):
        return names_along(step, layer, found[path], axis, three, ("x", "y", "z"))

    assert names("X", "feature", None) == names("layers[0].W", "feature", 0) == three
    assert names("loss.Y", "unit", None) == names("layers[1].b", "unit", 1) == ("x", "y", "z")
    assert names("layers[0].W", "unit", 0) == names("layers[1].W", "feature", 1) == names("X", "", None) == ()
    assert names_along(step, 0, found["layers[0].W"], "feature", ("too", "few")) == ()


def test_predictions_and_targets_can_be_opened_in_the_units_of_the_target():
    run = advance(start(RunSettings().with_own(HOUSES), HOUSES), 5)
    opened = open_tensor(run, "own_units.prediction", (1, 0), classes=("price",))
    record = run.last
    np.testing.assert_array_equal(opened.view.value, run.predictions(record.trace.A))
    assert opened.view.line == "prediction = A * scaling.scale + scaling.mean"
    assert opened.written_out.agrees and opened.column_names == ("price",)
    target = open_tensor(run, "own_units.target", (2, 0))
    assert target.written_out.agrees and np.isin(np.round(target.view.value), PRICES).all()


@pytest.mark.parametrize("fields", [{}, {"dataset": "reg-gauss"}])
def test_where_the_network_says_them_in_their_own_units_nothing_is_added(fields):
    run = start(RunSettings().changed(**fields))
    assert not [view.path for group in tensor_groups(run) for view in group.views if "own_units" in view.path]

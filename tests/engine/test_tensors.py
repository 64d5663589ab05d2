"""Every tensor of a pass describes itself: path, symbol, formula, axes, and the line of NumPy that made it."""

import re
from dataclasses import FrozenInstanceError, replace
from inspect import signature
from pathlib import Path

import numpy as np
import pytest

import nnviz.engine
from nnviz.engine import (
    LOSSES,
    OPTIMIZERS,
    Batch,
    Rules,
    TensorSpec,
    TrainState,
    assignment,
    loss,
    one_hot,
    optimizer,
    tensor,
    train_step,
    walk,
)
from nnviz.engine.tensors import record
from tests.engine.specimens import FROM_PROBABILITIES, everything, inputs, network, outputs, targets

X, Y = inputs(4, 3), one_hot(np.arange(4) % 3, 3)
SOURCE = "".join(path.read_text() for path in Path(nnviz.engine.__file__).parent.rglob("*.py"))
SOURCE = re.sub(r"product\(([\w.]+), ([\w.]+)\)", r"\1 @ \2", SOURCE)  # shown as what it is


def step(net, measure=FROM_PROBABILITIES, rule="adam"):
    return train_step(TrainState.start(net, Rules(loss(measure), optimizer(rule))), Batch(X, Y))


def by_path(record):
    return {view.path: view for view in walk(record)}


def test_a_forward_pass_lists_its_tensors_in_the_order_in_which_they_are_made():
    assert [view.path for view in walk(network(3, 4, 2).forward(X))] == [
        "X",
        *("layers[0].X", "layers[0].W", "layers[0].b", "layers[0].Z", "layers[0].A"),
        *("layers[1].X", "layers[1].W", "layers[1].b", "layers[1].Z", "layers[1].A"),
    ]


def test_a_step_lists_forward_loss_backward_update_and_what_the_optimizer_remembers():
    views = by_path(step(everything()))
    for path in ("layers[1].M", "layers[3].slope", "layers[5].A", "loss.losses", "loss.L"):
        assert path in views
    for path in ("layers[5].dX", "layers[3].dslope", "layers[0].dW", "layers[0].db", "dtheta"):
        assert path in views
    assert {"after.memory.v", "after.memory.s", "after.network.layers[0].W"} <= views.keys()
    assert not any(path.startswith("before") for path in views), "the parameters before the step stand in the trace"


def test_every_path_is_listed_once_and_leads_to_its_array():
    made = step(everything())
    views = list(walk(made))
    assert len({view.path for view in views}) == len(views)
    found = by_path(made)
    assert found["layers[2].Z"].value is made.trace.layers[2].Z
    assert found["layers[2].dZ"].value is made.gradients.layers[2].dZ
    assert found["loss.L"].value is made.loss.L
    assert found["after.memory.s"].value is made.after.memory.s


def test_a_step_lists_the_parameters_before_it_once_and_those_after_it():
    made = step(everything())
    views = by_path(made)
    assert not [path for path in views if path.startswith("before.")]
    assert views["layers[0].W"].value is made.before.network.layers[0].W
    assert views["after.network.layers[0].W"].value is made.after.network.layers[0].W


def test_what_a_pass_did_not_compute_is_not_listed():
    evaluated = by_path(everything().forward(X))
    assert "layers[1].M" not in evaluated and "layers[1].A" in evaluated
    assert "layers[0].dX" not in by_path(step(everything()))
    assert "after.memory.v" not in by_path(step(everything(), rule="sgd"))


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_every_tensor_has_a_symbol_a_formula_and_a_name_for_each_axis(rule):
    for view in walk(step(everything(), rule=rule)):
        assert view.symbol and view.formula, view.path
        assert view.formula.count("{") == view.formula.count("}"), view.path
        assert len(view.axes) == np.ndim(view.value), view.path


def test_in_an_ensemble_the_axes_that_are_named_are_the_last_ones():
    for view in walk(step(everything((2, 3)))):
        ndim = np.ndim(view.value)
        shared = view.path in ("X", "layers[0].X", "loss.Y")
        assert ndim - len(view.axes) == (0 if shared else 2), view.path


def test_every_line_stands_in_the_source_of_the_engine():
    lines = {view.line for view in walk(step(everything())) if view.line}
    assert len(lines) > 12
    for line in lines:
        assert line.split(" = ", 1)[1] in SOURCE


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_shows_the_lines_of_its_own_formula(name):
    views = by_path(loss(name).forward(outputs(name, 4, 3), targets(name, 4, 3)))
    assert views["losses"].line.startswith("losses = ")
    assert views["L"].line == "L = losses.sum(-1) / losses.shape[-1]"
    assert ("P" in views) == (LOSSES[name].expects == "logits")
    assert views["losses"].formula == LOSSES[name].latex
    if "P" in views:
        assert views["P"].formula.startswith("P") and "e^" in views["P"].formula


def test_the_shown_lines_give_the_shown_numbers():
    made = step(everything())
    for i, part in enumerate(made.trace.layers):
        views = {view.path: view for view in (*walk(part), *walk(made.gradients.layers[i]))}
        names = {path: view.value for path, view in views.items()} | {"np": np, "need_dX": True}
        if i in (0, 2, 4):
            bend = made.before.network.layers[i].activation
            names |= {"g": bend.f, "dg": bend.df}
        lines = {path: view.line for path, view in views.items() if path in ("Z", "dZ", "dW", "db") and view.line}
        for path, line in lines.items():
            np.testing.assert_array_equal(eval(line.split(" = ", 1)[1], names), views[path].value)
        if "dX" in views and i not in (3,):
            np.testing.assert_array_equal(eval(views["dX"].line.split(" = ", 1)[1], names), views["dX"].value)
        if i in (0, 2, 4):
            assert lines.keys() == {"Z", "dZ", "dW"} | ({"db"} if i != 2 else set()), "layer 2 has no biases"
            assert eval(views["A"].line.split(" = ", 1)[1], names).tolist() == views["A"].value.tolist()


def test_a_dense_layer_shows_the_textbook():
    views = by_path(step(network(3, 4, 3), "mean_squared_error"))
    assert views["layers[1].Z"].line == "Z = X @ W + b[..., None, :]"
    assert views["layers[1].dW"].line == "dW = X.mT @ dZ"
    assert views["layers[1].dZ"].formula == r"\mathrm{d}Z = \mathrm{d}A \odot g'(Z)"
    assert views["layers[1].W"].line == "", "what is given was not computed"


def test_a_declaration_that_no_line_makes_is_refused():
    def makes_something_else():
        other = 1
        return other

    with pytest.raises(ValueError, match="expected .*makes_something_else to assign 'Z', but no line of it does"):
        assignment(makes_something_else, "Z")


def test_a_new_kind_of_record_is_listed_without_any_more_code():
    made = by_path(Cell(np.zeros((4, 2)), (Gate(np.ones(2)), Gate(np.ones(3)))))
    assert list(made) == ["C", "gates[0].F", "gates[1].F"]
    assert made["C"].symbol == "C" and made["C"].axes == ("sample", "unit")
    assert made["gates[1].F"].line == "F = np.ones(n)"


@record
class Gate:
    F: np.ndarray = tensor("F", r"F = \sigma(Z_f)", axes=("unit",), computed_by="Maker.run")


@record
class Cell:
    C: np.ndarray = tensor("C", r"C", axes=("sample", "unit"))
    gates: tuple[Gate, ...] = ()


class Maker:
    def run(self, n):
        F = np.ones(n)
        return Gate(F)


def test_a_field_carries_its_description():
    spec = Gate.__dataclass_fields__["F"].metadata["tensor"]
    assert spec == TensorSpec("F", r"F = \sigma(Z_f)", ("unit",), "Maker.run")


def test_a_record_takes_names_and_defaults_like_any_dataclass_and_cannot_be_changed():
    @record
    class Pair:
        A: np.ndarray
        B: np.ndarray | None = tensor("B", "B", default=None)

        def __post_init__(self) -> None:
            if len(self.A) == 0:
                raise ValueError("expected numbers")

    A = np.ones(2)
    assert Pair(A).B is None and Pair(B=A, A=A).B is A
    assert replace(Pair(A), B=A).B is A
    assert list(signature(Pair).parameters) == ["A", "B"]
    with pytest.raises(TypeError):
        Pair()
    with pytest.raises(ValueError, match="expected numbers"):
        Pair(np.ones(0))
    with pytest.raises(FrozenInstanceError):
        Pair(A).A = A

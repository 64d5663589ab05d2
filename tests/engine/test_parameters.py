"""What can be set about each thing of the engine is listed, and the list is what the engine goes by."""

from dataclasses import fields

import pytest

from nnviz.engine import (
    ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    Parameter,
    activation,
    activation_parameters,
    initializer,
    initializer_parameters,
    loss,
    loss_parameters,
    optimizer,
    optimizer_parameters,
    schedule,
    schedule_parameters,
)

KINDS = {
    "activation": (ACTIVATIONS, activation, activation_parameters),
    "initializer": (INITIALIZERS, initializer, initializer_parameters),
    "optimizer": (tuple(OPTIMIZERS), optimizer, optimizer_parameters),
    "schedule": (tuple(SCHEDULES), schedule, schedule_parameters),
    "loss": (tuple(LOSSES), loss, loss_parameters),
}
EVERY = [(kind, name) for kind, (names, _, _) in KINDS.items() for name in names]
SETTABLE = [(kind, name, p) for kind, name in EVERY for p in KINDS[kind][2](name)]


def values_of(made) -> dict[str, float]:
    """The parameters of a made thing, by name."""
    if hasattr(made, "parameters"):
        return dict(made.parameters)
    return {entry.name: getattr(made, entry.name) for entry in fields(made)}


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_all_that_can_be_set_is_listed_with_its_usual_value(kind, name):
    _, make, parameters = KINDS[kind]
    assert {p.name: p.default for p in parameters(name)} == values_of(make(name))


@pytest.mark.parametrize(("kind", "name", "parameter"), SETTABLE)
def test_the_usual_value_is_legal_and_has_a_meaning(kind, name, parameter):
    assert parameter.allows(parameter.default) and parameter.meaning and parameter.symbol


@pytest.mark.parametrize(("kind", "name", "parameter"), SETTABLE)
def test_the_engine_takes_what_the_list_allows_and_nothing_else(kind, name, parameter):
    make = KINDS[kind][1]
    for value in (-1.0, 0.0, 0.25, 0.5, 1.0, 2.5, 7.0, 1e7, 1e9, 1e300, float("nan"), float("inf")):
        if parameter.allows(value):
            assert values_of(make(name, **{parameter.name: value}))[parameter.name] == value
        else:
            with pytest.raises(ValueError, match=parameter.name):
                make(name, **{parameter.name: value})


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_name_has_no_list(kind):
    with pytest.raises(ValueError, match="got 'nothing'"):
        KINDS[kind][2]("nothing")


def test_bounds_are_told_in_words():
    assert Parameter("a", "a", "", 0.5, at_least=0.0, below=1.0).legal == "a number at least 0 and below 1"
    assert Parameter("a", "a", "", 3, at_least=1.0, whole=True).legal == "a whole number at least 1"


@pytest.mark.parametrize(("value", "allowed"), [(0.0, True), (1.0, False), (-0.1, False), (0.5, True)])
def test_a_bound_below_is_not_reached(value, allowed):
    assert Parameter("a", "a", "", 0.5, at_least=0.0, below=1.0).allows(value) == allowed


@pytest.mark.parametrize(("value", "allowed"), [(2, True), (2.0, True), (2.5, False), (True, False)])
def test_whole_numbers_may_be_written_as_floats(value, allowed):
    assert Parameter("a", "a", "", 2, whole=True).allows(value) == allowed

"""Choices as text: a name or a name with parameters, read and written without loss, refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine import Dense
from nnviz.experiments import HiddenSettings, RunRecipe, RunSettings, advance, start, with_settings
from nnviz.experiments.run.choice import (
    CHOICE_KINDS,
    activation_of,
    canonical,
    in_words,
    initializer_of,
    loss_of,
    name_of,
    optimizer_of,
    schedule_of,
    values_of,
    written,
)
from tests.experiments.run.valid_settings import choices

MAKERS = {
    "activation": activation_of,
    "initializer": initializer_of,
    "optimizer": optimizer_of,
    "schedule": schedule_of,
    "loss": loss_of,
}


@pytest.mark.parametrize("kind", CHOICE_KINDS)
@given(data=st.data())
def test_a_choice_is_written_and_read_without_loss(kind, data):
    text = data.draw(choices(kind))
    assert canonical(kind, text) == text
    assert canonical(kind, written(kind, name_of(text), values_of(kind, text))) == text
    assert not set(text) & set(",:~+ ")


@pytest.mark.parametrize("kind", CHOICE_KINDS)
@given(data=st.data())
def test_what_is_made_has_the_values_that_are_written(kind, data):
    text = data.draw(choices(kind))
    made = MAKERS[kind](text)
    assert made.name == name_of(text)
    found = dict(made.parameters) if hasattr(made, "parameters") else vars(made)
    assert found == values_of(kind, text)


@pytest.mark.parametrize(
    ("kind", "text", "canonically"),
    [
        ("optimizer", "adam(beta1=0.9)", "adam"),
        ("optimizer", "adam()", "adam"),
        ("optimizer", "adam(beta2=0.5;beta1=0.8)", "adam(beta1=0.8;beta2=0.5)"),
        ("optimizer", "adam( beta1 = 8e-1 ;)", "adam(beta1=0.8)"),
        ("schedule", "step(every=200.0)", "step(every=200)"),
        ("activation", "prelu(slope=1e+20)", "prelu(slope=1e20)"),
        ("activation", "relu(slope_at_zero=0.5)", "relu(slope_at_zero=0.5)"),
        ("initializer", "constant(value=0;bias=0)", "constant(value=0;bias=0)"),
    ],
)
def test_equal_choices_become_equal_texts(kind, text, canonically):
    assert canonical(kind, text) == canonically


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("optimizer", "lion", "expected one of sgd, momentum, .*got 'lion'"),
        ("optimizer", "lion(beta1=1)", "expected one of sgd, momentum, .*got 'lion'"),
        ("optimizer", "adam(beta1=1)", "expected beta1 of Adam from 0 up to, but not including, 1, got 1.0"),
        ("optimizer", "adam(beta1=nan)", "expected beta1 of Adam"),
        ("optimizer", "adam(rate=1)", r"parameters of adam \(only beta1, beta2, epsilon\), got 'rate'; leave it out"),
        ("optimizer", "sgd(momentum=0.9)", r"parameters of sgd \(none\), got 'momentum'"),
        ("optimizer", "adam(beta1=0.8;beta1=0.7)", "each parameter of adam once, got beta1 twice"),
        ("optimizer", "adam(beta1)", r"expected adam\(parameter=number;parameter=number\), got 'beta1'"),
        ("optimizer", "adam(beta1=fast)", "got 'beta1=fast' in the brackets"),
        ("optimizer", "adam(beta1=0.8", r"expected adam or adam\(parameter=number;parameter=number\), got"),
        ("optimizer", "adam(beta1=0.8)(beta1=0.8)", "expected adam or adam"),
        ("schedule", "step(every=2.5)", "expected every of the step schedule from 1 to 1e.07, as a whole number"),
        ("activation", "leaky_relu(slope=0)", "expected slope of leaky ReLU to be a number above 0 and at most 1"),
        ("activation", "relu(slope_at_zero=0.3)", "one of 0, 0.5, 1, got 0.3"),
        ("initializer", "normal(std=-1)", "expected std of normal to be a number at least 0"),
        ("loss", "huber(delta=0)", "expected a positive finite delta, got 0.0"),
        ("loss", "huber(delta=inf)", "expected a positive finite delta, got inf"),
    ],
)
def test_what_is_not_legal_is_refused_with_what_would_be(kind, text, message):
    with pytest.raises(ValueError, match=message):
        canonical(kind, text)


def test_a_choice_in_words():
    assert in_words("adam(beta1=0.8;beta2=0.5)") == "adam (beta1 0.8, beta2 0.5)"
    assert in_words("he_normal") == "he_normal"


def test_a_value_that_is_left_empty_is_the_usual_one():
    assert written("optimizer", "adam", {"beta1": None, "beta2": 0.5}) == "adam(beta2=0.5)"


def test_the_network_and_the_rules_are_made_with_the_parameters():
    settings, messages = RunSettings.from_query(
        {
            "dataset": "reg-plane",
            "hidden": "3:leaky_relu(slope=0.2):0.1,2:elu(alpha=2)",
            "initializer": "constant(value=0.3;bias=-0.1)",
            "loss": "huber(delta=0.5)",
            "optimizer": "momentum(momentum=0.5)",
            "schedule": "cosine(steps=100;warm_up=10)",
        }
    )
    assert messages == ()
    state = start(settings).state
    dense = [layer for layer in state.network.layers if isinstance(layer, Dense)]
    assert [dict(layer.activation.parameters) for layer in dense] == [{"slope": 0.2}, {"alpha": 2.0}, {}]
    assert (dense[0].W == 0.3).all() and (dense[0].b == -0.1).all()
    assert state.rules.loss == loss_of("huber(delta=0.5)")
    assert state.rules.optimizer == optimizer_of("momentum(momentum=0.5)")
    assert (state.rules.schedule.steps, state.rules.schedule.warm_up) == (100, 10)
    assert settings.loss_name == "huber"


def test_an_optimizer_parameter_changes_on_the_way_and_weights_and_memory_stay():
    run = advance(start(RunSettings(optimizer="adam")), 5)
    changed = with_settings(run, run.settings.changed(optimizer="adam(beta1=0.5)", schedule="step(every=7)"))
    assert changed.state.network.theta is run.state.network.theta
    assert changed.state.memory is run.state.memory
    assert changed.state.rules.optimizer.beta1 == 0.5 and changed.state.rules.schedule.every == 7


def test_a_parameter_of_an_activation_begins_anew():
    before = RunSettings(hidden=(HiddenSettings(activation="elu"),))
    assert before.must_restart(before.changed(hidden=({"activation": "elu(alpha=2)"},)))


def test_a_change_of_a_parameter_on_the_way_stands_in_the_address_of_the_recipe():
    recipe = RunRecipe(RunSettings(optimizer="adam")).with_fields(20, optimizer="adam(beta1=0.5;epsilon=1e-06)").at(30)
    query = recipe.to_query()
    assert query["changes"] == "20:optimizer:adam(beta1=0.5;epsilon=1e-06)"
    assert RunRecipe.from_query(query) == (recipe, ())


def test_a_wrong_parameter_in_an_address_is_left_out_and_told():
    settings, messages = RunSettings.from_query(
        {"optimizer": "adam(beta1=2)", "hidden": "8:elu(alpha=-1)", "seed": "3"}
    )
    assert settings == RunSettings(seed=3)
    assert "optimizer=adam(beta1=2) was left out: expected beta1 of Adam from 0 up to" in " ".join(messages)
    assert "hidden=8:elu(alpha=-1) was left out: entry 1, activation: expected alpha of ELU" in " ".join(messages)


def test_a_loss_with_parameters_that_the_new_head_does_not_admit_falls_back_to_the_usual_one():
    before = RunSettings(head="tanh", loss="huber(delta=0.5)")
    assert before.changed(head="sigmoid").loss is None
    assert before.changed(dataset="xor").loss == "huber(delta=0.5)"


def test_a_loss_with_parameters_that_does_not_fit_is_refused_with_those_that_do():
    with pytest.raises(ValueError, match="'huber' does not fit the head 'sigmoid'; choose binary_cross_entropy"):
        RunSettings(loss="huber(delta=2)")

"""Settings of pages: to the address and back, and what is bad is dropped with a reason."""

from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from nnviz.engine import ACTIVATIONS
from nnviz.experiments.activation_functions.settings import ActivationSettings
from nnviz.experiments.address.record import AddressRecord, NotInAddress, OldKeys
from nnviz.experiments.forward_pass.settings import ForwardSettings
from nnviz.experiments.gradient_descent.settings import DescentSettings
from nnviz.experiments.loss.settings import LossSettings
from nnviz.experiments.softmax.settings import DEFAULT_CLASS_NAMES, SoftmaxSettings

HUNDREDTHS = st.integers(-300, 300).map(lambda n: n / 100)


@given(
    st.lists(st.sampled_from(ACTIVATIONS), min_size=1, max_size=4, unique=True),
    st.booleans(),
    HUNDREDTHS,
    HUNDREDTHS,
)
def test_activation_settings_survive_the_address(names, together, z, w1):
    settings = ActivationSettings(functions=tuple(names), one_plot=together, z=z, w1=w1)
    assert ActivationSettings.from_query(settings.to_query()) == (settings, ())


@given(st.integers(2, 10), st.data())
def test_softmax_settings_survive_the_address(n, data):
    z = tuple(data.draw(st.lists(HUNDREDTHS, min_size=n, max_size=n)))
    settings = SoftmaxSettings(
        class_names=DEFAULT_CLASS_NAMES[:n], z=z, target=data.draw(st.integers(0, n - 1)), temperature_step=3
    )
    assert SoftmaxSettings.from_query(settings.to_query()) == (settings, ())


def test_defaults_leave_the_address_clean():
    assert ActivationSettings().to_query() == {}
    assert SoftmaxSettings().to_query() == {}


@pytest.mark.parametrize(
    ("kind", "query", "words"),
    [
        (ActivationSettings, {"functions": "relu,cubic"}, "expected one of sigmoid, relu"),
        (ActivationSettings, {"functions": "relu,relu"}, "each function once"),
        (ActivationSettings, {"functions": "sigmoid:3"}, "has no parameter"),
        (ActivationSettings, {"functions": "leaky_relu:x"}, "expected a number"),
        (ActivationSettings, {"z": "7"}, "expected a number from -6 to 6, got '7'; the usual value is 1"),
        (ActivationSettings, {"z": "nan"}, "z=nan was left out"),
        (SoftmaxSettings, {"z": "1,2"}, "expected 3 logits"),
        (SoftmaxSettings, {"z": "1,2,inf"}, "entry 3: expected a finite number, got 'inf'"),
        (SoftmaxSettings, {"z": "1,2,21"}, "expected logits from"),
        (SoftmaxSettings, {"target": "5"}, "expected a target from 0 to 2"),
        (SoftmaxSettings, {"names": "a,a"}, "every class once"),
        (SoftmaxSettings, {"source": "mnist"}, "source=mnist was left out"),
    ],
)
def test_a_bad_parameter_is_dropped_with_its_reason(kind, query, words):
    settings, messages = kind.from_query(query)
    assert settings == kind()
    assert len(messages) == 1
    assert words in messages[0]


def test_good_parameters_beside_a_bad_one_are_kept():
    settings, messages = ActivationSettings.from_query({"z": "-2.5", "w1": "99", "stranger": "1"})
    assert settings.z == -2.5
    assert len(messages) == 1


def test_another_choice_of_functions_keeps_the_parameter_of_those_that_stay():
    settings = ActivationSettings(functions=("relu", "leaky_relu:0.2"))
    assert settings.with_functions(["leaky_relu", "tanh"]).functions == ("leaky_relu:0.2", "tanh")
    assert settings.with_parameter("relu", 0.5).activations[0].parameters == (("slope_at_zero", 0.5),)


def test_more_classes_keep_the_names_and_logits_that_are_there():
    settings = SoftmaxSettings(class_names=("ant", "bee", "cow"), z=(3.0, 2.0, 1.0), target=2)
    assert settings.with_n_classes(4).class_names == ("ant", "bee", "cow", "cat")
    assert settings.with_n_classes(4).z[:3] == (3.0, 2.0, 1.0)
    assert settings.with_n_classes(2).target == 1


class Renamed(AddressRecord):
    """A page of which one key was renamed twice, and one field is in no address."""

    activation: Annotated[str, OldKeys("bend", "nonlinearity")] = "relu"
    rate: float = Field(0.1, gt=0.0)
    hidden: Annotated[str, NotInAddress()] = ""


@pytest.mark.parametrize("key", ["activation", "bend", "nonlinearity"])
def test_an_old_key_reads_as_the_present_one_and_is_never_written(key):
    settings, messages = Renamed.from_query({key: "tanh"})
    assert (settings, messages) == (Renamed(activation="tanh"), ())
    assert settings.to_query() == {"activation": "tanh"}


def test_where_a_key_stands_beside_its_old_one_the_present_one_counts():
    settings, messages = Renamed.from_query({"bend": "tanh", "activation": "elu"})
    assert settings.activation == "elu"
    assert messages == ("bend=tanh was left out: the address holds activation too",)


def test_a_message_names_the_key_that_stands_in_the_address():
    _, messages = Numbers.from_query({"speed": "-1"})
    assert messages == ("speed=-1 was left out: expected a number above 0, got '-1'; the usual value is 0.1",)


class Numbers(AddressRecord):
    """A page with a renamed number."""

    rate: Annotated[float, OldKeys("speed")] = Field(0.1, gt=0.0)


def test_what_is_foreign_leaves_out_present_and_old_keys():
    query = {"activation": "a", "bend": "b", "nonlinearity": "c", "rate": "1", "hidden": "x", "lesson": "3"}
    assert Renamed.foreign(query) == {"lesson": "3"}


def test_a_field_that_no_address_holds_is_neither_read_nor_written():
    assert Renamed.from_query({"hidden": "x"}) == (Renamed(), ())
    assert Renamed(hidden="x").to_query() == {}


def test_parameters_that_fit_only_together_are_taken_together():
    query = {"cat": "1", "other": "8"}
    assert ForwardSettings.from_query(query) == (ForwardSettings(cat=1, other=8), ())
    settings, messages = ForwardSettings.from_query(query | {"unit": "99"})
    assert (settings, len(messages)) == (ForwardSettings(cat=1, other=8), 1)


def test_what_does_not_fit_is_left_out_and_all_that_fits_is_kept():
    settings, messages = ForwardSettings.from_query({"cat": "1", "other": "2", "data": "pair", "own": "1,2,3"})
    assert settings == ForwardSettings(cat=1, other=2)
    assert len(messages) == 1 and messages[0].startswith("own=1,2,3 was left out: expected no typed features for pair")


def test_a_parameter_that_is_too_long_is_not_even_read():
    settings, messages = ActivationSettings.from_query({"functions": "relu," * 1000, "z": "2"})
    assert settings == ActivationSettings(z=2.0)
    assert len(messages) == 1 and "expected at most 4,000 characters, got 5,000; write less" in messages[0]


def test_a_value_of_the_past_is_read_as_the_present_one_and_never_written():
    settings, messages = DescentSettings.from_query({"run": "runs away"})
    assert (settings.run, messages) == ("diverging", ())
    assert settings.to_query() == {"run": "diverging"}
    assert LossSettings.from_query({"family": "number"})[0].to_query() == {"task": "regression"}

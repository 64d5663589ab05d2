"""Settings of pages: to the address and back, and what is bad is dropped with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine import ACTIVATIONS
from nnviz.experiments.activation_functions.settings import ActivationSettings
from nnviz.experiments.softmax.settings import OWN_NAMES, SoftmaxSettings

HUNDREDTHS = st.integers(-300, 300).map(lambda n: n / 100)


@given(
    st.lists(st.sampled_from(ACTIVATIONS), min_size=1, max_size=4, unique=True),
    st.booleans(),
    HUNDREDTHS,
    HUNDREDTHS,
)
def test_activation_settings_survive_the_address(names, together, z, w1):
    settings = ActivationSettings(functions=tuple(names), together=together, z=z, w1=w1)
    assert ActivationSettings.from_query(settings.to_query()) == (settings, ())


@given(st.integers(2, 10), st.data())
def test_softmax_settings_survive_the_address(n, data):
    z = tuple(data.draw(st.lists(HUNDREDTHS, min_size=n, max_size=n)))
    settings = SoftmaxSettings(names=OWN_NAMES[:n], z=z, target=data.draw(st.integers(0, n - 1)), heat=3)
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
    settings = SoftmaxSettings(names=("ant", "bee", "cow"), z=(3.0, 2.0, 1.0), target=2)
    assert settings.with_count(4).names == ("ant", "bee", "cow", "cat")
    assert settings.with_count(4).z[:3] == (3.0, 2.0, 1.0)
    assert settings.with_count(2).target == 1

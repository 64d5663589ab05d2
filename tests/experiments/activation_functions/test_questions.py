"""The questions of the activation page have one true answer, for all activations, inputs and weights."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine import ACTIVATIONS, activation
from nnviz.experiments.activation_functions.one_neuron import neuron
from nnviz.experiments.activation_functions.questions import input_question, product_question
from nnviz.experiments.activation_functions.settings import ActivationSettings

tenths = st.integers(-30, 30).map(lambda k: k / 10)
pairs = st.tuples(tenths, tenths)


@given(pairs, pairs, tenths, st.sampled_from(ACTIVATIONS))
def test_a_weight_behind_an_input_of_zero_is_asked_about_only_where_the_other_learns(x, w, b, name):
    g = activation(name)
    others = [neuron(inputs, w, b, g).gradients.dW[other, 0] for inputs, other in (((0.0, x[1]), 1), ((x[0], 0.0), 0))]
    question = input_question(x, w, b, g)
    assert (question is not None) == any(slope != 0.0 for slope in others)
    assert question is None or question.answer == "not at all"


def test_relu_blocks_at_the_first_input_of_the_opened_page_so_the_second_is_asked_about():
    now = ActivationSettings()
    x, w = (now.x1, now.x2), (now.w1, now.w2)
    assert neuron((0.0, now.x2), w, now.b, activation("relu")).gradients.dW.tolist() == [[0.0], [0.0]]
    question = input_question(x, w, now.b, activation("relu"))
    assert "the input x₂ is set to 0" in question.text
    assert "dw₂ = x₂ dz = 0 and dw₁ = x₁ dz = 1.000" in question.because


def test_where_relu_blocks_both_nothing_is_asked():
    assert input_question((1.0, 1.0), (0.0, 0.0), -1.0, activation("relu")) is None


def test_ten_sigmoids_let_a_millionth_through():
    assert product_question().answer == "about a millionth"
    assert 0.25**10 == pytest.approx(9.5e-7, rel=0.01)

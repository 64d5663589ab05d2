"""What the activation page concludes is what its settings give."""

import math

import pytest

from nnviz.engine import ACTIVATIONS
from nnviz.experiments.activation_functions.conclusions import conclusions
from nnviz.experiments.activation_functions.elementwise import layer_on_samples
from nnviz.experiments.activation_functions.settings import ActivationSettings
from nnviz.experiments.inspection.formula import power


def test_the_opened_page_concludes_with_its_own_numbers():
    now = ActivationSettings()
    slopes, chain, neuron, matrix = conclusions(now, layer_on_samples("iris", now.activations[0]))
    assert "At z = 1.00" in slopes and "ReLU 1, sigmoid 0.1966, leaky ReLU (0.1) 1." in slopes
    a, left = 1.0, 1.0
    for _ in range(20):
        a = 1.0 / (1.0 + math.exp(-a))
        left *= a * (1.0 - a)
    assert f"ReLU 1, sigmoid {power(left)}, leaky ReLU (0.1) 1." in chain
    assert "z = 0.5, a = 0.5 by ReLU" in neuron and "dw₁ = 1, dw₂ = −0.5" in neuron
    assert "the slope is 0 in 24 of them" in matrix


def test_a_flat_zone_is_named():
    slopes = conclusions(ActivationSettings(z=-6.0), None)[0]
    assert slopes.endswith("Almost no gradient passes through ReLU and sigmoid there.")


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("z", [-6.0, 0.0, 6.0])
def test_every_activation_concludes_in_finite_words(name, z):
    text = " ".join(conclusions(ActivationSettings(functions=(name,), z=z), None))
    assert "nan" not in text and "float" not in text

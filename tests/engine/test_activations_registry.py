"""The registry of activations: names, parameters, refusals, and what a record says about itself."""

import pickle

import numpy as np
import pytest

from nnviz.engine.activations import ACTIVATIONS, activation, activation_parameters


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_name_leads_to_an_activation_of_that_name_with_its_usual_parameters(name: str) -> None:
    g = activation(name)
    assert g.name == name
    assert g.parameters == tuple((p.name, p.default) for p in activation_parameters(name))


def test_the_course_compares_sigmoid_relu_and_leaky_relu_first() -> None:
    assert ACTIVATIONS[:3] == ("sigmoid", "relu", "leaky_relu")


@pytest.mark.parametrize("name", ["ReLU", "", "swish", None, ["relu"]])
def test_an_unknown_name_is_refused_with_the_known_ones(name: object) -> None:
    with pytest.raises(ValueError, match="expected an activation, one of sigmoid, relu, .* got"):
        activation(name)  # type: ignore[arg-type]


def test_a_near_miss_is_told_what_was_probably_meant() -> None:
    with pytest.raises(ValueError, match="did you mean 'leaky_relu'"):
        activation("Leaky ReLU")


def test_an_unknown_parameter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"leaky ReLU \(only slope\), got 'alpha'"):
        activation("leaky_relu", alpha=0.1)
    with pytest.raises(ValueError, match=r"tanh \(none\), got 'slope'"):
        activation("tanh", slope=0.1)


@pytest.mark.parametrize("value", [0.0, -0.1, 1.5, np.nan, np.inf, "0.1", None, True, 10**400])
def test_an_illegal_slope_is_refused_with_the_legal_range(value: object) -> None:
    with pytest.raises(ValueError, match="above 0 and at most 1, got .* the usual value is 0.01"):
        activation("leaky_relu", slope=value)  # type: ignore[arg-type]


def test_the_slope_of_relu_at_zero_is_one_of_three() -> None:
    for value in (0.0, 0.5, 1.0):
        g = activation("relu", slope_at_zero=value)
        assert g.df(np.zeros(3), g.f(np.zeros(3))).tolist() == [value] * 3
    with pytest.raises(ValueError, match=r"one of 0, 0\.5, 1, got 0\.3"):
        activation("relu", slope_at_zero=0.3)


def test_activations_are_equal_when_their_names_and_parameters_are() -> None:
    assert activation("leaky_relu", slope=0.1) == activation("leaky_relu", slope=np.float64(0.1))
    assert activation("leaky_relu", slope=0.1) != activation("leaky_relu", slope=0.2)
    assert hash(activation("relu")) == hash(activation("relu"))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_survives_pickling(name: str) -> None:
    g = activation(name)
    copy = pickle.loads(pickle.dumps(g))
    assert copy == g
    np.testing.assert_array_equal(copy.f(np.array([-1.5, 2.0])), g.f(np.array([-1.5, 2.0])))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_shows_the_numpy_lines_that_it_runs(name: str) -> None:
    g = activation(name)
    for lines in (g.f_lines, g.df_lines):
        assert "return " in lines
        assert '"""' not in lines
        compile("def shown(Z, A, slope=0, slope_at_zero=0):\n" + _indented(lines), name, "exec")


def _indented(lines: str) -> str:
    return "\n".join("    " + line for line in lines.splitlines())


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_has_a_formula_with_balanced_braces_and_a_source_with_a_year(name: str) -> None:
    g = activation(name)
    for latex, begins in ((g.latex, "g(z) = "), (g.dlatex, "g'(z) = ")):
        assert latex.startswith(begins)
        assert latex.count("{") == latex.count("}")
        assert latex.count(r"\begin") == latex.count(r"\end")
    assert any(word.strip(",;").isdigit() and len(word.strip(",;")) == 4 for word in g.source.split())

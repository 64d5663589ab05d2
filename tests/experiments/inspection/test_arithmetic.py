"""Expressions with numbers in place of their names."""

import ast
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from nnviz.engine import Optimizer
from nnviz.engine.optimizers import Memory
from nnviz.experiments.inspection.arithmetic import Numbers
from nnviz.experiments.inspection.rules.optimizer import ParameterStep, new_theta, remembered

NUMBERS = Numbers({"a": 0.5, "b": -2.0, "c": 4.0, "self.k": 3.0}, {"self.k"})


@pytest.mark.parametrize(
    ("expression", "texts", "values"),
    [
        ("a + b", ["0.5", "-2"], [0.5, -2.0]),
        ("a - b", ["0.5", "-(-2)"], [0.5, 2.0]),
        ("self.k * b", [r"3 \cdot (-2)"], [-6.0]),
        ("b * (1.0 - self.k)", [r"-2 \cdot (-2)"], [4.0]),
        ("self.k * b * b", [r"3 \cdot (-2)^2"], [12.0]),
        ("b * b", ["(-2)^2"], [4.0]),
        ("a - self.k * b / (np.sqrt(c) + self.k)", ["0.5", r"-3 \cdot \frac{-2}{\sqrt{4} + 3}"], [0.5, 1.2]),
        ("self.k * (a + self.k * b)", [r"3 \cdot \big(0.5 + 3 \cdot (-2)\big)"], [-16.5]),
        ("1.0 / c", [r"\frac{1}{4}"], [0.25]),
    ],
)
def test_terms_are_written_with_their_numbers(expression, texts, values):
    terms = NUMBERS.terms(ast.parse(expression, mode="eval").body)
    assert [value for _, value in terms] == pytest.approx(values)
    assert [text for text, _ in terms] == texts


def test_what_is_no_arithmetic_is_refused():
    with pytest.raises(ValueError, match=r"expected sums, .* got np.sign\(a\)"):
        NUMBERS.value(ast.parse("np.sign(a)", mode="eval").body)


@dataclass(frozen=True)
class Averaged(Optimizer):
    """Steps along the mean of the gradient and the last one: an optimizer that no other module has heard of."""

    name: ClassVar[str] = "averaged"
    title: ClassVar[str] = "Averaged"
    formulas: ClassVar[tuple[str, ...]] = (r"v \leftarrow g", r"\theta \leftarrow \theta - \eta\, (g + v) / 2")
    source: ClassVar[str] = "here"

    def start(self, theta):
        return Memory(0, v=np.zeros_like(theta))

    def step(self, theta, dtheta, memory, learning_rate):
        v = dtheta
        return np.subtract(theta, learning_rate * (dtheta + memory.v) / 2.0), Memory(memory.t + 1, v=v)


def test_a_new_optimizer_is_written_out_without_a_line_about_it():
    one = ParameterStep(theta=1.0, g=0.5, rate=0.1, before={"v": 0.25}, after={"v": 0.5}, t=2)
    assert remembered(Averaged(), "v", one, 3) == ("g_{3}", (("0.5", 0.5),))
    rule, terms = new_theta(Averaged(), one, "W_{0,1}")
    assert rule == r"W_{0,1} - \eta\, (g + v) / 2"
    after, _ = Averaged().step(np.array(1.0), np.array(0.5), Memory(1, v=np.array(0.25)), 0.1)
    assert sum(value for _, value in terms) == after

"""Numbers put into formulas and into running text."""

import pytest

from nnviz.ui.widgets.formula import filled, power


@pytest.mark.parametrize(
    ("latex", "value", "expected"),
    [
        (r"g(z) = \max(0, z)", "2.00", r"g({2.00}) = \max(0, {2.00})"),
        (r"\frac{1}{1 + e^{-z}}", "-1.50", r"\frac{1}{1 + e^{-{(-1.50)}}}"),
        (r"\zeta + size", "3", r"\zeta + size"),
    ],
)
def test_the_symbol_and_nothing_else_becomes_its_number(latex, value, expected):
    assert filled(latex, "z", value) == expected


@pytest.mark.parametrize(
    ("x", "text"), [(0.0, "0"), (0.25, "0.25"), (0.25**10, "9.5 · 10⁻⁷"), (-3e9, "−3 · 10⁹"), (float("inf"), "inf")]
)
def test_a_power_of_ten_is_written_as_one(x, text):
    assert power(x) == text

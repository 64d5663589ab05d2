"""Numbers put into formulas and into running text."""

import pytest

from nnviz.experiments.inspection.formula import counted, factor, filled, number, percent, power, size, term


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


@pytest.mark.parametrize(
    ("x", "in_latex", "for_its_size"),
    [
        (0.0, "0", "0"),
        (-0.0, "0", "-0"),
        (0.123456, "0.1235", "0.123"),
        (-1234.5, "-1234", "-1234"),
        (12345.0, r"1.234 \cdot 10^{4}", r"1.2 \cdot 10^{4}"),
        (0.00012345, "0.0001234", r"1.2 \cdot 10^{-4}"),
        (float("-inf"), r"-\infty", r"-\infty"),
        (float("nan"), r"\text{NaN}", r"\text{NaN}"),
    ],
)
def test_a_number_in_a_formula_is_exact_to_its_digits_or_short_for_its_size(x, in_latex, for_its_size):
    assert number(x) == in_latex and size(x) == for_its_size


def test_a_negative_number_behind_a_sign_stands_in_brackets():
    assert (factor(-0.5), factor(0.5), term(-0.5), term(2.0)) == ("(-0.5)", "0.5", "(−0.5)", "2")


@pytest.mark.parametrize(("share", "text"), [(0.0, "0 %"), (0.5, "50 %"), (0.0123, "1 %"), (0.0046, "0.5 %")])
def test_a_share_is_written_in_per_cent(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("n", "words", "text"),
    [
        (1, ("false alarm",), "1 false alarm"),
        (0, ("false alarm",), "0 false alarms"),
        (2000, ("loss", "losses"), "2,000 losses"),
        (1, ("loss", "losses"), "1 loss"),
    ],
)
def test_a_count_stands_with_its_noun_in_the_right_number(n, words, text):
    assert counted(n, *words) == text

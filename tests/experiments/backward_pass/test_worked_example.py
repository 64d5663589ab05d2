"""Mazur 2015, A Step by Step Backpropagation Example: every printed number, digit by digit."""

import pytest

from nnviz.experiments.backward_pass.worked_comparison import compare_numbers, error_after
from nnviz.experiments.backward_pass.worked_example import ERROR_AFTER, PUBLISHED_NUMBERS


@pytest.mark.parametrize("row", compare_numbers(), ids=lambda row: row.published.symbol)
def test_a_printed_number_comes_out_in_every_digit(row):
    assert row.agrees, f"{row.published.symbol}: printed {row.published.value}, computed {row.value:.12f}"


def test_twenty_numbers_are_compared():
    assert len(compare_numbers()) == len(PUBLISHED_NUMBERS) == 20


def test_the_error_before_is_the_printed_one():
    (before,) = [row for row in compare_numbers() if row.published.symbol == "E total"]
    assert f"{before.value:.9f}" == "0.298371109"


def test_the_printed_error_after_is_what_an_update_that_comes_too_early_gives():
    assert f"{error_after(too_early=True):.9f}" == ERROR_AFTER == "0.291027924"


def test_the_right_order_gives_another_error_from_the_seventh_digit_on():
    """Forty-digit arithmetic from the article's printed new weights gives it too."""
    assert f"{error_after():.9f}" == "0.291027774"

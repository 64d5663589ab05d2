"""Typed numbers: read, or refused with a sentence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.datasets.matrix_text import parse_matrix


@pytest.mark.parametrize("text", ["1 -2 0.5; 3 0 1e2", "1,-2,0.5\n3,0,100", " 1 , \N{MINUS SIGN}2 .5 ;; 3 0 100 \n"])
def test_rows_stand_on_lines_or_between_semicolons(text):
    np.testing.assert_array_equal(parse_matrix(text), [[1.0, -2.0, 0.5], [3.0, 0.0, 100.0]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "got nothing"),
        ("1 2; 3", "2 numbers in row 1 and 1 in row 2"),
        ("1 two 3", "got 'two' in row 1"),
        ("1 nan", "finite number"),
        ("1e999", "finite number"),
        ("1 " * 13, "at most 12 rows of 12 numbers, got 1 of 13"),
    ],
)
def test_nonsense_is_refused_with_a_reason(text, words):
    with pytest.raises(ValueError, match=words):
        parse_matrix(text)


@given(st.text(max_size=60))
def test_any_text_gives_a_finite_matrix_or_a_value_error(text):
    try:
        Z = parse_matrix(text)
    except ValueError:
        return
    assert Z.ndim == 2
    assert np.isfinite(Z).all()

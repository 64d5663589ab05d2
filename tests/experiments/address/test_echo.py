"""An echo is short, on one line and shows what is invisible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments.address.echo import echo


@given(st.text() | st.integers() | st.floats() | st.tuples(st.text()))
def test_an_echo_is_one_short_line(value):
    text = echo(value)
    assert len(text) <= 40 and text.isprintable()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("relu", "relu"),
        ("a\nb", "a\\nb"),
        ("\x00", "\\x00"),
        ("\u202e", "\\u202e"),
        ("Über 狗", "Über 狗"),
        (0.1, "0.1"),
        ((1, 2), "(1, 2)"),
    ],
)
def test_what_is_invisible_is_written_as_an_escape(value, text):
    assert echo(value) == text


def test_of_a_long_text_the_beginning_and_the_end_are_shown():
    assert echo("a" * 50 + "z" * 50) == "a" * 19 + "…" + "z" * 19
    assert echo("0123456789", 5) == "01…89"


def test_a_number_of_more_digits_than_python_writes_is_told_in_words():
    assert echo(10**5000) == "a very large number"

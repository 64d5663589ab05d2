"""Values as text: numbers lose nothing, and everything else comes back as it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments.address.codecs import number_text, one_of, split_text, value_text
from tests.experiments.address.records import RECORDS, room


@given(st.floats(allow_nan=False) | st.integers())
def test_a_number_comes_back_as_it_was(value):
    assert type(value)(number_text(value)) == value
    assert "+" not in number_text(value), "an address turns a plus sign into a space"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1234567, "0.1234567"),
        (1.0, "1"),
        (np.float64(0.1), "0.1"),
        (1e300, "1e300"),
        (7, "7"),
        (True, "True"),
        (None, ""),
        ((), ""),
        ((1.5, 2.0), "1.5,2"),
        (("a", "b"), "a,b"),
    ],
)
def test_a_value_is_written_in_its_shortest_form(value, text):
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("text", "annotation", "parts"),
    [
        ("1,,2,", tuple[int, ...], ("1", "2")),
        ("", tuple[int, ...], ()),
        ("", int | None, None),
        ("3", int | None, "3"),
        ("", tuple[int, ...] | None, None),
        ("1,2", tuple[int, ...] | None, ("1", "2")),
        ("1,2", str, "1,2"),
    ],
)
def test_a_text_is_parted_as_its_type_wants_it(text, annotation, parts):
    assert split_text(text, annotation) == parts


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="expected one of a, b, got 'c'; choose one of them"):
        one_of("c", ("a", "b"))


NUMBERS = (
    0.1234567,
    0.01234567,
    0.7654321,
    1 / 3,
    0.123456789012345,
    2.5000000000000004,
    -0.1234567,
    12.345678901234567,
    123.4567890123,
)


@pytest.mark.parametrize("kind", RECORDS, ids=room)
def test_every_number_of_every_record_keeps_its_full_precision_in_an_address(kind):
    names = [name for name, field in kind.model_fields.items() if isinstance(field.default, float)]
    for name in names:
        taken = 0
        for value in NUMBERS:
            try:
                settings = kind().changed(**{name: value})
            except ValueError:
                continue
            found, messages = kind.from_query(settings.to_query())
            assert (getattr(found, name), messages) == (value, ()), name
            taken += 1
        assert taken, name

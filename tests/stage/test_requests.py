"""What the browser sends is read with care: anything may come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.stage import Command, Need


def test_a_need_is_read():
    assert Need.read({"scene": 3, "have": 20, "shown": 12, "n": 99}) == Need(3, 20, 12, 99)


def test_what_is_missing_in_a_need_means_that_nothing_is_there():
    assert Need.read({}) == Need(scene=0, have=-1, shown=-1, n=0)


def test_a_command_is_read():
    assert Command.read({"name": "step", "value": 3, "shown": 12, "n": 5}) == Command("step", 3.0, 12, 5)


def test_a_command_may_carry_a_place():
    command = Command.read({"name": "sample", "value": {"x": 1.5, "y": -2.0}, "shown": 0, "n": 5})
    assert command is not None and command.value == {"x": 1.5, "y": -2.0}


@pytest.mark.parametrize("value", [None, 3, "play", [], {}, {"name": "explode"}, {"name": ["play"]}])
def test_what_is_no_command_is_none(value):
    assert Command.read(value) is None


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), "7", None, True, [1]])
def test_odd_numbers_count_as_missing(odd):
    need = Need.read({"scene": odd, "have": odd})
    assert need == Need(0, -1, -1, 0)


json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional={k: json for k in ("name", "value", "scene", "have", "shown", "n")}))
def test_nothing_that_json_can_say_raises(value):
    assert isinstance(Need.read(value), Need)
    assert Command.read(value) is None or isinstance(Command.read(value), Command)

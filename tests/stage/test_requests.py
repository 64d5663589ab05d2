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


EDIT = {"layer": 1, "name": "W", "index": [0, 2], "value": 0.5}
ASKED = {
    "seek": 120,
    "inspect": {"kind": "weight", "layer": 0, "i": 1, "j": 2},
    "edit": EDIT,
    "point": {"x": 1.5, "y": -2.0, "class": 1},
    "set": {"name": "units.0", "value": 5},
    "return": {"query": "hidden=4%3Atanh&step=300"},
}


@pytest.mark.parametrize("name", ASKED)
def test_what_a_person_points_at_is_read_as_it_was_sent(name):
    command = Command.read({"name": name, "value": ASKED[name], "shown": 3, "n": 5})
    assert command is not None and command.value == ASKED[name]


def test_an_edit_of_a_bias_has_one_index():
    command = Command.read({"name": "edit", "value": EDIT | {"name": "b", "index": [3.0]}, "n": 5})
    assert command is not None and command.value == {"layer": 1, "name": "b", "index": [3], "value": 0.5}


def test_an_edit_of_a_kernel_has_an_index_for_each_of_its_axes():
    for index in ([2, 0, 7, 3], [2, 7, 3]):  # an image's kernel, a signal's
        command = Command.read({"name": "edit", "value": EDIT | {"name": "K", "index": index}, "n": 5})
        assert command is not None and command.value == {"layer": 1, "name": "K", "index": index, "value": 0.5}
    assert Command.read({"name": "edit", "value": EDIT | {"name": "K", "index": [0, 2]}, "n": 5}) is None


def test_a_number_of_a_kernel_or_of_a_feature_map_can_be_inspected():
    value = {"kind": "kernel", "layer": 3, "i": 1, "j": 2, "a": 0, "b": 2}
    command = Command.read({"name": "inspect", "value": value, "n": 5})
    assert command is not None and command.value == value
    assert Command.read({"name": "inspect", "value": value | {"a": -1}, "n": 5}) is None


def test_an_input_can_be_inspected_though_it_has_no_layer():
    command = Command.read({"name": "inspect", "value": {"kind": "unit", "layer": -1, "j": 1}, "n": 5})
    assert command is not None and command.value == {"kind": "unit", "layer": -1, "i": 0, "j": 1}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seek", -1),
        ("seek", 1.5),
        ("seek", {"step": 3}),
        ("seek", float("nan")),
        ("inspect", {"kind": "loss", "layer": 0}),
        ("inspect", {"kind": "unit", "layer": -2}),
        ("inspect", {"kind": "unit", "layer": 0, "j": 0.5}),
        ("inspect", 0),
        ("edit", EDIT | {"value": float("inf")}),
        ("edit", EDIT | {"value": True}),
        ("edit", EDIT | {"value": 10**400}),
        ("edit", EDIT | {"value": None}),
        ("edit", EDIT | {"index": [0]}),
        ("edit", EDIT | {"index": [0, -1]}),
        ("edit", EDIT | {"index": "01"}),
        ("edit", EDIT | {"name": "v"}),
        ("edit", EDIT | {"name": ["W"]}),
        ("edit", EDIT | {"layer": "1"}),
        ("edit", {}),
        ("point", {"x": 1.0, "y": float("nan"), "class": 0}),
        ("point", {"x": 1.0, "y": 2.0}),
        ("point", {"x": 1.0, "y": 2.0, "class": -1}),
        ("point", 7),
        ("set", {"name": "units.0"}),
        ("set", {"name": 3, "value": 1}),
        ("set", {"name": "noise", "value": True}),
        ("set", {"name": "noise", "value": float("inf")}),
        ("set", {"name": "noise", "value": [1]}),
        ("set", 1),
        ("return", 300),
        ("return", {"query": 3}),
        ("return", {"query": "a" * 20_001}),
    ],
)
def test_a_wish_that_names_nothing_sensible_is_no_command(name, value):
    assert Command.read({"name": name, "value": value, "shown": 0, "n": 5}) is None


json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional={k: json for k in ("name", "value", "scene", "have", "shown", "n")}))
def test_nothing_that_json_can_say_raises(value):
    assert isinstance(Need.read(value), Need)
    assert Command.read(value) is None or isinstance(Command.read(value), Command)


@given(
    st.sampled_from(sorted(ASKED)), json | st.dictionaries(st.sampled_from(["kind", *EDIT, "x", "y", "class"]), json)
)
def test_nothing_that_json_can_say_as_a_wish_raises(name, value):
    assert isinstance(Command.read({"name": name, "value": value}), Command | None)

"""Two records of the pages' numbers: what differs is found, what only moved or was said in other words is not."""

import copy
import json
from dataclasses import dataclass

import numpy as np
import pytest

from scripts.page_numbers.__main__ import main
from scripts.page_numbers.adapter import PAGES, decode
from scripts.page_numbers.addresses import ADDRESSES, PLAYGROUND
from scripts.page_numbers.compare import compare, numbers_in
from scripts.page_numbers.digest import Entry, digest_json, digest_object, exact


def message(header, body):
    """A message as it travels: length, header, body."""
    text = json.dumps(header).encode()
    return len(text).to_bytes(4, "little") + text + body


def record(theta=(0.1, 0.2, 0.3), loss=0.25, text="The loss is 0.25 after 3 steps", name="theta", place="page"):
    entry = Entry()
    entry.array(name, np.array(theta))
    entry.value("loss", loss)
    entry.text(place, text)
    return {"pages softmax?": json.loads(json.dumps(entry.json()))}


def said(before, after, words=False):
    report, equal = compare(before, after, words)
    return "\n".join(report), equal


def test_equal_records_are_equal():
    text, equal = said(record(), record())
    assert equal and "no difference at all" in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"theta": (0.1, 0.2, np.nextafter(0.3, 1))}, "array theta (3) differ (equal as float32)"),
        ({"theta": (0.1, 0.2, 0.4)}, "array theta (3) differ: 0.1"),
        ({"theta": (0.1, 0.2, -0.3)}, "array theta (3) differ"),
        ({"theta": (0.1, 0.2)}, "array theta (3) are gone"),
        ({"theta": ((0.1, 0.2, 0.3),)}, "array theta (1×3) are new"),
        ({"loss": np.nextafter(0.25, 1)}, "loss = 0.25000000000000006 is new"),
        ({"text": "The loss is 0.26 after 3 steps"}, "text of the page are gone: 0.25"),
        ({"text": "The loss is −0.25 after 3 steps"}, "text of the page are new: -0.25"),
        ({"text": "The loss is 0.25"}, "are gone: 3"),
    ],
)
def test_any_other_number_is_told(change, told):
    text, equal = said(record(), record(**change))
    assert not equal and told in text and "NUMBERS DIFFER" in text


def test_an_address_that_is_missing_or_failed_is_no_agreement():
    for other in ({}, {"pages softmax?": {"failed": "LookupError: gone"}}):
        assert not said(record(), other)[1] and not said(other, record())[1]


def test_another_name_and_other_words_around_the_same_numbers_are_told_and_equal():
    text, equal = said(record(), record(name="parameters", text="3 steps bring the loss to 0.25"), words=True)
    assert equal and "theta -> parameters" in text and "+3 steps bring the loss to 0.25" in text
    assert "steps bring" not in said(record(), record(text="3 steps bring the loss to 0.25"))[0]


def test_a_control_may_write_the_same_number_in_another_way_and_a_page_may_not():
    for place, equal in (("controls", True), ("links", True), ("page", False)):
        assert said(record(text="1.0", place=place), record(text="1", place=place))[1] == equal
        assert not said(record(text="1.0", place=place), record(text="1.5", place=place))[1]


def test_the_order_and_an_unequal_count_of_arrays_are_told_apart():
    before = record()
    twice = copy.deepcopy(before)
    twice["pages softmax?"]["arrays"] *= 2
    assert "are new" in said(before, twice)[0]


def test_numbers_are_found_in_texts_and_letters_with_digits_are_none():
    found = numbers_in(["W1 has 1,234.5 and −2 · 10⁻⁷, then 1e-05, nan; x2; 0\\.3"])
    assert dict(found) == {"1,234.5": 1, "-2 · 10⁻⁷": 1, "1e-05": 1, "nan": 1, "0.3": 1}


def test_zeros_of_both_signs_and_every_digit_are_kept():
    assert exact(0.0) != exact(-0.0) and float.fromhex(exact(0.1)) == 0.1
    assert exact(3) == exact(3.0) == exact(np.float32(3)) and exact(float("nan")) == "nan"


def test_a_message_is_read_whatever_holds_its_arrays():
    Z, b = np.arange(6.0).reshape(2, 3), np.array([0.5])
    places = [{"name": "Z", "shape": [2, 3], "offset": 0}, {"name": "b", "shape": [1], "offset": 48}]
    for key in ("layout", "arrays"):
        header, arrays = decode(message({"view": "curves", key: places}, Z.tobytes() + b.tobytes()))
        assert header == {"view": "curves"} and [name for name, _ in arrays] == ["Z", "b"]
        np.testing.assert_array_equal(arrays[0][1], Z)
    places = [{"name": "m", "type": "u1", "shape": [2], "offset": 1}]
    frames = {"count": 2, "offset": 1, "size": 3, "layout": places}
    _, arrays = decode(message({"frames": frames}, bytes(range(7))))
    assert [(name, array.tolist()) for name, array in arrays] == [("frames.m", [2, 3]), ("frames.m", [5, 6])]
    single = {"Z": {"shape": [1], "type": "f4", "offset": 0}}
    assert decode(message({"arrays": single}, np.float32(0.5).tobytes())) == ({}, [("Z", [0.5])])
    header = {"history": {"rows": 1, "offset": 0, "since": 4}, "history_columns": ["step", "loss"]}
    left, ((name, rows),) = decode(message(header, np.array([3, 0.25], "<f4").tobytes()))
    assert left["history"] == {"since": 4} and name == "history" and rows.tolist() == [[3.0, 0.25]]


def test_json_and_records_become_arrays_values_and_texts():
    @dataclass
    class Frame:
        W: np.ndarray
        note: str

    entry = Entry()
    digest_json(
        entry, "h", {"key": 7, "at": 3, "x": list(range(9)), "title": "t", "colour": "#fff"}, frozenset({"key"})
    )
    digest_object(entry, "frames", [Frame(np.ones(2), "a"), Frame(np.zeros(3), "b")])
    assert [row[:2] for row in entry.arrays] == [["h.x", "9"], ["frames[].W", "2 of 2, 3"]]
    assert entry.values == [["h.at", "3"]] and entry.texts == {"drawings": ["t"], "page": ["a", "b"]}


def test_the_list_holds_every_page_and_no_address_twice():
    assert {address.page for address in ADDRESSES} == {path.stem for path in PAGES.glob("*.py")}
    names = [address.name for address in ADDRESSES]
    assert len(set(names)) == len(names) and len(set(PLAYGROUND)) == len(PLAYGROUND)


def test_the_command_ends_with_an_error_where_numbers_differ(tmp_path, capsys):
    paths = [tmp_path / "before.json", tmp_path / "after.json"]
    for path, theta in zip(paths, ((0.1,), (0.2,)), strict=True):
        path.write_text(json.dumps({"entries": record(theta=theta)}), encoding="utf-8")
    assert main(["compare", str(paths[0]), str(paths[0])]) == 0
    assert main(["compare", *map(str, paths)]) == 1
    assert "NUMBERS DIFFER" in capsys.readouterr().out

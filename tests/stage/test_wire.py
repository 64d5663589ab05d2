"""Messages to the browser: read again, they are what was packed, digit by digit; what JavaScript reads is the same."""

import json
from pathlib import Path

import numpy as np
import pytest

from nnviz.stage.wire import pack_frame, pack_message, single
from tests.stage.decoding import read

SAMPLE = Path(__file__).parents[1] / "js" / "kit" / "wire_message.bin"
"""A message that tests/js/kit/wire.test.js reads; `python -m tests.stage.test_wire` writes it anew."""


def sample() -> bytes:
    """One array of each type, shapes of rank 0 to 3, numbers at the edge, letters of several bytes, two frames."""
    arrays = {
        "cells": np.array([[0, 128, 255]], np.uint8),
        "exact": np.array([[0.1, -1e-300], [np.inf, 2 / 3]]),
        "single": np.array([0.1, np.nan], np.float32),
        "scalar": np.array(-0.0),
        "empty": np.empty((0, 6)),
        "deep": np.arange(8.0).reshape(2, 2, 2),
    }
    frames = [
        pack_frame(single([("numbers", np.array([step, 0.1])), ("map", np.array([step, 1, 2], np.uint8))]))
        for step in (7, 8)
    ]
    return pack_message({"view": "ward", "words": ["‖dW‖ → 0", "ä"]}, arrays, frames)


def test_a_message_keeps_every_digit():
    sent = {"Z": np.array([[1 / 3, -np.inf], [np.nan, 1e-300]]), "b": np.arange(3.0), "L": np.array(0.1)}
    message = read(pack_message({"view": "curves", "names": ("a", "b")}, sent))
    assert (message.header["view"], message.header["names"]) == ("curves", ["a", "b"])
    assert "frames" not in message.header
    for name, array in sent.items():
        np.testing.assert_array_equal(message.arrays[name], array)
        assert message.arrays[name].dtype == np.float64


def test_arrays_of_every_type_come_back_aligned_wherever_they_stand():
    message = read(sample())
    assert [message.arrays[name].dtype for name in ("cells", "exact", "single")] == [np.uint8, np.float64, np.float32]
    for entry in (*message.header["arrays"], *message.header["frames"]["layout"]):
        assert entry["offset"] % int(entry["dtype"][1]) == 0
    data = sample()
    assert (4 + int.from_bytes(data[:4], "little")) % 8 == 0
    assert [frame["numbers"][0] for frame in message.frames] == [7, 8]


def test_whole_numbers_and_truths_are_sent_as_numbers():
    arrays = read(pack_message({}, {"n": np.arange(3), "b": np.array([True, False])})).arrays
    assert arrays["n"].tolist() == [0.0, 1.0, 2.0] and arrays["b"].tolist() == [1.0, 0.0]


def test_a_transposed_array_is_sent_row_by_row():
    arrays = read(pack_message({}, {"W": np.arange(6.0).reshape(2, 3).T})).arrays
    np.testing.assert_array_equal(arrays["W"], [[0, 3], [1, 4], [2, 5]])


def test_single_precision_rounds_numbers_to_infinity_and_leaves_bytes_alone():
    (_, numbers), (_, cells) = single([("W", np.array([1e300, 0.5])), ("map", np.array([1], np.uint8))])
    assert numbers.dtype == np.float32 and np.isinf(numbers[0]) and cells.dtype == np.uint8


def test_a_frame_is_no_larger_than_its_numbers_and_up_to_three_bytes():
    message = read(sample())
    assert message.header["frames"]["size"] == 2 * 4 + 3 + 1


def test_a_header_that_json_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        pack_message({"largest": float("inf")}, {})


def test_the_message_that_javascript_reads_is_the_one_that_is_packed_here():
    assert SAMPLE.read_bytes() == sample()
    assert json.loads(sample()[4 : 4 + int.from_bytes(sample()[:4], "little")])["words"] == ["‖dW‖ → 0", "ä"]


if __name__ == "__main__":
    SAMPLE.write_bytes(sample())

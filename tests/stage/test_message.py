"""Messages to the drawings: read again, they are what was packed, digit by digit."""

import json

import numpy as np
import pytest

from nnviz.stage.message import pack_message


def unpack(message: bytes):
    """What the browser reads, as nnviz/stage/assets/drawings/message.js does."""
    size = int.from_bytes(message[:4], "little")
    header = json.loads(message[4 : 4 + size])
    body = message[4 + size :]
    arrays = {
        part["name"]: np.frombuffer(body, "<f8", int(np.prod(part["shape"])), part["offset"]).reshape(part["shape"])
        for part in header.pop("layout")
    }
    return header, arrays


def test_a_message_keeps_every_digit():
    sent = {"Z": np.array([[1 / 3, -np.inf], [np.nan, 1e-300]]), "b": np.arange(3.0), "L": np.array(0.1)}
    header, arrays = unpack(pack_message({"view": "curves", "names": ("a", "b")}, sent))
    assert header == {"view": "curves", "names": ["a", "b"]}
    for name, array in sent.items():
        np.testing.assert_array_equal(arrays[name], array)


def test_a_transposed_array_is_sent_row_by_row():
    _, arrays = unpack(pack_message({}, {"W": np.arange(6.0).reshape(2, 3).T}))
    np.testing.assert_array_equal(arrays["W"], [[0, 3], [1, 4], [2, 5]])


def test_a_header_that_json_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        pack_message({"largest": float("inf")}, {})

"""Large messages of drawings are made lighter, and say the same."""

import numpy as np

from nnviz.lessons.recording.lighter import MOST_FRAMES, lighter
from nnviz.stage.wire import pack_message
from tests.stage.decoding import unpack

RNG = np.random.default_rng(0)


def test_a_small_message_stays_as_it_is():
    message = pack_message({"view": "bars"}, {"values": np.arange(20.0)})
    assert lighter(message) is message


def test_a_large_training_keeps_frames_from_its_first_to_its_last():
    frames = RNG.normal(size=(120, 1000))
    header = {"view": "fit", "from": 0, "done": True, "steps": list(range(120)), "total": 120, "last": 119}
    told, arrays = unpack(lighter(pack_message(header, {"frame band": frames, "truth": frames[0]})))
    assert told["total"] == len(told["steps"]) == MOST_FRAMES
    assert (told["steps"][0], told["steps"][-1]) == (0, 119)
    np.testing.assert_array_equal(arrays["frame band"][-1], frames[-1].astype(np.float32))
    np.testing.assert_array_equal(arrays["truth"], frames[0].astype(np.float32))


def test_numbers_beyond_single_precision_keep_their_own():
    tiny = np.full(20_000, 1e-60)
    _, arrays = unpack(lighter(pack_message({}, {"gradients": tiny, "others": RNG.normal(size=20_000)})))
    np.testing.assert_array_equal(arrays["gradients"], tiny)
    assert arrays["others"].dtype == np.float32

"""Weights leave and come back bit for bit; a file that is anything else is refused in words."""

import io
import pickle
import zipfile
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine import ACTIVATIONS
from nnviz.experiments import HiddenSettings, RunSettings, advance, start
from nnviz.export.names import named_parameters
from nnviz.export.weights import ROOM, load_weights, save_weights
from tests.experiments.run.own_tables import HOUSES
from tests.export.archives import npz, zipped
from tests.export.scripts import hidden, own_run, trained

RUN = trained(30)
SAVED = save_weights(RUN)


def arrays(**changes) -> dict[str, np.ndarray]:
    """The weights of the run, some replaced; None leaves one out."""
    found = {part.short: part.value for part in named_parameters(RUN.state.network)} | changes
    return {name: value for name, value in found.items() if value is not None}


def member_changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The saved file with one array changed as bytes, and its checksum right again."""
    with zipfile.ZipFile(io.BytesIO(SAVED)) as archive:
        held = {info.filename: archive.read(info) for info in archive.infolist()}
    changed = change(held[f"{name}.npy"])
    assert changed != held[f"{name}.npy"]
    return zipped(held | {f"{name}.npy": changed})


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_weights_come_back_bit_for_bit(name):
    run = trained(10, hidden=hidden((3, name, 0.2), (2, "prelu", 0.0)))
    loaded = load_weights(save_weights(run), start(run.settings))
    assert loaded.state.network.theta.tobytes() == run.state.network.theta.tobytes()
    assert loaded.evaluation.train_loss == run.evaluation.train_loss
    assert loaded.step == 0


def test_a_run_goes_on_from_loaded_weights_and_the_one_given_stays():
    before = start(RUN.settings)
    theta = before.state.network.theta.copy()
    after = advance(load_weights(SAVED, before), 10)
    assert after.step == 10 and np.isfinite(after.evaluation.train_loss)
    assert np.array_equal(before.state.network.theta, theta)


def test_numpy_opens_the_file_without_pickle_and_finds_settings_and_step():
    with np.load(io.BytesIO(SAVED), allow_pickle=False) as file:
        assert set(file.files) == {"W1", "b1", "W2", "b2", "W3", "b3", "step", "settings"}
        assert file["W1"].dtype == np.float64 and file["W1"].shape == (2, 4)
        assert int(file["step"]) == 30
        assert RunSettings.model_validate_json(bytes(file["settings"])) == RUN.settings


def test_saving_twice_gives_the_same_weights():
    assert load_weights(save_weights(load_weights(SAVED, RUN)), RUN).state.network.theta.tolist() == (
        RUN.state.network.theta.tolist()
    )


@pytest.mark.parametrize("kind", ["<f4", ">f8", "<i4", "u1", "<f2"])
def test_other_plain_numbers_and_orders_are_read(kind):
    W = np.arange(8).reshape(2, 4).astype(kind)
    loaded = load_weights(npz(**arrays(W1=np.asfortranarray(W)), compressed=True), RUN)
    assert np.array_equal(loaded.state.network.layers[0].W, np.arange(8.0).reshape(2, 4))


REFUSED = {
    "nothing at all": (b"", "of another kind or damaged"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(300), "of another kind or damaged"),
    "a pickle": (pickle.dumps({"W1": 1}), "of another kind or damaged"),
    "one .npy file": (io.BytesIO(b"\x93NUMPY\x01\x00").getvalue(), "of another kind or damaged"),
    "objects": (npz(**arrays(W1=np.array([[None] * 4] * 2, object))), "Python objects"),
    "texts": (npz(**arrays(W1=np.full((2, 4), "a"))), "expected plain numbers in W1"),
    "complex numbers": (npz(**arrays(W1=np.full((2, 4), 1j))), "expected plain numbers in W1"),
    "truth values": (npz(**arrays(W1=np.full((2, 4), True))), "expected plain numbers in W1"),
    "records": (npz(**arrays(W1=np.zeros((2, 4), "f8,f8"))), "expected plain numbers in W1"),
    "dates": (npz(**arrays(W1=np.zeros((2, 4), "M8[s]"))), "expected plain numbers in W1"),
    "another shape": (npz(**arrays(W1=np.zeros((4, 2)))), r"W1 of shape \(2, 4\), got \(4, 2\)"),
    "one axis more": (npz(**arrays(W1=np.zeros((2, 4, 1)))), r"W1 of shape \(2, 4\), got \(2, 4, 1\)"),
    "a name missing": (npz(**arrays(b2=None)), "without b2"),
    "a name more": (npz(**arrays(W9=np.zeros(3))), "with W9"),
    "NaN": (npz(**arrays(b1=np.array([0.0, np.nan, 0.0, 0.0]))), r"got nan in b1 at \(1,\)"),
    "infinity": (npz(**arrays(W1=np.full((2, 4), -np.inf))), r"got -inf in W1 at \(0, 0\)"),
    "a larger network": (save_weights(trained(0, hidden=(HiddenSettings(units=5),))), "expected the arrays"),
    "too many bytes": (bytes(ROOM + 10_000), "expected a file of at most"),
    "numbers that fill the memory": (
        npz(compressed=True, **arrays(W1=np.zeros((5000, 5000)))),
        "made to fill the memory",
    ),
    "settings that fill the memory": (
        npz(compressed=True, **arrays(settings=np.zeros(10_000_000, np.uint8))),
        "made to fill the memory",
    ),
    "another file in it": (zipped({"../../etc/passwd": b"x"}), "without W1"),
    "no .npy in it": (zipped({f"{name}.npy": b"hello" for name in arrays()}), "W1 in NumPy's format"),
    "a program for a header": (
        member_changed("W1", lambda data: data.replace(b"{'descr'", b"exit(1) ")),
        "W1 in NumPy's format",
    ),
    "a shape that is promised only": (
        member_changed("W1", lambda data: data.replace(b"(2, 4)", b"(2**9")),
        "W1 in NumPy's format",
    ),
    "fewer numbers than promised": (member_changed("W1", lambda data: data[:-8]), "of another kind or damaged"),
    "more numbers than promised": (member_changed("W1", lambda data: data + bytes(8)), "of another kind or damaged"),
    "numbers beyond float64": (npz(**arrays(W1=np.full((2, 4), np.longdouble("1e400")))), "got inf in W1"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_are_no_weights_of_this_network_is_refused_in_words(name):
    data, message = REFUSED[name]
    with pytest.raises(ValueError, match=message):
        load_weights(data, RUN)


def test_a_pickled_program_is_not_run(tmp_path):
    class Program:
        def __reduce__(self):
            return (open, (str(tmp_path / "ran"), "w"))

    data = npz(**arrays(W1=np.array([[Program()] * 4] * 2, object)))
    with pytest.raises(ValueError, match="Python objects"):
        load_weights(data, RUN)
    assert not (tmp_path / "ran").exists()


def test_a_file_cut_off_anywhere_is_refused():
    for end in range(0, len(SAVED), 7):
        with pytest.raises(ValueError, match="expected"):
            load_weights(SAVED[:end], RUN)


@given(st.data())
def test_a_damaged_file_is_refused_or_says_finite_numbers(data):
    damaged = bytearray(SAVED)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(SAVED) - 1))] = data.draw(st.integers(0, 255))
    try:
        loaded = load_weights(bytes(damaged), RUN)
    except ValueError as error:
        assert str(error).startswith("expected")
    else:
        assert np.isfinite(loaded.state.network.theta).all()


@given(st.binary(max_size=400))
def test_any_bytes_are_refused(data):
    with pytest.raises(ValueError, match="expected"):
        load_weights(data, RUN)


def test_weights_carry_the_scaling_of_the_target_and_come_back():
    run = own_run(HOUSES)
    with np.load(io.BytesIO(save_weights(run)), allow_pickle=False) as file:
        said = run.state.network.forward(run.data.test.X).A * file["target_scale"] + file["target_mean"]
    np.testing.assert_array_equal(said, run.predictions(run.output(run.data.test.X)))
    assert load_weights(save_weights(run), run).state.network.theta.tobytes() == run.state.network.theta.tobytes()


def test_kernels_are_saved_by_their_name_and_come_back():
    run = start(RunSettings().changed(dataset="digits", image_layers=("conv(2)", "pool", "conv(3)"), hidden=()))
    saved = np.load(io.BytesIO(save_weights(run)))
    assert {"K1", "b1", "K2", "b2", "W3", "b3"} <= set(saved) and saved["K2"].shape == (3, 3, 2, 3)
    other = start(run.settings.changed(seed=5))
    np.testing.assert_array_equal(load_weights(save_weights(run), other).state.network.theta, run.state.network.theta)
    with pytest.raises(ValueError, match=r"expected K1 of shape \(5, 5, 1, 2\), got \(3, 3, 1, 2\)"):
        load_weights(
            save_weights(run), start(run.settings.changed(image_layers=("conv(2;kernel=5)", "pool", "conv(3)")))
        )

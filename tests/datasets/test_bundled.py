"""The bundled files hold what scikit-learn's copies hold, can be made again, and are read without pickle."""

import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits, load_iris, load_wine

from nnviz.datasets import bundled, dataset

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "nnviz" / "datasets" / "data"
PEERS = {"digits": load_digits, "iris": load_iris, "wine": load_wine}


@pytest.mark.parametrize("name", PEERS)
def test_bundled_data_equal_those_of_scikit_learn(name):
    ours, theirs = dataset(name), PEERS[name]()
    np.testing.assert_array_equal(ours.X, theirs.data)
    np.testing.assert_array_equal(ours.labels, theirs.target)
    assert ours.X.dtype == np.float64


def test_names_stand_in_the_order_of_scikit_learn():
    assert dataset("iris").class_names == tuple(load_iris().target_names)
    assert dataset("iris").feature_names == tuple(load_iris().feature_names)
    theirs = [name.replace("_", " ").replace("/", " ") for name in load_wine().feature_names]
    ours = [name.replace("/", " ").replace("colour", "color").lower() for name in dataset("wine").feature_names]
    assert ours == theirs
    assert dataset("digits").class_names == tuple(str(name) for name in load_digits().target_names)


def test_iris_has_the_numbers_of_fishers_paper_in_samples_35_and_38():
    X = dataset("iris").X
    np.testing.assert_array_equal(X[34], [4.9, 3.1, 1.5, 0.2])
    np.testing.assert_array_equal(X[37], [4.9, 3.6, 1.4, 0.1])


def test_digits_are_images_of_grey_levels_from_0_to_16():
    digits = dataset("digits")
    assert digits.shape == (8, 8, 1)
    assert digits.image_shape == (8, 8)
    assert (digits.X.min(), digits.X.max()) == digits.x_range == (0.0, 16.0)
    np.testing.assert_array_equal(digits.X.reshape(-1, 8, 8), load_digits().images)
    assert digits.feature_names[9] == "pixel 1,1"


@pytest.mark.parametrize("name", PEERS)
def test_the_files_hold_plain_arrays_only(name):
    with zipfile.ZipFile(DATA / f"{name}.npz") as archive:
        assert sorted(archive.namelist()) == ["X.npy", "labels.npy"]
    assert (DATA / f"{name}.npz").stat().st_size < 60_000


@pytest.mark.parametrize("name", PEERS)
def test_loading_never_unpickles(name, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("unpickled")

    monkeypatch.setattr(pickle, "load", refuse)
    monkeypatch.setattr(pickle, "loads", refuse)
    assert getattr(bundled, name).__wrapped__().n_samples > 100


def test_a_file_with_pickled_objects_is_refused(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    np.savez(tmp_path / "data" / "iris.npz", X=np.array([{}], dtype=object), labels=np.zeros(1))
    monkeypatch.setattr(bundled, "files", lambda _package: tmp_path)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        bundled.iris.__wrapped__()


def test_the_script_makes_the_same_arrays_again(tmp_path):
    subprocess.run([sys.executable, str(ROOT / "scripts" / "bundle_datasets.py"), str(tmp_path)], check=True)
    for name in PEERS:
        with np.load(tmp_path / f"{name}.npz") as remade, np.load(DATA / f"{name}.npz") as bundle:
            assert sorted(remade.files) == sorted(bundle.files)
            for key in bundle.files:
                np.testing.assert_array_equal(remade[key], bundle[key])
                assert remade[key].dtype == bundle[key].dtype


def test_importing_the_room_reads_no_file_and_loads_nothing_but_numpy():
    program = (
        "import sys, nnviz.datasets, nnviz.datasets.bundled as b\n"
        "assert b.digits.cache_info().currsize == 0\n"
        "print([m for m in ('sklearn', 'pandas', 'streamlit', 'plotly', 'pydantic', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"

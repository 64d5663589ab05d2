"""Any data set is made by its name: seeded, read-only, described, and refused where it cannot be."""

import numpy as np
import pytest

from nnviz.datasets import DATASETS, NOISE_LIMITS, SAMPLES_LIMITS, dataset, split

TOYS = [name for name, info in DATASETS.items() if info.parameters]
REAL = [name for name, info in DATASETS.items() if not info.parameters]


@pytest.mark.parametrize("name", DATASETS)
def test_what_is_made_is_what_its_description_says(name):
    info, data = DATASETS[name], dataset(name)
    assert (data.name, data.title, data.kind, data.source) == (info.name, info.title, info.kind, info.source)
    assert data.X.shape == (info.n_samples, info.n_features) == (data.n_samples, data.n_features)
    assert data.shape == info.shape
    assert data.n_classes == info.n_classes
    assert info.class_names in ((), data.class_names)
    assert len(data.feature_names) == data.n_features
    assert len(set(data.feature_names)) == data.n_features
    assert data.licence
    assert info.description.endswith((".", "?"))


@pytest.mark.parametrize("name", DATASETS)
def test_targets_and_labels_say_the_same(name):
    data = dataset(name)
    if data.kind == "regression":
        assert data.Y.shape == (data.n_samples, 1)
        assert data.labels.shape == (0,)
    elif data.kind == "binary":
        np.testing.assert_array_equal(data.Y[:, 0], data.labels)
        assert set(np.unique(data.Y)) == {0.0, 1.0}
    else:
        np.testing.assert_array_equal(data.Y.argmax(axis=1), data.labels)
        np.testing.assert_array_equal(data.Y.sum(axis=1), 1.0)


@pytest.mark.parametrize("name", DATASETS)
def test_arrays_cannot_be_written_to(name):
    data = dataset(name)
    for array in (data.X, data.Y, data.labels):
        assert not array.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        data.X[0, 0] = 1.0


@pytest.mark.parametrize("name", TOYS)
def test_the_same_seed_gives_the_same_data_and_another_seed_gives_others(name):
    first, again, other = (dataset(name, rng=seed, noise=10) for seed in (7, 7, 8))
    np.testing.assert_array_equal(first.X, again.X)
    np.testing.assert_array_equal(first.Y, again.Y)
    assert not np.array_equal(first.X, other.X)


@pytest.mark.parametrize("name", TOYS)
def test_a_generator_goes_on_where_it_stands(name):
    rng = np.random.default_rng(0)
    assert not np.array_equal(dataset(name, rng=rng).X, dataset(name, rng=rng).X)


@pytest.mark.parametrize("name", [name for name in TOYS if DATASETS[name].kind != "regression"])
def test_toy_samples_are_shuffled(name):
    labels = dataset(name).labels
    assert (np.diff(labels) != 0).sum() > 150


def test_data_and_split_of_one_seed_use_different_random_numbers():
    shuffled = split(dataset("gauss", rng=0), 0.5, 0).train_rows
    assert not np.array_equal(shuffled, np.random.default_rng(0).permutation(500)[:250])
    assert not np.array_equal(dataset("xor", rng=0).X[:5], np.random.default_rng(0).uniform(-5, 5, (5, 2)))


@pytest.mark.parametrize("name", TOYS)
@pytest.mark.parametrize("noise", NOISE_LIMITS)
@pytest.mark.parametrize("samples", [SAMPLES_LIMITS[0], 11, SAMPLES_LIMITS[1]])
def test_every_toy_is_made_at_the_ends_of_its_limits(name, noise, samples):
    data = dataset(name, noise=noise, samples=samples)
    assert data.n_samples == samples
    assert np.isfinite(data.X).all()


@pytest.mark.parametrize("name", REAL)
def test_real_data_are_loaded_once(name):
    assert dataset(name) is dataset(name, rng=5)


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="circle, xor, gauss.*'cirlce'.*choose one"):
        dataset("cirlce")
    with pytest.raises(ValueError, match="choose one"):
        dataset(["circle"])


@pytest.mark.parametrize("noise", [-1, 50.001, float("nan"), float("inf"), "10", True])
def test_noise_out_of_its_limits_is_refused(noise):
    with pytest.raises(ValueError, match=r"noise must be a number from 0 to 50 .*was given; "):
        dataset("circle", noise=noise)


@pytest.mark.parametrize("samples", [-5, 0, 9, 20_001, 10**12, 100.0, "100", True])
def test_samples_out_of_their_limits_are_refused(samples):
    with pytest.raises(ValueError, match=r"samples must be a whole number from 10 to 20000, but .* was given; "):
        dataset("circle", samples=samples)


@pytest.mark.parametrize(
    ("name", "classes", "limits"),
    [("arms", 2, "3 to 5"), ("arms", 6, "3 to 5"), ("blobs", 1, "2 to 10"), ("blobs", 11, "2 to 10")],
)
def test_classes_out_of_their_limits_are_refused(name, classes, limits):
    with pytest.raises(ValueError, match=f"classes must be a whole number from {limits}"):
        dataset(name, classes=classes)


@pytest.mark.parametrize(
    ("name", "parameters"), [("iris", {"noise": 10}), ("digits", {"samples": 100}), ("circle", {"classes": 3})]
)
def test_a_parameter_that_a_set_does_not_take_is_refused(name, parameters):
    with pytest.raises(ValueError, match=f"'{name}' takes .* {next(iter(parameters))} was given; leave it out"):
        dataset(name, **parameters)


@pytest.mark.parametrize("rng", [-1, 1.5, "0", True, None])
@pytest.mark.parametrize("name", ["circle", "iris"])
def test_what_is_no_seed_is_refused(name, rng):
    with pytest.raises(ValueError, match="Generator or a whole number from 0 up"):
        dataset(name, rng=rng)


def test_nothing_is_drawn_before_the_parameters_are_checked():
    rng = np.random.default_rng(0)
    before = rng.bit_generator.state
    with pytest.raises(ValueError, match="classes"):
        dataset("arms", rng=rng, classes=9)
    assert rng.bit_generator.state == before

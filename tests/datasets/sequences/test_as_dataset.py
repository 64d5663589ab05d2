"""Tasks on sequences as data sets: rows that hold whole sequences, and targets of every step."""

import numpy as np
import pytest

from nnviz.datasets import (
    SEQUENCE_DATASETS,
    Dataset,
    SequenceChoices,
    sequence_dataset,
    sequence_info,
    sequences,
    split,
)


@pytest.mark.parametrize("name", SEQUENCE_DATASETS)
def test_a_row_is_a_sequence_step_by_step(name):
    choices = SequenceChoices(sequence_length=7, symbols=3, delay=2)
    data, drawn = (
        sequence_dataset(name, 4, 11, choices),
        sequences(name, rng=4, samples=11, steps=7, **choices.of(name)),
    )
    np.testing.assert_array_equal(data.X.reshape(drawn.X.shape), drawn.X)
    np.testing.assert_array_equal(data.Y, drawn.Y)
    assert data.shape == drawn.X.shape[1:]
    info = sequence_info(name, choices)
    assert (info.shape, info.n_features, info.each_step) == (data.shape, data.n_features, data.each_step)
    assert (info.class_names, info.kind, info.n_classes) == (data.class_names, data.kind, data.n_classes)


def test_steps_without_a_target_have_no_label():
    data = sequence_dataset("echo", 0, 5, SequenceChoices(sequence_length=6, delay=2))
    assert (data.labels[:, :2] == -1).all()
    np.testing.assert_array_equal(data.labels[:, 2:], data.X.reshape(5, 6, 4).argmax(-1)[:, :4])


def test_parity_may_be_asked_at_the_end_alone():
    data = sequence_dataset("parity", 0, 5, SequenceChoices(sequence_length=6, each_step=False))
    assert data.labels.tolist() == (data.X.sum(1) % 2).tolist()


def test_sequences_split_like_other_data_and_share_none():
    data = sequence_dataset("echo", 0, 20)
    parts = split(data, 0.8)
    assert (parts.train.n_samples, parts.test.n_samples) == (16, 4)
    assert sorted([*parts.train_rows, *parts.test_rows]) == list(range(20))


@pytest.mark.parametrize(
    "change",
    [{"labels": np.zeros((2, 3), np.int64)}, {"Y": np.ones((2, 3, 2))}, {"Y": np.zeros((2, 2, 2))}],
)
def test_targets_that_do_not_fit_the_labels_are_refused(change):
    Y = np.full((2, 3, 2), np.nan)
    Y[:, 1:] = [1.0, 0.0]
    given = {"X": np.zeros((2, 3)), "Y": Y, "labels": np.array([[-1, 0, 0], [-1, 0, 0]]), "shape": (3, 1)} | change
    with pytest.raises(ValueError, match="Y"):
        Dataset("a", "A", "classes", **given, feature_names=("1", "2", "3"), class_names=("x", "y"))

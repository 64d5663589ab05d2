"""Images drawn by hand."""

import numpy as np
import pytest

from nnviz.datasets import dataset, split
from nnviz.datasets.drawn_images import first_images, with_drawn_image, without_last_image

IMAGE = np.zeros((8, 8))
IMAGE[2:5, 3] = 16.0


@pytest.mark.parametrize("side", [8, 11, 16])
@pytest.mark.parametrize("classes", [2, 4, 6])
def test_the_first_images_are_two_of_each_class_all_different(side, classes):
    data = first_images(side, classes)
    assert (data.kind, data.shape, data.n_classes) == ("classes", (side, side, 1), classes)
    assert np.bincount(data.labels).tolist() == [2] * classes
    assert len(np.unique(data.X, axis=0)) == 2 * classes and set(np.unique(data.X)) == {0.0, 16.0}
    assert split(data, 0.5, stratify=True).test.n_samples == classes


@pytest.mark.parametrize(("side", "classes"), [(7, 2), (17, 2), (8, 1), (8, 7), (8.5, 2)])
def test_sizes_and_classes_out_of_range_are_refused(side, classes):
    with pytest.raises(ValueError, match="choose another number"):
        first_images(side, classes)


def test_an_image_is_added_at_the_end_and_taken_back():
    before = first_images(8, 3)
    after = with_drawn_image(before, IMAGE, 1)
    assert (before.n_samples, after.n_samples) == (6, 7)
    np.testing.assert_array_equal(after.X[-1].reshape(8, 8), IMAGE)
    assert after.labels[-1] == 1 and after.Y[-1].tolist() == [0.0, 1.0, 0.0]
    again = without_last_image(after)
    np.testing.assert_array_equal(again.X, before.X)
    with pytest.raises(ValueError, match="every class needs at least 2 images"):
        without_last_image(again)


def test_digits_that_an_image_is_added_to_are_a_persons_own():
    digits = dataset("digits")
    data = with_drawn_image(digits, IMAGE, 1)
    assert (data.name, data.n_samples) == ("own", 1798) and "drawn by hand" in data.source
    assert digits.name == "digits" and digits.n_samples == 1797


@pytest.mark.parametrize(
    ("pixels", "label", "says"),
    [
        (np.zeros((8, 8)), 0, "an empty one; draw on it first"),
        (np.zeros((9, 9)), 0, "expected 64 pixels, got 81"),
        (np.full((8, 8), np.nan), 0, "grey values from 0 to 16"),
        (IMAGE * 2, 0, "grey values from 0 to 16"),
        (IMAGE, 3, "one of the classes 0 to 2, got 3"),
        (IMAGE, -1, "got -1"),
    ],
)
def test_an_image_that_does_not_fit_is_refused(pixels, label, says):
    with pytest.raises(ValueError, match=says):
        with_drawn_image(first_images(8, 3), pixels, label)


@pytest.mark.parametrize("name", ["iris", "circle", "signals"])
def test_other_data_take_no_images(name):
    data = dataset(name, rng=np.random.default_rng(0)) if name != "iris" else dataset(name)
    with pytest.raises(ValueError, match="is of another kind; choose the digits"):
        with_drawn_image(data, IMAGE, 0)

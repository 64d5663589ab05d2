"""Points drawn by hand."""

import numpy as np
import pytest

from nnviz.datasets import DrawnPoints, dataset, drawn_from, split


def drawn(*labels: int) -> DrawnPoints:
    points = DrawnPoints()
    for k, label in enumerate(labels):
        points = points.add(k / 10.0, -k / 10.0, label)
    return points


def test_points_grow_by_one_and_the_old_ones_stay_as_they_were():
    before = drawn(0, 1)
    after = before.add(1.0, 2.0, 1)
    assert (len(before.points), len(after.points)) == (2, 3)


def test_two_classes_make_a_binary_problem_and_three_a_problem_of_classes():
    assert drawn(0, 1, 1, 0).to_dataset().kind == "binary"
    three = drawn(0, 1, 2, 0, 1, 2).to_dataset()
    assert (three.kind, three.class_names) == ("classes", ("class 1", "class 2", "class 3"))
    assert three.x_range == (-6.0, 6.0)


def test_drawn_points_can_be_split():
    parts = split(drawn(0, 1, 0, 1).to_dataset(), 0.5)
    assert (parts.train.n_samples, parts.test.n_samples) == (2, 2)


@pytest.mark.parametrize(
    ("labels", "named"), [((), "class 1 and class 2"), ((0, 0, 1), "class 2"), ((0, 0, 1, 1, 2), "class 3")]
)
def test_what_is_lacking_is_said(labels, named):
    points = drawn(*labels)
    assert points.shortage.endswith(f"add to {named}")
    with pytest.raises(ValueError, match="every class needs at least 2 points"):
        points.to_dataset()


def test_points_can_be_taken_away():
    points = drawn(0, 1, 0)
    assert points.remove_last() == drawn(0, 1)
    assert points.clear() == DrawnPoints() == DrawnPoints().remove_last()


@pytest.mark.parametrize("place", [(7.0, 0.0), (0.0, -6.1), (float("nan"), 0.0), (0.0, float("inf"))])
def test_a_point_outside_the_plane_is_refused(place):
    with pytest.raises(ValueError, match="a point must lie between -6 and 6"):
        DrawnPoints().add(*place, 0)


@pytest.mark.parametrize("label", [-1, 10, 1.5, True, "a"])
def test_what_is_no_class_is_refused(label):
    with pytest.raises(ValueError, match="the class must be a whole number from 0 to 9"):
        DrawnPoints().add(0.0, 0.0, label)


def test_there_is_an_end_to_drawing():
    points = drawn_from(dataset("circle", samples=2000))
    with pytest.raises(ValueError, match="at most 2,000 points"):
        points.add(0.0, 0.0, 1)


def test_points_can_be_added_to_a_toy_set():
    circle = dataset("circle", samples=60)
    points = drawn_from(circle).add(1.0, 1.0, 0)
    made = points.to_dataset()
    assert np.array_equal(made.X[:60], circle.X) and made.class_names == circle.class_names
    assert made.n_samples == 61


@pytest.mark.parametrize(("name", "more"), [("reg-plane", {}), ("iris", {}), ("circle", {"samples": 2001})])
def test_points_cannot_be_added_to_other_data(name, more):
    with pytest.raises(ValueError, match="points can be added to"):
        drawn_from(dataset(name, **more))

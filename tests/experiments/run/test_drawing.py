"""Drawing by hand: every click gives data that can be trained on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.datasets import dataset
from nnviz.experiments import OWN, RunSettings, advance, start
from nnviz.experiments.run.drawing import (
    MAX_CLASSES,
    can_draw,
    can_draw_images,
    starting_images,
    starting_points,
    with_image,
    with_point,
    without_last_point,
)


def test_a_point_on_toy_data_makes_them_a_persons_own():
    settings = RunSettings(samples=60)
    data = start(settings).data.data
    drawn = with_point(settings, data, 1.5, -2.0, 1)
    assert drawn.settings.dataset == OWN and drawn.settings.plane
    assert drawn.data.n_samples == 61 and drawn.data.X[-1].tolist() == [1.5, -2.0]
    assert drawn.data.class_names == data.class_names
    assert drawn.settings.hidden == settings.hidden


def test_the_last_point_can_be_taken_back():
    settings = RunSettings(samples=60)
    data = start(settings).data.data
    drawn = with_point(settings, data, 1.5, -2.0, 1)
    back = without_last_point(*drawn)
    assert back.data.n_samples == 60 and back.data.X.tolist() == data.X.tolist()


@pytest.mark.parametrize("classes", range(2, MAX_CLASSES + 1))
def test_a_nearly_empty_plane_can_be_trained_on_at_once(classes):
    drawn = starting_points(RunSettings(), classes)
    run = advance(start(*drawn), 3)
    assert set(run.data.train.labels.tolist()) == set(run.data.test.labels.tolist()) == set(range(classes))
    assert run.step == 3 and drawn.data.n_classes == classes and drawn.data.n_samples == 2 * classes


def test_a_class_keeps_two_points():
    with pytest.raises(ValueError, match="every class needs at least 2 points"):
        without_last_point(*starting_points(RunSettings(), 3))


@pytest.mark.parametrize("classes", [1, MAX_CLASSES + 1])
def test_an_empty_plane_has_a_sensible_number_of_classes(classes):
    with pytest.raises(ValueError, match="expected 2 to 6 classes"):
        starting_points(RunSettings(), classes)


@pytest.mark.parametrize(
    ("name", "possible"), [("circle", True), ("arms", True), ("reg-plane", False), ("iris", False)]
)
def test_points_are_drawn_on_classes_of_a_plane(name, possible):
    settings = RunSettings().changed(dataset=name)
    assert can_draw(settings) == possible
    if not possible:
        with pytest.raises(ValueError, match="points can be added to classes"):
            with_point(settings, dataset(name), 0.0, 0.0, 0)


@given(
    x=st.floats() | st.integers(-9, 9),
    y=st.floats() | st.integers(-9, 9),
    label=st.integers(-3, 12),
)
def test_any_place_and_class_is_a_point_or_a_readable_refusal(x, y, label):
    base = starting_points(RunSettings(), 2)
    try:
        drawn = with_point(*base, x, y, label)
    except ValueError as error:
        assert "expected" in str(error) or "must" in str(error)
    else:
        assert drawn.data.n_samples == 5 and label in (0, 1)


def test_an_image_that_is_added_to_the_digits_keeps_the_network():
    settings = RunSettings().changed(dataset="digits", image_layers=("conv(4)", "pool"), hidden=())
    image = np.zeros((8, 8))
    image[3] = 16.0
    after, data = with_image(settings, start(settings).data.data, image, 4)
    assert (after.dataset, after.image_layers, after.hidden) == ("own", settings.image_layers, ())
    assert after.scaling_name == "unit" and start(after, data).data.data.n_samples == 1798


def test_images_of_another_size_leave_out_what_leaves_no_output():
    settings = RunSettings().changed(
        dataset="bars", image_size=16, image_layers=("conv(4)",) + ("pool",) * 4, hidden=()
    )
    after, data = starting_images(settings, 8, 3)
    assert (after.image_layers, data.shape) == ((), (8, 8, 1))


@pytest.mark.parametrize(("name", "can"), [("digits", True), ("bars", True), ("signals", False), ("iris", False)])
def test_images_are_drawn_where_the_data_are_images_of_classes(name, can):
    assert can_draw_images(RunSettings().changed(dataset=name)) == can

"""Of a network with one input the stage shows a curve: frames carry its heights, the scene those of the function."""

import numpy as np
import pytest

from nnviz.datasets import read_table, to_dataset
from nnviz.experiments import RunSettings, advance, start
from nnviz.stage.camera import camera
from nnviz.stage.chunk import Chunk
from nnviz.stage.packing import pack
from nnviz.stage.planes import CURVE_POINTS

SINE = advance(start(RunSettings().changed(dataset="reg-sine", frequency=2.0, noise=10.0)), 300)


def places(scene, n=CURVE_POINTS):
    return np.linspace(*scene.plane[:2], n)[:, None]


def test_the_curve_is_what_the_network_says_in_the_units_of_the_target():
    looking = camera(SINE, 1)
    x = places(looking.scene)
    said = SINE.predictions(SINE.output(SINE.data.features(x)))[:, 0]
    np.testing.assert_allclose(looking.frame(SINE).curve, said, rtol=1e-12)
    assert np.ptp(said) > 0.5


def test_the_scene_holds_the_function_without_noise_and_shows_what_lies_outside_of_the_data():
    scene = camera(SINE, 1).scene
    x = places(scene)[:, 0]
    np.testing.assert_allclose(scene.truth, np.sin(4 * np.pi * x), atol=1e-12)
    assert scene.plane[0] < -0.1
    assert scene.plane[1] > 1.1
    assert scene.axis_titles == ("x", "y")


def test_points_stand_at_their_targets():
    scene = camera(SINE, 1).scene
    np.testing.assert_allclose(scene.train_points[:, 1], SINE.data.train.raw_Y[:, 0])


@pytest.mark.parametrize(("head", "low"), [("sigmoid", 0.0), ("tanh", -1.0)])
def test_of_two_classes_over_one_feature_the_curve_goes_from_the_one_class_to_the_other(head, low):
    text = "a,kind\n" + "".join(f"{k},{'low' if k < 10 else 'high'}\n" for k in range(20))
    data = to_dataset(read_table(text), "kind", ("a",)).data
    run = start(RunSettings().with_own(data).changed(head=head), data)
    looking = camera(run, 1)
    said = run.output(run.data.features(places(looking.scene)))[:, 0]
    expected = (said - low) / (1.0 - low) * 2.0 - 1.0
    np.testing.assert_allclose(looking.frame(run).curve, expected, atol=1e-12)
    assert looking.scene.truth is None


def test_several_classes_and_points_of_a_plane_have_no_curve():
    for dataset in ("circle", "reg-plane", "border-sine"):
        run = start(RunSettings().changed(dataset=dataset))
        assert camera(run, 1).frame(run).curve is None


def test_curve_and_function_are_sent():
    looking = camera(SINE, 1)
    chunk = Chunk(sequence=1, generation=1, scene=1, playing=False, newest=300)
    message = pack(looking.scene, chunk, [looking.frame(SINE)])
    assert b"truth" in message
    assert b"curve" in message


def test_the_colour_scale_of_a_function_has_round_ends():
    clean = start(RunSettings().changed(dataset="reg-sine"))
    assert camera(clean, 1).scene.output_range == (-1.0, 0.0, 1.0)

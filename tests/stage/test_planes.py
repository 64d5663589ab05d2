"""Planes: where samples of more than two features lie, what the network sees there, and what is said of it."""

import numpy as np
import pytest

from nnviz.datasets import Dataset, dataset, read_table, to_dataset
from nnviz.experiments import RunSettings, advance, start
from nnviz.stage.camera import MAP_SIDE, camera, choose
from nnviz.stage.planes import MOST_POINTS, plane
from nnviz.stage.run_player import RunPlayer


def own_run(text: str, target: str, features: tuple[str, ...], **fields):
    data = to_dataset(read_table(text), target, features).data
    return start(RunSettings().with_own(data).changed(**fields), data)


def seen(run, view=None):
    return plane(run, view or run.settings.view_name)


IRIS = start(RunSettings().changed(dataset="iris"))


def test_a_cut_along_two_features_holds_the_others_at_the_mean_of_the_training_part():
    cut = seen(IRIS, "features:2,3")
    inputs = IRIS.data.standardizer.invert(cut.inputs(np.array([[1.5, 0.25], [6.0, 2.0]])))
    assert np.allclose(inputs[:, 2:], [[1.5, 0.25], [6.0, 2.0]])
    assert np.allclose(inputs[:, :2], IRIS.data.train.raw[:, :2].mean(axis=0))
    assert cut.titles == IRIS.data.feature_titles[2:]
    assert cut.caption.startswith("The other 2 features are fixed at their means. Points lie off this plane")


def test_points_lie_at_their_two_features_in_the_units_of_the_file():
    cut = seen(IRIS, "features:3,0")
    assert np.array_equal(cut.train, IRIS.data.train.raw[:, [3, 0]])
    assert np.array_equal(cut.test, IRIS.data.test.raw[:, [3, 0]])


def test_components_are_those_of_the_training_part_alone():
    cut = seen(IRIS, "components")
    X = IRIS.data.train.X
    _, sizes, directions = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    expected = (X - X.mean(axis=0)) @ directions[:2].T
    assert np.allclose(np.abs(cut.train), np.abs(expected))
    share = (sizes[:2] ** 2).sum() / (sizes**2).sum()
    assert f"principal components of the training data ({share:.0%} of the variance)" in cut.caption
    assert cut.titles == ("component 1", "component 2")


def test_the_plane_of_components_is_lifted_to_the_nearest_inputs():
    cut = seen(IRIS, "components")
    X = IRIS.data.test.X
    lifted = cut.inputs(cut.test)
    back = X - lifted
    assert np.abs(back @ (cut.inputs(np.eye(2)) - cut.inputs(np.zeros((1, 2)))).T).max() < 1e-9
    assert np.linalg.norm(back, axis=1).max() < np.linalg.norm(X, axis=1).max()


def test_components_do_not_change_sign_with_the_samples_at_hand():
    cut = seen(IRIS, "components")
    across = (cut.inputs(np.eye(2)) - cut.inputs(np.zeros((1, 2)))).T
    assert (across[np.abs(across).argmax(axis=0), [0, 1]] > 0).all()


def test_the_map_is_the_network_in_the_middle_of_each_cell_of_the_cut():
    looking = camera(advance(IRIS, 20), 1)
    run = advance(IRIS, 20)
    x0, x1, y0, y1 = looking.scene.plane
    raw = np.tile(run.data.train.raw.mean(axis=0), (1, 1))
    raw[0, 2:] = (x0 + (x1 - x0) * 10.5 / MAP_SIDE, y0 + (y1 - y0) * 30.5 / MAP_SIDE)
    said = run.output(run.data.features(raw))[0]
    assert looking.frame(run).output_map[30, 10] == said.argmax()


@pytest.mark.parametrize("view", ["features:0,1", "components", "samples"])
@pytest.mark.parametrize("name", ["iris", "wine", "digits"])
def test_every_view_of_real_data_can_be_sent(name, view):
    player = RunPlayer(RunSettings().changed(dataset=name).changed(view=view))
    assert len(player.next_message()) > 1000
    scene = player.ahead.camera.scene
    assert (scene.kind == "plane") == (view != "samples")
    assert bool(scene.caption) == (view != "samples")


def test_another_view_shows_another_scene_and_keeps_the_weights():
    player = RunPlayer(RunSettings().changed(dataset="iris"))
    player.ahead.moment = advance(player.run, 7)
    before = player.ahead.camera.scene
    player.apply(player.settings.changed(view="components"))
    assert player.run.step == 7
    assert player.ahead.camera.scene.id != before.id and player.ahead.camera.scene.axis_titles[0] == "component 1"


def test_every_frame_says_which_points_are_right_and_agrees_with_the_accuracy():
    run = advance(IRIS, 40)
    frame = camera(run, 1).frame(run)
    assert frame.train_right.mean() == run.evaluation.train_accuracy
    assert frame.test_right.mean() == run.evaluation.test_accuracy


def test_regression_has_no_right_and_wrong():
    run = start(RunSettings(dataset="reg-plane"))
    frame = camera(run, 1).frame(run)
    assert frame.train_right is None and run.right[0].size == 0


def test_a_point_that_is_hit_is_shown_with_all_its_features_and_a_place_with_the_mean():
    looking = camera(IRIS, 1)
    hit = choose(looking, IRIS, {"x": 0.0, "y": 0.0, "set": "train", "index": 5})
    assert np.array_equal(hit.pictured[0], IRIS.data.train.X[5])
    assert (hit.sample.title, hit.sample.label) == ("train 6", int(IRIS.data.train.labels[5]))
    place = choose(looking, IRIS, {"x": 4.0, "y": 1.0})
    assert place.sample.label is None and np.allclose(place.pictured[0, :2], 0.0)


def numbers(values) -> str:
    return "a,b,c,y\n" + "".join(f"{v!r},{i % 7},{(i * 3) % 5},{'pq'[i % 2]}\n" for i, v in enumerate(values))


@pytest.mark.parametrize(
    "values",
    [
        [1e40 * i for i in range(12)],
        [1e-40 * i for i in range(12)],
        [1.7e9 + 1e-3 * i for i in range(12)],
    ],
    ids=["huge", "tiny", "narrow"],
)
@pytest.mark.parametrize("view", ["features:0,1", "components"])
def test_places_that_single_precision_cannot_tell_apart_are_measured_in_deviations(values, view):
    run = own_run(numbers(values), "y", ("a", "b", "c"), view=view)
    looking = camera(run, 1)
    points = np.concatenate([looking.scene.train_points, looking.scene.test_points]).astype(np.float32)
    assert np.isfinite(points).all() and len(np.unique(points[:, 0])) >= 10
    assert np.isfinite(looking.grid).all()
    if view == "features:0,1":
        assert looking.scene.axis_titles == ("a (in σ)", "b")


def test_a_single_feature_lies_across_and_the_classes_above_each_other():
    run = own_run("x,y\n" + "".join(f"{i},{'abc'[i % 3]}\n" for i in range(30)), "y", ("x",))
    cut = seen(run)
    assert set(cut.train[:, 1]) == {-1.0, 0.0, 1.0}
    assert cut.titles == ("x", "class")
    assert cut.caption == "Height shows the class, which the network does not see."
    assert np.array_equal(cut.inputs(np.array([[3.0, 1.0]])), cut.inputs(np.array([[3.0, -1.0]])))


def test_a_single_feature_and_a_number_to_predict_make_a_curve():
    run = own_run("x,y\n" + "".join(f"{i * 0.37},{i * i}\n" for i in range(30)), "y", ("x",))
    cut = seen(run)
    assert cut.titles == ("x", "target") and np.array_equal(cut.train[:, 1], run.data.train.Y[:, 0])


def test_of_very_many_points_some_are_drawn_and_that_is_said():
    data = Dataset(
        "own",
        "Own data",
        "binary",
        np.random.default_rng(0).normal(size=(9000, 3)),
        (np.arange(9000) % 2)[:, None],
        np.arange(9000) % 2,
        ("a", "b", "c"),
        ("p", "q"),
    )
    run = start(RunSettings().with_own(data), data)
    looking = camera(run, 1)
    assert len(looking.scene.train_points) == len(looking.scene.test_points) == MOST_POINTS
    assert looking.scene.caption.endswith("1,200 of 9,000 samples are shown.")
    last = choose(looking, run, {"x": 0.0, "y": 0.0, "set": "test", "index": MOST_POINTS - 1})
    assert np.array_equal(last.pictured[0], run.data.test.X[-1])


def test_the_data_of_a_plane_need_no_caption():
    run = start(RunSettings(dataset="spiral"))
    assert seen(run).caption == "" and seen(run).edges == (-6.0, 6.0, -6.0, 6.0)


def test_a_feature_without_variation_still_has_a_plane():
    X = dataset("iris").X.copy()
    X[:, 2] = 4.0
    iris = dataset("iris")
    data = Dataset("own", "Own data", "classes", X, iris.Y, iris.labels, iris.feature_names, iris.class_names)
    run = start(RunSettings().with_own(data).changed(view="features:2,3"), data)
    x0, x1, *_ = camera(run, 1).scene.plane
    assert x0 < 4.0 < x1


@pytest.mark.parametrize(("name", "drawing"), [("circle", True), ("reg-plane", False), ("iris", False)])
def test_a_click_may_add_a_point_to_classes_on_a_plane_only(name, drawing):
    assert camera(start(RunSettings().changed(dataset=name)), 1).scene.drawing == drawing


def test_wide_columns_are_not_mapped_unit_by_unit():
    player = RunPlayer(RunSettings().changed(dataset="digits").changed(view="components"))
    frame = player.ahead.camera.frame(player.run)
    assert frame.unit_maps[0] is None and frame.unit_maps[1] is not None

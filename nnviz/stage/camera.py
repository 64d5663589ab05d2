"""A camera looks at a run and takes frames: it computes every map, norm and probability that the stage draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isqrt
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.pictures import pictures
from nnviz.engine import Array
from nnviz.engine.network import Trace
from nnviz.experiments import Run
from nnviz.experiments.run.drawing import can_draw
from nnviz.experiments.run.target_units import has_target_units
from nnviz.experiments.run.view import SAMPLES
from nnviz.stage.channel_maps import channel_maps
from nnviz.stage.chunk import Sample
from nnviz.stage.diagram_columns import DiagramColumn, diagram_columns
from nnviz.stage.frame import Frame
from nnviz.stage.frame_numbers import last_changes, losses, losses_of, next_learning_rate, weights_of
from nnviz.stage.planes import CURVE_POINTS, Plane, plane
from nnviz.stage.quantise import centred_bytes, share_bytes
from nnviz.stage.scene import WIDE, Scene, Target
from nnviz.stage.scene import Head as HeadName
from nnviz.stage.scene_columns import scene_columns

MAP_SIDE = 50
UNIT_MAP_SIDE = 25
COARSE_MAP_SIDE = 26
"""Cells along a side of the maps while many visitors train: about a quarter of the cells, and of the time and bytes."""
PICTURES = 10
"""Samples of the test part that an image scene shows."""

_STRIDE = MAP_SIDE // UNIT_MAP_SIDE


@dataclass(frozen=True, eq=False)
class Camera:
    """The view of one run: what stands still in it, and where its maps are computed.

    Attributes
    ----------
    scene : Scene
    grid : ndarray, shape (map_side^2, n_features), or None
        The features of the map's cells, row 0 at the lowest y; None where there is no plane.
    pictured : ndarray, shape (k, n_features)
        The samples whose probabilities are shown.
    sample : Sample
        The chosen one of them.
    targets : ndarray, shape (k, n_out), or None
        What these samples should yield; None where nobody knows.
    pictures : ndarray of uint8, shape (k, height, width), or None
        The samples as pictures, 0 is paper, where they are not those of the scene.
    plane : Plane or None
        What lies where in the map; None where there is none.
    coarse_grid : ndarray, shape (coarse_map_side^2, n_features), or None
        The same for coarse maps.
    line : ndarray, shape (CURVE_POINTS, n_features), or None
        Where a curve is computed, if the plane is a graph over one feature.
    """

    scene: Scene
    grid: Array | None
    pictured: Array
    sample: Sample
    plane: Plane | None = None
    coarse_grid: Array | None = None
    line: Array | None = None
    targets: Array | None = None
    pictures: NDArray[np.uint8] | None = None

    @property
    def shows_maps(self) -> bool:
        """Whether the network has feature maps: then a forward pass of all samples takes longer than a frame may."""
        return any(column.shape for column in self.scene.columns)

    def frame(self, run: Run, coarse: bool = False, before: Frame | None = None) -> Frame:
        """Take the picture of this moment of the run.

        Parameters
        ----------
        run : Run
            One of the architecture and data that the camera was set up for.
        coarse : bool
            Whether the maps have fewer cells, since many visitors train.
        before : Frame, optional
            The frame whose losses stand here, too; they are measured anew unless given.
        """
        network = run.state.network
        columns, row = diagram_columns(network), self.sample.index
        layers: list[Any] = [network.layers[column.layer] for column in columns]
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            trace = network.forward(self.pictured)
            outputs = (trace.X, *(trace.layers[column.last].A for column in columns))
            maps = self._maps(run, columns, self.coarse_grid if coarse else self.grid)
            said = run.head.output(outputs[-1], run.state.rules.loss)
            return Frame(
                step=run.step,
                epoch=run.epoch,
                learning_rate=next_learning_rate(run),
                **(losses(run) if before is None else losses_of(before)),
                measured=before is None,
                weights=tuple(weights_of(layer) for layer in layers),
                biases=tuple(getattr(layer, "b", None) for layer in layers),
                **last_changes(run),
                **maps,
                activations=tuple(
                    None if column.shape else A[row].ravel()
                    for column, A in zip(self.scene.columns, outputs, strict=True)
                ),
                pre_activations=tuple(_sum(column, trace, row) for column in columns),
                **channel_maps(run, self.scene, columns, trace, row, self._target),
                probabilities=said,
                sample_pictures=self.pictures,
                predictions=run.predictions(said)[:, 0] if self.scene.target else None,
            )

    @property
    def _target(self) -> Array | None:
        """What the chosen sample should yield, shape (1, n_out)."""
        return None if self.targets is None else self.targets[[self.sample.index]]

    def _maps(self, run: Run, columns: Sequence[DiagramColumn], grid: Array | None) -> dict[str, Any]:
        """Compute every unit over the plane, what the network says there, and which points it has right."""
        if self.plane is None or grid is None:
            return {}
        network, side = run.state.network, isqrt(len(grid))
        trace = network.forward(grid)
        outputs = [trace.layers[column.last].A for column in columns]
        drawn = [not column.shape and column.units <= WIDE for column in columns]
        units = [_unit_maps(A, side) if each else None for A, each in zip(outputs, drawn, strict=True)]
        said = run.head.output(outputs[-1], run.state.rules.loss)
        maps: dict[str, Any] = {
            "unit_maps": tuple(unit and unit[0] for unit in units),
            "unit_map_ends": tuple(unit[1] if unit else 1.0 for unit in units),
        }
        if self.scene.target:
            maps["train_predictions"] = run.predicted[0][self.plane.train_rows]
            maps["test_predictions"] = run.predicted[1][self.plane.test_rows]
        if self.line is not None and self.plane.heights is not None:
            maps["curve"] = self.plane.heights(run.output(self.line))
        if run.head.targets != "values":
            train, test = run.right
            maps["train_right"] = train[self.plane.train_rows].astype(np.uint8)
            maps["test_right"] = test[self.plane.test_rows].astype(np.uint8)
        if run.head.output_activation == "softmax":
            maps["output_map"] = said.argmax(-1).astype(np.uint8).reshape(side, side)
            maps["output_confidence"] = share_bytes(said.max(-1)).reshape(side, side)
            return maps
        low, centre, high = self.scene.output_range
        maps["output_map"] = centred_bytes(said[:, 0], (high - low) / 2.0, centre).reshape(side, side)
        return maps


def camera(
    run: Run, scene_id: int, sample: Sample | None = None, picture: bool = False, view: str | None = None
) -> Camera:
    """Set up the camera for a run.

    Parameters
    ----------
    run : Run
    scene_id : int
        A number that no other scene of this page has.
    sample : Sample, optional
        The chosen sample; the first of the test part unless given.
    picture : bool
        See `Scene.picture`.
    view : str, optional
        As `RunSettings.view_name`; that of the run's settings unless given.
    """
    view = view or run.settings.view_name
    if view == SAMPLES:
        return _of_samples(run, scene_id, sample, picture)
    return _of_plane(run, scene_id, sample, picture, view)


def _of_samples(run: Run, scene_id: int, sample: Sample | None, picture: bool) -> Camera:
    data = run.data
    rows = _one_of_each(data.test.labels)
    images = pictures(data.data, data.test.raw[rows])
    scene = Scene(
        scene_id,
        "table" if images is None else "image",
        scene_columns(run),
        _head(run),
        data.data.class_names,
        images=images,
        sample_labels=tuple(int(label) for label in data.test.labels[rows]),
        sample_titles=tuple(f"{'train' if data.test_is_train else 'test'} {row + 1}" for row in rows),
        test_is_train=data.test_is_train,
        picture=picture,
    )
    chosen = sample or _pictured_sample(scene, 0)
    return Camera(scene, None, data.test.X[rows], chosen, targets=data.test.Y[rows])


def _one_of_each(labels: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return the rows of the first sample of each class, then of the next ones, until there are enough."""
    first = np.unique(labels, return_index=True)[1]
    others = np.setdiff1d(np.arange(len(labels)), first)
    return np.concatenate([first, others])[:PICTURES]


def choose(camera: Camera, run: Run, wanted: dict[str, object]) -> Camera:
    """Return the camera with another sample chosen, as the stage's command asks; the same one if it makes no sense.

    Parameters
    ----------
    camera : Camera
    run : Run
    wanted : dict
        ``{'index': i}`` for a picture, or ``{'x': x, 'y': y}`` for a place in the plane, with ``'set'`` and ``'index'``
        where a point of the data was hit: then it is that sample with all its features, not the place.
    """
    if camera.plane is None:
        index = _index(wanted.get("index"), len(camera.pictured))
        return camera if index is None else replace(camera, sample=_pictured_sample(camera.scene, index))
    x, y = wanted.get("x"), wanted.get("y")
    if not (isinstance(x, int | float) and isinstance(y, int | float) and np.isfinite([x, y]).all()):
        return camera
    name = str(wanted.get("set"))
    rows = {"train": camera.plane.train_rows, "test": camera.plane.test_rows}.get(name)
    hit = None if rows is None else _index(wanted.get("index"), len(rows))
    if rows is not None and hit is not None:
        return _with_point(camera, run, name, hit)
    place = (float(x), float(y))
    return replace(camera, pictured=camera.plane.inputs(np.array([place])), sample=_place(*place, None))


def _with_point(camera: Camera, run: Run, name: str, hit: int) -> Camera:
    """Choose a point of the data that is drawn."""
    assert camera.plane is not None
    part = run.data.train if name == "train" else run.data.test
    points, rows = getattr(camera.plane, name), getattr(camera.plane, f"{name}_rows")
    row = int(rows[hit])
    label = int(part.labels[row]) if len(part.labels) else None
    sample = _place(float(points[hit, 0]), float(points[hit, 1]), label)
    if camera.scene.target:
        sample = replace(sample, label=float(part.Y[row, 0]), target=float(part.raw_Y[row, 0]))
    if camera.plane.caption:
        sample = replace(sample, title=f"{name} {row + 1}")
    return replace(camera, pictured=part.X[[row]], sample=sample)


def _index(given: object, n: int) -> int | None:
    """Return a position out of n that the browser sent, or None where it makes no sense."""
    return int(given) if isinstance(given, int | float) and 0 <= given < n else None


def _place(x: float, y: float, label: int | None) -> Sample:
    return Sample(0, f"({x:.2f}, {y:.2f})", label, (x, y))


def _of_plane(run: Run, scene_id: int, sample: Sample | None, picture: bool, view: str) -> Camera:
    data, cut = run.data, plane(run, view)
    grid, coarse = cut.grid(MAP_SIDE), cut.grid(COARSE_MAP_SIDE)
    regression = run.head.targets == "values"
    labels = (data.train.Y[:, 0], data.test.Y[:, 0]) if regression else (data.train.labels, data.test.labels)
    columns = scene_columns(run)
    ends = _output_ends(run)
    target = _target(run, ends) if has_target_units(run) else None
    unmapped = columns[0].wide or bool(columns[0].shape)  # an image has one map, of its own places
    features, feature_end = (None, 1.0) if unmapped else _unit_maps(grid, MAP_SIDE)
    scene = Scene(
        scene_id,
        "plane",
        columns,
        _head(run),
        data.data.class_names,
        plane=cut.edges,
        axis_titles=cut.titles,
        caption=cut.caption,
        output_range=ends,
        map_side=MAP_SIDE,
        unit_map_side=UNIT_MAP_SIDE,
        feature_maps=features,
        feature_map_end=feature_end,
        train_points=cut.train,
        train_labels=labels[0][cut.train_rows],
        test_points=cut.test,
        test_labels=labels[1][cut.test_rows],
        train_targets=None if target is None else data.train.raw_Y[cut.train_rows, 0],
        test_targets=None if target is None else data.test.raw_Y[cut.test_rows, 0],
        target=target,
        truth=cut.truth,
        test_is_train=data.test_is_train,
        picture=picture,
        drawing=view == "plane" and can_draw(run.settings) and not picture,
    )
    line = None if cut.heights is None else cut.line(CURVE_POINTS)
    if sample is None or sample.position is None:
        part = "train" if data.test_is_train else "test"
        return _with_point(
            Camera(scene, grid, data.test.X[:1], _place(0.0, 0.0, None), cut, coarse, line), run, part, 0
        )
    return Camera(scene, grid, cut.inputs(np.array([sample.position])), sample, cut, coarse, line)


def _output_ends(run: Run) -> tuple[float, float, float]:
    """Return the numbers at the two ends and in the middle of the output's colour scale."""
    if not has_target_units(run):
        return (-1.0, 0.0, 1.0) if run.head.output_activation in ("identity", "tanh") else (0.0, 0.5, 1.0)
    low, high = float(run.data.train.Y.min()), float(run.data.train.Y.max())
    if run.settings.function is not None and not run.data.target_scaling.changes:
        low, high = float(np.floor(10.0 * low) / 10.0), float(np.ceil(10.0 * high) / 10.0)  # -1, not -0.99992
    middle = low / 2.0 + high / 2.0
    return (low, middle, high) if low < middle < high else (middle - 1.0, middle, middle + 1.0)


def _target(run: Run, ends: tuple[float, float, float]) -> Target:
    """Return what is predicted, with the ends of the colour scale in its own units."""
    own = run.data.target_scaling.invert(np.array(ends)[:, None])[:, 0]
    return Target(run.data.target_title, (float(own[0]), float(own[1]), float(own[2])), run.data.target_scaling.changes)


def _sum(column: DiagramColumn, trace: Trace, row: int) -> Array | None:
    """Return what the units of a column summed up for one sample; None for feature maps, and where there is no sum."""
    Z = getattr(trace.layers[column.layer], "Z", None)
    return None if Z is None or column.shape else Z[row].ravel()


def _head(run: Run) -> HeadName:
    return cast(HeadName, run.head.name)


def _unit_maps(A: Array, side: int) -> tuple[NDArray[np.uint8], float]:
    """Thin the grid out and scale a column's outputs to bytes: to 1, or to the largest of the column beyond that.

    That number is the second thing returned.
    """
    maps = A.reshape(side, side, -1)[::_STRIDE, ::_STRIDE].transpose(2, 0, 1)
    largest = float(np.maximum.reduce(np.abs(maps), None))
    end = largest if 1.0 < largest < np.inf else 1.0
    return centred_bytes(maps, end), end


def _pictured_sample(scene: Scene, index: int) -> Sample:
    return Sample(index, scene.sample_titles[index], scene.sample_labels[index])

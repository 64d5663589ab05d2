"""A camera looks at a run and takes frames: it computes every map, norm and probability that the stage draws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Dense
from nnviz.experiments import Run, column_outputs, network_columns
from nnviz.stage.chunk import Sample
from nnviz.stage.frame import Frame
from nnviz.stage.quantise import centred_bytes, share_bytes
from nnviz.stage.scene import Column, Scene
from nnviz.stage.scene import Head as HeadName

MAP_SIDE = 50
UNIT_MAP_SIDE = 25
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
    """

    scene: Scene
    grid: Array | None
    pictured: Array
    sample: Sample

    def frame(self, run: Run) -> Frame:
        """Take the picture of this moment of the run.

        Parameters
        ----------
        run : Run
            One of the architecture and data that the camera was set up for.
        """
        network = run.state.network
        dense = [layer for layer in network.layers if isinstance(layer, Dense)]
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            outputs = column_outputs(network, network.forward(self.pictured))
            maps = self._maps(run)
            return Frame(
                step=run.step,
                epoch=run.epoch,
                learning_rate=_learning_rate(run),
                **_losses(run),
                weights=tuple(layer.W for layer in dense),
                biases=tuple(layer.b for layer in dense),
                **_changes(run),
                **maps,
                activations=tuple(A[self.sample.index] for A in outputs),
                probabilities=run.head.output(outputs[-1], run.state.rules.loss),
            )

    def _maps(self, run: Run) -> dict[str, Any]:
        """Compute every unit over the plane, and what the network says there."""
        if self.grid is None:
            return {}
        network, side = run.state.network, self.scene.map_side
        outputs = column_outputs(network, network.forward(self.grid))
        units = tuple(_unit_maps(A, side) for A in outputs[1:])
        said = run.head.output(outputs[-1], run.state.rules.loss)
        if run.head.squash == "softmax":
            return {
                "unit_maps": units,
                "output_map": said.argmax(-1).astype(np.uint8).reshape(side, side),
                "output_confidence": share_bytes(said.max(-1)).reshape(side, side),
            }
        low, centre, high = self.scene.output_range
        cells = centred_bytes(said[:, 0], (high - low) / 2.0, centre).reshape(side, side)
        return {"unit_maps": units, "output_map": cells}


def camera(run: Run, scene_id: int, sample: Sample | None = None, picture: bool = False) -> Camera:
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
    """
    kind: Literal["plane", "image", "table"]
    kind = "plane" if run.settings.plane else "image" if run.data.data.image_shape else "table"
    if kind == "plane":
        return _over_the_plane(run, scene_id, sample, picture)
    data = run.data
    rows = _one_of_each(data.test.labels)
    images = None
    if data.data.image_shape:
        images = data.test.raw[rows].reshape(-1, *data.data.image_shape) / data.data.X.max()
    scene = Scene(
        scene_id,
        kind,
        _columns(run),
        _head(run),
        data.data.class_names,
        images=images,
        sample_labels=tuple(int(label) for label in data.test.labels[rows]),
        sample_titles=tuple(f"test {row + 1}" for row in rows),
        picture=picture,
    )
    chosen = sample or _pictured_sample(scene, 0)
    return Camera(scene, None, data.test.X[rows], chosen)


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
        ``{'index': i}`` for a picture, or ``{'x': x, 'y': y}`` for a place in the plane.
    """
    if camera.grid is None:
        index = _index(wanted.get("index"), len(camera.pictured))
        return camera if index is None else replace(camera, sample=_pictured_sample(camera.scene, index))
    x, y = wanted.get("x"), wanted.get("y")
    if not (isinstance(x, int | float) and isinstance(y, int | float) and np.isfinite([x, y]).all()):
        return camera
    part = {"train": run.data.train, "test": run.data.test}.get(str(wanted.get("set")))
    hit = None if part is None else _index(wanted.get("index"), len(part.labels))
    label = None if part is None or hit is None else int(part.labels[hit])
    sample = _place(float(x), float(y), label)
    return replace(camera, pictured=run.data.features(np.array([sample.position])), sample=sample)


def _index(given: object, n: int) -> int | None:
    """Return a position out of n that the browser sent, or None where it makes no sense."""
    return int(given) if isinstance(given, int | float) and 0 <= given < n else None


def _place(x: float, y: float, label: int | None) -> Sample:
    return Sample(0, f"({x:.2f}, {y:.2f})", label, (x, y))


def _over_the_plane(run: Run, scene_id: int, sample: Sample | None, picture: bool) -> Camera:
    data = run.data
    low, high = data.data.x_range or (-6.0, 6.0)
    step = (high - low) / MAP_SIDE
    centres = low + step * (np.arange(MAP_SIDE) + 0.5)
    x, y = np.meshgrid(centres, centres)
    grid = data.features(np.stack([x.ravel(), y.ravel()], -1))
    regression = run.head.targets == "values"
    labels = (data.train.Y[:, 0], data.test.Y[:, 0]) if regression else (data.train.labels, data.test.labels)
    scene = Scene(
        scene_id,
        "plane",
        _columns(run),
        _head(run),
        data.data.class_names,
        plane=(low, high, low, high),
        axis_titles=("x", "y"),
        output_range=(-1.0, 0.0, 1.0) if run.head.squash in ("identity", "tanh") else (0.0, 0.5, 1.0),
        map_side=MAP_SIDE,
        unit_map_side=UNIT_MAP_SIDE,
        feature_maps=_unit_maps(grid, MAP_SIDE),
        train_points=data.train.raw,
        train_labels=labels[0],
        test_points=data.test.raw,
        test_labels=labels[1],
        picture=picture,
    )
    if sample is None or sample.position is None:
        x, y = data.test.raw[0]
        sample = _place(float(x), float(y), None if regression else int(data.test.labels[0]))
    return Camera(scene, grid, data.features(np.array([sample.position])), sample)


def _columns(run: Run) -> tuple[Column, ...]:
    inputs = Column("input", run.settings.n_features, run.data.feature_titles)
    behind = network_columns(run.state.network)
    widths = [layer.n_out for layer in run.state.network.layers if isinstance(layer, Dense)]
    hidden = [Column(f"hidden {i + 1}", widths[i], (), column.activation) for i, column in enumerate(behind[:-1])]
    names = run.data.data.class_names if run.head.squash == "softmax" else ()
    return (inputs, *hidden, Column("output", widths[-1], names, _squash_title(run)))


def _squash_title(run: Run) -> str:
    return {"identity": "linear"}.get(run.head.squash, run.head.squash)


def _head(run: Run) -> HeadName:
    return cast(HeadName, run.head.name)


def _unit_maps(A: Array, side: int) -> NDArray[np.uint8]:
    """Thin the grid out and scale a column's outputs to bytes: to 1, or to the largest of the column beyond that."""
    maps = A.reshape(side, side, -1)[::_STRIDE, ::_STRIDE].transpose(2, 0, 1)
    largest = float(np.abs(maps).max())
    return centred_bytes(maps, largest if 1.0 < largest < np.inf else 1.0)


def _losses(run: Run) -> dict[str, Any]:
    e = run.evaluation
    return {
        "train_loss": e.train_loss,
        "test_loss": e.test_loss,
        "train_accuracy": e.train_accuracy,
        "test_accuracy": e.test_accuracy,
    }


def _learning_rate(run: Run) -> float:
    return float(run.last.learning_rate) if run.last else run.settings.learning_rate


def _changes(run: Run) -> dict[str, Any]:
    """Return gradients and updates of the last step, layer by layer.

    Before the first step there is no update yet; the gradient is that of the first batch at the initial weights.
    """
    record = run.last or run.look_ahead()
    dense = [i for i, layer in enumerate(run.state.network.layers) if isinstance(layer, Dense)]
    gradients: list[Any] = [record.gradients.layers[i] for i in dense]
    before: list[Any] = [record.before.network.layers[i] for i in dense]
    after: list[Any] = [run.state.network.layers[i] for i in dense]
    dW, db = tuple(g.dW for g in gradients), tuple(g.db for g in gradients)
    uW = tuple(new.W - old.W for new, old in zip(after, before, strict=True))
    ub = tuple(new.b - old.b for new, old in zip(after, before, strict=True))
    sizes = np.array([np.linalg.norm(old.W) for old in before])
    steps = np.array([np.linalg.norm(change) for change in uW])
    return {
        "gradient_norms": np.array([np.linalg.norm(part) for part in dW]),
        "update_ratios": np.divide(steps, sizes, out=np.zeros_like(steps), where=sizes > 0),
        "weight_gradients": dW,
        "bias_gradients": db,
        "weight_updates": uW,
        "bias_updates": ub,
    }


def _pictured_sample(scene: Scene, index: int) -> Sample:
    return Sample(index, scene.sample_titles[index], scene.sample_labels[index])

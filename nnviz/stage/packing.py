"""Packing turns a scene, the head of a chunk and its frames into one message for the browser (`nnviz/stage/wire.py`).

Numbers are float32, maps are uint8.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nnviz.experiments.diagnosis import TITLES
from nnviz.figures.theme import themes_for_browser
from nnviz.stage.chunk import Chunk, Finding
from nnviz.stage.frame import Frame, check_frame
from nnviz.stage.quantise import centred_bytes
from nnviz.stage.scene import WIDE, Column, Scene
from nnviz.stage.wire import WIRE_VERSION, PackedFrame, pack_frame, pack_message, single

Array = NDArray[Any]
F = TypeVar("F")

HISTORY = "history"
"""The name of the points of the curves among a message's arrays: one row a point."""

MATRIX_SIDE = 64
"""A wide pair's weights are sent as a picture with at most this many cells a side."""


def pack(scene: Scene | None, chunk: Chunk, frames: Sequence[Frame] = ()) -> bytes:
    """One message for the browser.

    Parameters
    ----------
    scene : Scene, optional
        Given when the browser does not have it yet (its `need` says which one it has).
    chunk : Chunk
        The head of the message.
    frames : sequence of Frame
        The frames to play, oldest first.

    Returns
    -------
    bytes
        The message. Equal arguments give equal bytes.

    Raises
    ------
    ValueError
        If a frame does not fit the scene, or the frames of one chunk do not have the same shapes.
    """
    if scene is not None and scene.id != chunk.scene:
        raise ValueError(f"The chunk names scene {chunk.scene} but carries scene {scene.id}; give both the same id.")
    if scene is not None:
        for frame in frames:
            check_frame(scene, frame)
    header = chunk_header(chunk) | ({} if scene is None else {"scene_spec": scene_header(scene)})
    return pack_chunk(header, scene, chunk, [packed_once(frame, frame_fields) for frame in frames])


_PACKED: WeakKeyDictionary[Any, PackedFrame] = WeakKeyDictionary()
"""Frames that somebody was sent, as long as they are kept: packing one takes as long as making it."""


def packed_once(frame: F, fields: Callable[[F], Sequence[tuple[str, Array]]]) -> PackedFrame:
    """Return a frame as it is sent; of frames that many visitors share it is made once.

    Parameters
    ----------
    frame : Frame or another one
        A record that nobody changes.
    fields : callable
        Returns its named arrays.
    """
    known = _PACKED.get(frame)
    if known is None:
        known = _PACKED[frame] = pack_frame(fields(frame))
    return known


def pack_chunk(header: dict[str, Any], scene: Scene | None, chunk: Chunk, frames: Sequence[PackedFrame]) -> bytes:
    """Return a message of a scene's arrays, the points of the curves, and frames.

    Parameters
    ----------
    header : dict
        As of `chunk_header`, with what else the browser must know.
    scene : Scene, optional
    chunk : Chunk
        Whose history is sent.
    frames : sequence of PackedFrame
        Oldest first.
    """
    arrays = dict(single([*(() if scene is None else scene_arrays(scene)), (HISTORY, np.asarray(chunk.history.rows))]))
    return pack_message(header, arrays, frames)


def chunk_header(chunk: Chunk) -> dict[str, Any]:
    """The fields of the chunk that are plain JSON."""
    return {
        "wire": WIRE_VERSION,
        "sequence": chunk.sequence,
        "generation": chunk.generation,
        "scene": chunk.scene,
        "playing": chunk.playing,
        "newest": chunk.newest,
        "low_water": chunk.low_water,
        "speeds": [_plain(speed) for speed in chunk.speeds],
        "thinning": chunk.thinning,
        "strides": chunk.strides,
        "coarse": chunk.coarse,
        "speed": chunk.speed,
        "rewind_to": chunk.rewind_to,
        "answers": chunk.answers,
        "sample": None if chunk.sample is None else asdict(chunk.sample),
        "messages": list(chunk.messages),
        "note": chunk.note,
        "locked": chunk.locked,
        "undo": chunk.undo,
        "followed": chunk.followed,
        "direct": chunk.direct and _plain(chunk.direct),
        "diagnosis": None if chunk.diagnosis is None else [_finding(finding) for finding in chunk.diagnosis],
        "controls": None if chunk.controls is None else _plain(chunk.controls),
        "way": chunk.way,
        "history_columns": list(chunk.history.columns),
        "history": {"since": chunk.history.since},
    }


@lru_cache(maxsize=256)
def _plain(record: Any) -> dict[str, Any]:
    """Return the fields of a record that many messages carry as it is; nobody writes into them."""
    return asdict(record)


def _finding(result: Finding) -> dict[str, str]:
    """What the browser shows of a finding."""
    title = TITLES.get(result.sign, result.sign)
    return {"sign": result.sign, "title": title, "sentence": result.sentence, "remedy": result.remedy}


def scene_arrays(scene: Scene) -> list[tuple[str, Array]]:
    """Return the arrays of a scene: numbers first, bytes after them."""
    fields = [
        ("train_points", np.asarray(scene.train_points)),
        ("train_labels", np.asarray(scene.train_labels)),
        ("test_points", np.asarray(scene.test_points)),
        ("test_labels", np.asarray(scene.test_labels)),
    ]
    for name in ("train_targets", "test_targets", "truth"):
        if (targets := getattr(scene, name)) is not None:
            fields.append((name, np.asarray(targets)))
    if scene.feature_maps is not None and not scene.columns[0].wide:
        fields = [("feature_maps.largest", np.array([scene.feature_map_end])), *fields]
        fields.append(("feature_maps", scene.feature_maps))
    if scene.images is not None:
        fields.append(("images", np.rint(np.clip(scene.images, 0.0, 1.0) * 255.0).astype(np.uint8)))
    return fields


def scene_header(scene: Scene) -> dict[str, Any]:
    """Return what JSON can hold of a scene."""
    return {
        "id": scene.id,
        "kind": scene.kind,
        "columns": [_column(column) for column in scene.columns],
        "head": scene.head,
        "classes": scene.classes,
        "plane": [float(edge) for edge in scene.plane],
        "axis_titles": scene.axis_titles,
        "caption": scene.caption,
        "output_range": [float(number) for number in scene.output_range],
        "sample_labels": [int(label) for label in scene.sample_labels],
        "sample_titles": scene.sample_titles,
        "target": None if scene.target is None else asdict(scene.target),
        "test_is_train": scene.test_is_train,
        "picture": scene.picture,
        "drawing": scene.drawing,
        "themes": themes_for_browser(),
    }


def _column(column: Column) -> dict[str, Any]:
    """What the browser must know of a column; plain units are computed by a dense layer, and have no shape."""
    said = asdict(column) | {"wide": column.wide}
    if column.operation == "dense":
        del said["operation"]
    if not column.shape:
        del said["shape"]
    return said


def frame_fields(frame: Frame) -> list[tuple[str, Array]]:
    """Return the named arrays of one frame: numbers first, bytes after them."""
    numbers = (frame.step, frame.epoch, frame.learning_rate, frame.train_loss, frame.test_loss)
    errors = [error for error in (frame.train_rmse, frame.test_rmse) if error is not None]
    fields = [
        ("numbers", np.array([*numbers, frame.train_accuracy, frame.test_accuracy, float(frame.measured), *errors])),
        ("gradient_norms", frame.gradient_norms),
        ("update_ratios", frame.update_ratios),
    ]
    for name in ("weights", "weight_gradients", "weight_updates"):
        for layer, matrix in enumerate(getattr(frame, name)):
            if matrix is not None:
                fields += _matrix_fields(f"{name}.{layer}", matrix)
    for name in ("biases", "bias_gradients", "bias_updates"):
        fields += [(f"{name}.{layer}", b) for layer, b in enumerate(getattr(frame, name)) if b is not None]
    fields += [(f"activations.{i}", a) for i, a in enumerate(frame.activations) if a is not None]
    if frame.probabilities is not None:
        fields.append(("probabilities", frame.probabilities))
    for name in ("predictions", "train_predictions", "test_predictions", "curve"):
        if (predicted := getattr(frame, name)) is not None:
            fields.append((name, predicted))
    sums = enumerate(frame.pre_activations, start=1)
    fields += [(f"pre_activations.{i}", z) for i, z in sums if z is not None]
    for name in ("channel_map", "map_gradient"):
        ends = enumerate(getattr(frame, f"{name}_ends"))
        cells = getattr(frame, f"{name}s")
        fields += [(f"{name}s.{i}.largest", np.array([end])) for i, end in ends if cells[i] is not None]
        fields += [(f"{name}s.{i}", channels) for i, channels in enumerate(cells) if channels is not None]
    fields += [(f"dead_channels.{i}", dead) for i, dead in enumerate(frame.dead_channels) if dead is not None]
    fields += [(f"unit_maps.{i}.largest", np.array([end])) for i, end in enumerate(frame.unit_map_ends, start=1)]
    fields += [
        (f"unit_maps.{i}", m) for i, m in enumerate(frame.unit_maps, start=1) if m is not None and len(m) <= WIDE
    ]
    for name in ("output_map", "output_confidence", "train_right", "test_right", "sample_pictures"):
        if (cells := getattr(frame, name)) is not None:
            fields.append((name, cells))
    cells = [field for field in fields if field[1].dtype.char == "B"]
    return [field for field in fields if field[1].dtype.char != "B"] + cells  # so float32 stays aligned


def _matrix_fields(name: str, matrix: Array) -> list[tuple[str, Array]]:
    """A layer's matrix or kernels as numbers, or as a picture where one of its columns is wide."""
    if max(matrix.shape[-2:]) <= WIDE:
        return [(name, matrix)]
    finite = np.abs(matrix[np.isfinite(matrix)])
    largest = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
    shown = shrink(matrix) if matrix.ndim == 2 else matrix
    return [(f"{name}.largest", np.array([largest])), (f"{name}.picture", centred_bytes(shown, largest))]


def shrink(matrix: Array, side: int = MATRIX_SIDE) -> Array:
    """A matrix with at most `side` rows and columns; each entry is the largest, sign kept, of the block it stands for.

    Parameters
    ----------
    matrix : array (n_in, n_out)
        Any matrix.
    side : int
        The most rows and columns of the result.

    Returns
    -------
    array (min(n_in, side), min(n_out, side))
        The matrix itself if it is small enough.
    """
    for axis in (0, 1):
        n = matrix.shape[axis]
        if n > side:
            starts = np.arange(side) * n // side
            highest = np.maximum.reduceat(matrix, starts, axis=axis)
            lowest = np.minimum.reduceat(matrix, starts, axis=axis)
            matrix = np.where(highest >= -lowest, highest, lowest)
    return matrix

"""Packing turns a scene, the head of a chunk and its frames into one buffer of bytes for the browser.

The buffer is: the length of the header (uint32, little endian), the header (JSON, padded to a multiple of four bytes),
and the body. The header says where in the body every array lies, so the reader knows no shapes of its own:

    body = scene arrays | history rows | frame 0 | frame 1 | ...

Numbers are float32, maps are uint8; every block is padded to a multiple of four bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.figures.theme import themes_for_browser
from nnviz.stage.chunk import Chunk, Finding
from nnviz.stage.frame import Frame, check_frame
from nnviz.stage.quantise import centred_bytes
from nnviz.stage.scene import WIDE, Scene

Array = NDArray[Any]
Fields = list[tuple[str, Array]]

WIRE_VERSION = 1
"""Rises when the format changes: a page that was open during an upgrade then asks to be loaded again."""

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
        The buffer, as the module's first lines describe it. Equal arguments give equal bytes.

    Raises
    ------
    ValueError
        If a frame does not fit the scene, or the frames of one chunk do not have the same shapes.
    """
    if scene is not None and scene.id != chunk.scene:
        raise ValueError(f"The chunk names scene {chunk.scene} but carries scene {scene.id}; give both the same id.")
    header = chunk_header(chunk)
    body = b""
    if scene is not None:
        for frame in frames:
            check_frame(scene, frame)
        header["scene_spec"], block = scene_block(scene)
        body += block
    header["history"] = {"offset": len(body), "rows": len(chunk.history.rows), "since": chunk.history.since}
    with np.errstate(over="ignore"):  # beyond float32 is infinity to the browser: such a run has diverged anyway
        body += np.asarray(chunk.history.rows, dtype="<f4").tobytes()
        header["frames"], blocks = _frame_blocks(frames, len(body))
    return message(header, body + blocks)


def message(header: dict[str, Any], body: bytes) -> bytes:
    """Return a header and a body as one buffer."""
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<I", len(text)) + text + body


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
        "speeds": [asdict(speed) for speed in chunk.speeds],
        "speed": chunk.speed,
        "rewind_to": chunk.rewind_to,
        "answers": chunk.answers,
        "sample": None if chunk.sample is None else asdict(chunk.sample),
        "messages": list(chunk.messages),
        "diagnosis": None if chunk.diagnosis is None else [_finding(found) for found in chunk.diagnosis],
        "history_columns": list(chunk.history.columns),
    }


def _finding(found: Finding) -> dict[str, str]:
    """What the browser shows of a finding."""
    return {"sign": found.sign, "sentence": found.sentence, "remedy": found.remedy}


def scene_block(scene: Scene) -> tuple[dict[str, Any], bytes]:
    """The scene's description and its arrays as bytes."""
    fields: Fields = [
        ("train_points", scene.train_points),
        ("train_labels", scene.train_labels),
        ("test_points", scene.test_points),
        ("test_labels", scene.test_labels),
    ]
    if scene.feature_maps is not None and not scene.columns[0].wide:
        fields.append(("feature_maps", scene.feature_maps))
    if scene.images is not None:
        fields.append(("images", np.rint(np.clip(scene.images, 0.0, 1.0) * 255.0).astype(np.uint8)))
    layout, size = _layout(fields)
    spec = {
        "id": scene.id,
        "kind": scene.kind,
        "columns": [asdict(column) | {"wide": column.wide} for column in scene.columns],
        "head": scene.head,
        "classes": scene.classes,
        "plane": [float(edge) for edge in scene.plane],
        "axis_titles": scene.axis_titles,
        "caption": scene.caption,
        "output_range": [float(number) for number in scene.output_range],
        "sample_labels": [int(label) for label in scene.sample_labels],
        "sample_titles": scene.sample_titles,
        "picture": scene.picture,
        "drawing": scene.drawing,
        "themes": themes_for_browser(),
        "layout": layout,
    }
    return spec, _to_bytes(fields, size)


def _frame_blocks(frames: Sequence[Frame], offset: int) -> tuple[dict[str, Any], bytes]:
    """Where the frames lie, and their bytes."""
    return field_blocks([_frame_fields(frame) for frame in frames], offset)


def field_blocks(frames: Sequence[Fields], offset: int) -> tuple[dict[str, Any], bytes]:
    """Where frames lie that are given by their arrays, and their bytes.

    Parameters
    ----------
    frames : sequence of list of (name, array)
        The first array is ``numbers``, whose first entry is the step.
    offset : int
        Where the first of them begins in the body.

    Raises
    ------
    ValueError
        If they have not all the same arrays and shapes.
    """
    if not frames:
        return {"count": 0, "offset": offset, "size": 0, "layout": []}, b""
    layout, size = _layout(frames[0])
    for fields in frames:
        if _layout(fields)[0] != layout:
            raise ValueError(
                f"Frames of one chunk must have the same arrays and shapes; step {fields[0][1][0]:g} differs from step "
                f"{frames[0][0][1][0]:g}. Start a new chunk (and a new scene) when the network changes."
            )
    data = b"".join(_to_bytes(fields, size) for fields in frames)
    return {"count": len(frames), "offset": offset, "size": size, "layout": layout}, data


def _frame_fields(frame: Frame) -> Fields:
    """The named arrays of one frame: numbers first, bytes after them."""
    numbers = (frame.step, frame.epoch, frame.learning_rate, frame.train_loss, frame.test_loss)
    fields: Fields = [
        ("numbers", np.array([*numbers, frame.train_accuracy, frame.test_accuracy])),
        ("gradient_norms", np.asarray(frame.gradient_norms)),
        ("update_ratios", np.asarray(frame.update_ratios)),
    ]
    for name in ("weights", "weight_gradients", "weight_updates"):
        for layer, matrix in enumerate(getattr(frame, name)):
            fields += _matrix_fields(f"{name}.{layer}", np.asarray(matrix))
    for name in ("biases", "bias_gradients", "bias_updates"):
        fields += [(f"{name}.{layer}", np.asarray(b)) for layer, b in enumerate(getattr(frame, name))]
    fields += [(f"activations.{i}", np.asarray(a)) for i, a in enumerate(frame.activations) if a is not None]
    if frame.probabilities is not None:
        fields.append(("probabilities", np.asarray(frame.probabilities)))
    fields += [(f"pre_activations.{i}", np.asarray(z)) for i, z in enumerate(frame.pre_activations, start=1)]
    fields += [
        (f"unit_maps.{i}", m) for i, m in enumerate(frame.unit_maps, start=1) if m is not None and len(m) <= WIDE
    ]
    for name in ("output_map", "output_confidence", "train_right", "test_right"):
        if (cells := getattr(frame, name)) is not None:
            fields.append((name, np.asarray(cells)))
    return sorted(fields, key=lambda item: item[1].dtype == np.uint8)  # stable: float32 stays aligned, bytes come last


def _matrix_fields(name: str, matrix: Array) -> Fields:
    """A layer's matrix as numbers, or as a picture where one of its columns is wide."""
    if max(matrix.shape) <= WIDE:
        return [(name, matrix)]
    finite = np.abs(matrix[np.isfinite(matrix)])
    largest = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
    return [(f"{name}.largest", np.array([largest])), (f"{name}.picture", centred_bytes(shrink(matrix), largest))]


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


def _layout(fields: Fields) -> tuple[list[dict[str, Any]], int]:
    """Name, type, shape and offset of every array in a block, and the block's size in bytes."""
    entries, offset = [], 0
    for name, array in fields:
        kind, width = ("u1", 1) if array.dtype == np.uint8 else ("f4", 4)
        entries.append({"name": name, "type": kind, "shape": list(array.shape), "offset": offset})
        offset += width * array.size
    return entries, offset + -offset % 4


def _to_bytes(fields: Fields, size: int) -> bytes:
    """The arrays of a block one after the other, padded to `size` bytes."""
    parts = [array.tobytes() if array.dtype == np.uint8 else array.astype("<f4").tobytes() for _, array in fields]
    return b"".join(parts).ljust(size, b"\0")

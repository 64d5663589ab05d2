"""Packs a run on sequences for the browser: the stage's messages (nnviz/stage/packing.py) with other frames."""

from __future__ import annotations

from collections.abc import Sequence

from nnviz.experiments.run.through_time import EXPLODED, VANISHED
from nnviz.stage.chunk import Chunk
from nnviz.stage.packing import chunk_header, pack_chunk, packed_once, scene_header
from nnviz.stage.sequences.camera import SequenceCamera, SequenceFrame


def pack_sequences(camera: SequenceCamera | None, chunk: Chunk, frames: Sequence[SequenceFrame]) -> bytes:
    """Return one message for the browser.

    Parameters
    ----------
    camera : SequenceCamera, optional
        Given when the browser does not have its scene yet.
    chunk : Chunk
        The head of the message.
    frames : sequence of SequenceFrame
        Oldest first.
    """
    header = chunk_header(chunk)
    scene = None if camera is None else camera.scene
    if camera is not None:
        about = camera.header() | {"vanished": VANISHED, "exploded": EXPLODED}
        header["scene_spec"] = scene_header(camera.scene) | {"sequence": about}
    return pack_chunk(header, scene, chunk, [packed_once(frame, lambda one: one.fields) for frame in frames])

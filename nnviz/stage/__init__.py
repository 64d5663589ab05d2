"""The live stage: frames of a training run, packed for the browser, which plays and draws them.

`assets/` holds the browser's side in plain JavaScript; docs/stage.md describes both sides and the wire between them.
"""

from nnviz.stage.chunk import HISTORY_COLUMNS, Chunk, History, Sample, Speed
from nnviz.stage.frame import Frame, check_frame
from nnviz.stage.packing import pack
from nnviz.stage.quantise import centred_bytes, share_bytes
from nnviz.stage.requests import Command, Need
from nnviz.stage.scene import WIDE, Column, Scene
from nnviz.stage.wire import WIRE_VERSION

__all__ = [
    "HISTORY_COLUMNS",
    "WIDE",
    "WIRE_VERSION",
    "Chunk",
    "Column",
    "Command",
    "Frame",
    "History",
    "Need",
    "Sample",
    "Scene",
    "Speed",
    "centred_bytes",
    "check_frame",
    "pack",
    "share_bytes",
]

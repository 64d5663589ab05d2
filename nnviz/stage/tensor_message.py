"""What the browser is told of tensors: the list of those of a step, and one that is open."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.inspection import OpenTensor, TensorGroup
from nnviz.experiments.inspection.formula import cell
from nnviz.figures.tensor_picture import TensorPicture

PHASE_TITLES = {"forward": "Forward", "loss": "Loss", "backward": "Backward", "update": "Update", "tensors": "Tensors"}


def tensor_message(opened: OpenTensor, picture: TensorPicture, height: int) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return header and arrays of the drawing of an open tensor.

    Parameters
    ----------
    opened : OpenTensor
    picture : TensorPicture
        What is drawn of it.
    height : int
        Of the picture, in pixels; a larger one scrolls inside of it.
    """
    header = {
        "alt": f"{opened.view.path}, {opened.shape}",
        "rowAxis": picture.row_axis,
        "columnAxis": picture.column_axis,
        "rows": picture.row_names,
        "columns": picture.column_names,
        "numbers": picture.with_numbers,
        "clickable": picture.values.size > 0 and bool(opened.sizes),
        "limit": picture.limit,
        "chosen": picture.chosen,
        "height": height,
        "barWidth": opened.histogram.width,
        "facts": facts(opened),
    }
    arrays = {
        "values": picture.values,
        "centres": np.array(opened.histogram.centres),
        "counts": np.array(opened.histogram.counts, np.float64),
    }
    return header, arrays


def list_groups(groups: Sequence[TensorGroup]) -> list[dict[str, Any]]:
    """Return the names and paths of each group; the phase only where another one begins."""
    found, phase = [], ""
    for group in groups:
        paths = [view.path for view in group.views]
        begins = PHASE_TITLES[group.phase] if group.phase != phase else ""
        names = [path.rpartition(".")[2] for path in paths]
        found.append({"phase": begins, "title": group.title or "Record", "names": names, "paths": paths})
        phase = group.phase
    return found


def facts(opened: OpenTensor) -> list[dict[str, Any]]:
    """Return the tensor in a few numbers: each with its name, short, and with all its digits."""
    statistics = opened.statistics
    entries = [
        ("smallest", statistics.minimum),
        ("mean", statistics.mean),
        ("largest", statistics.maximum),
        ("norm", statistics.norm),
    ]
    items = [(name, "none" if x is None else cell(x), "" if x is None else repr(x), False) for name, x in entries]
    share = f"{statistics.zeros / statistics.size:.0%}" if statistics.size else "none"
    items += [("zeros", share, f"{statistics.zeros:,}", False), ("entries", f"{statistics.size:,}", "", False)]
    strange = (("NaN", statistics.nan), ("infinite", statistics.infinite))
    items += [(name, f"{n:,}", "", True) for name, n in strange if n]
    return [{"name": name, "text": text, "title": title, "wrong": wrong} for name, text, title, wrong in items]

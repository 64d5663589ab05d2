"""Records all tensors of a training step, as the inspector shows them."""

from nnviz.engine import Array
from nnviz.experiments import Run
from nnviz.experiments.inspection import OpenTensor, open_tensor
from nnviz.figures import tensor
from nnviz.lessons.mathml import mathml
from nnviz.stage.tensor_message import PHASE_TITLES, list_groups, tensor_message
from nnviz.stage.wire import pack_message

MOST_CELLS = 1600
"""Cells of a picture; what has more is named, and its numbers are left to the app."""

HEIGHT = 290
"""Of a picture, in pixels."""


def moment_data(run: Run) -> bytes:
    """Return the tensors of the run's last step, or of the first that it will take, as one message of the wire."""
    first = open_tensor(run)
    assert first is not None
    features, classes = run.data.feature_titles, run.data.data.class_names
    paths = [view.path for group in first.groups for view in group.views]
    tensors = []
    arrays: dict[str, Array] = {}
    for index, path in enumerate(paths):
        opened = open_tensor(run, path, features=features, classes=classes)
        assert opened is not None
        picture = tensor.info(opened.shown, opened.row_names, opened.column_names, opened.cell)
        header = None
        if picture.values.size <= MOST_CELLS:
            header, own = tensor_message(opened, picture, HEIGHT)
            arrays |= {f"{index}.{name}": array for name, array in own.items()}
        tensors.append(
            {
                "path": path,
                "symbol": mathml(opened.view.symbol),
                "place": _place(opened),
                "shape": opened.shape,
                "formula": mathml(opened.view.formula, block=True),
                "line": opened.textbook or opened.view.line or "# given, not computed here",
                "header": header,
            }
        )
    return pack_message({"tensors": tensors, "groups": list_groups(first.groups)}, arrays)


def _place(opened: OpenTensor) -> str:
    """Return which phase of the step a tensor belongs to, and which layer."""
    title = opened.group.title
    return PHASE_TITLES[opened.group.phase] + (f", {title}" if title else "")

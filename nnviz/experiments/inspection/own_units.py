"""What a network says of a batch and what it should say, in the units of the target, as tensors to open."""

from nnviz.datasets import Standardizer
from nnviz.engine import Array
from nnviz.engine.tensors import record, tensor


@record
class OwnUnits:
    """Predictions and targets of a batch in the target's own units.

    Attributes
    ----------
    scaling : Standardizer
        Of the target, fitted on the training part.
    A, Y : ndarray, shape (N, 1)
        As the network says them, and as it learns them.
    prediction, target : ndarray, shape (N, 1)
        The same in the target's own units.
    """

    scaling: Standardizer
    A: Array
    Y: Array
    prediction: Array = tensor(r"\hat{y}", r"\hat{y} = s A + m", axes=("sample", "unit"), computed_by="OwnUnits.of")
    target: Array = tensor("y", r"y = s Y + m", axes=("sample", "unit"), computed_by="OwnUnits.of")

    @staticmethod
    def of(scaling: Standardizer, A: Array, Y: Array) -> "OwnUnits":
        """Undo the scaling of the target."""
        prediction = A * scaling.scale + scaling.mean
        target = Y * scaling.scale + scaling.mean
        return OwnUnits(scaling, A, Y, prediction, target)

"""Which head, loss, scalings and layers fit which data, their defaults, and which are dropped with other data."""

from dataclasses import dataclass
from typing import Any

from nnviz.datasets import DatasetInfo
from nnviz.engine import HEADS, LOSSES
from nnviz.experiments.run.choice import name_of
from nnviz.experiments.run.image_layers import ImageLayerSettings
from nnviz.experiments.run.sequence_layers import RecurrentSettings
from nnviz.experiments.run.view import check_view

TARGETS = {"binary": "yes or no", "classes": "one of several classes", "regression": "real numbers"}
"""The targets of each kind of data, in words."""

DEFAULT_HEAD = {"binary": "sigmoid", "classes": "softmax", "regression": "regression"}
"""The head of each kind of data, unless another is chosen."""

WITHOUT_PLACES = "convolution and pooling need images or signals, whose inputs lie beside each other"
WITHOUT_STEPS = "recurrent layers need sequences, whose inputs come one step after the other"


def why_no_image_layers(data: DatasetInfo) -> str:
    """Say why data take no convolution or pooling; empty where they do."""
    if data.each_step:
        return f"{data.title} asks for an answer at every step, before the next one is seen"
    if data.shape is not None:
        return ""
    return _in_any_order(data)


def why_no_sequence_layers(data: DatasetInfo) -> str:
    """Say why data take no recurrent layers; empty where they do."""
    if data.shape is None:
        return _in_any_order(data)
    return "" if len(data.shape) == 2 else f"{data.title} are images"


def _in_any_order(data: DatasetInfo) -> str:
    inputs = f"the {data.n_features} inputs" if data.n_features > 1 else "the single input"
    return f"{inputs} of {data.title} could stand in any order"


def equal_range(data: DatasetInfo) -> bool:
    """Return whether all columns have one range of values, as pixels do, which the scaling 'unit' needs."""
    return data.shape is not None and not data.parameters


@dataclass(frozen=True)
class DataChoices:
    """A data set, and the head, loss and scalings chosen for it; None means the default for the data.

    Attributes
    ----------
    data : DatasetInfo
    plane : bool
        Whether they are points of a plane.
    head, loss, scaling, target_scaling : str or None
        ``loss`` is a choice, with its parameters.
    image_layers : tuple
        The convolution and pooling layers.
    sequence_layers : tuple
        The recurrent layers.
    """

    data: DatasetInfo
    plane: bool
    head: str | None
    loss: str | None
    scaling: str | None
    target_scaling: str | None = None
    image_layers: tuple[ImageLayerSettings, ...] = ()
    sequence_layers: tuple[RecurrentSettings, ...] = ()

    @property
    def head_name(self) -> str:
        """The chosen head, or the usual one for the data."""
        return self.head or DEFAULT_HEAD[self.data.kind]

    @property
    def loss_choice(self) -> str:
        """The chosen loss, or the usual one for the head."""
        return self.loss or HEADS[self.head_name].losses[0]

    @property
    def scaling_name(self) -> str:
        """The chosen scaling, or the usual one: none for data drawn in range, 0 to 1 for pixels, else standardized."""
        drawn = self.data.shape is not None and bool(self.data.parameters)
        usual = "none" if self.plane or drawn else "unit" if equal_range(self.data) else "standardize"
        return self.scaling or usual

    @property
    def target_scaling_name(self) -> str:
        """The chosen scaling of the target, or the usual one: min-max for a table's numbers, in units of their own."""
        usual = "min_max" if self.data.kind == "regression" and not self.data.parameters and not self.plane else "none"
        return self.target_scaling or usual

    def check(self) -> None:
        """Refuse what does not fit.

        Raises
        ------
        ValueError
            With what would fit.
        """
        data, head, loss = self.data, HEADS[self.head_name], name_of(self.loss_choice)
        if data.kind not in head.tasks:
            fitting = [one.name for one in HEADS.values() if data.kind in one.tasks]
            raise ValueError(
                f"the head {head.name!r} does not fit {data.title!r}, whose targets are {TARGETS[data.kind]}; "
                f"choose {' or '.join(fitting)}"
            )
        if loss not in head.losses:
            raise ValueError(
                f"the loss {loss!r} does not fit the head {head.name!r}; choose {' or '.join(head.losses)}"
            )
        if self.scaling == "unit" and not equal_range(data):
            raise ValueError(
                f"the scaling 'unit' needs one range for all columns, which {data.title!r} does not have; "
                "choose none or standardize"
            )
        if self.target_scaling_name != "none" and data.kind != "regression":
            raise ValueError(
                f"the scaling of the target {self.target_scaling!r} needs targets that are real numbers, but those of "
                f"{data.title!r} are {TARGETS[data.kind]}; leave it out"
            )
        if self.image_layers and (reason := why_no_image_layers(data)):
            raise ValueError(
                f"{WITHOUT_PLACES}; {reason}: choose the digits or images of your own, or leave the layers out"
            )
        if self.sequence_layers and (reason := why_no_sequence_layers(data)):
            raise ValueError(f"{WITHOUT_STEPS}; {reason}: choose the first symbol, or leave the layers out")

    def dropped_choices(self, after: "DataChoices") -> tuple[str, ...]:
        """Say which choices were dropped because they do not fit the new data, and what replaces them."""
        told, head = [], HEADS[after.head_name]
        if self.head is not None and after.head is None:
            told.append(
                f"The output {HEADS[self.head].title} does not fit {after.data.title}, whose targets are "
                f"{TARGETS[after.data.kind]}; it is replaced by {head.title}."
            )
        if self.loss is not None and after.loss is None and name_of(self.loss) not in head.losses:
            told.append(
                f"The loss {LOSSES[name_of(self.loss)].title} does not fit the output {head.title}; it is replaced "
                f"by {LOSSES[name_of(after.loss_choice)].title}."
            )
        if self.scaling == "unit" and after.scaling is None and not equal_range(after.data):
            told.append(
                f"The scaling unit needs one range for all columns, which {after.data.title} does not have; it is "
                f"replaced by {after.scaling_name}."
            )
        if self.target_scaling not in (None, "none") and after.data.kind != "regression":
            told.append(f"The targets of {after.data.title} are {TARGETS[after.data.kind]}: they are not scaled.")
        if self.image_layers and not after.image_layers:
            reason = why_no_image_layers(after.data) or f"they do not fit the samples of {after.data.title}"
            told.append(f"The convolution and pooling layers are left out: {reason}.")
        if self.sequence_layers and not after.sequence_layers:
            reason = why_no_sequence_layers(after.data) or f"{after.data.title} begins with others"
            told.append(f"The recurrent layers are left out: {reason}.")
        return tuple(told)


def compatible_fields(data: DatasetInfo, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return replacements for the wanted settings that do not fit new data; validation refuses unknown names.

    A head, loss, scaling or view falls back to the usual one, a number of classes moves to the nearest; convolution
    and pooling are left out where the samples have no shape, or one that no output would be left of.
    """
    fitting: dict[str, Any] = {}
    if data.each_step or not _fit(data.shape, wanted["image_layers"]):
        fitting["image_layers"] = ()
    if why_no_sequence_layers(data):
        fitting["sequence_layers"] = ()
    if wanted["head"] in HEADS and data.kind not in HEADS[wanted["head"]].tasks:
        fitting |= {"head": None, "loss": None}
    if wanted["scaling"] == "unit" and not equal_range(data):
        fitting["scaling"] = None
    if data.kind != "regression":
        fitting["target_scaling"] = None
    if "classes" in data.parameters and isinstance(wanted["classes"], int):
        low, high = data.classes_limits
        fitting["classes"] = min(max(wanted["classes"], low), high)
    if wanted["view"] is not None:
        try:
            check_view(wanted["view"], data)
        except ValueError:
            fitting["view"] = None
    return fitting


def _fit(shape: tuple[int, ...] | None, layers: Any) -> bool:
    """Whether samples of a shape go through these layers; what is no layer is left to validation."""
    if not layers or not all(isinstance(layer, ImageLayerSettings) for layer in layers):
        return True
    try:
        for layer in layers if shape is not None else ():
            shape = layer.part.out_shape(shape)
    except ValueError:
        return False
    return shape is not None


def compatible_loss(data: DatasetInfo | None, head: str | None, loss: str | None) -> str | None:
    """Return the loss, or None for the default one if the head does not allow it."""
    found = HEADS.get(head or (DEFAULT_HEAD[data.kind] if data is not None else ""))
    return None if found is not None and name_of(str(loss)) in set(LOSSES) - set(found.losses) else loss

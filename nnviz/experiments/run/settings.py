"""Everything that decides a run, in one validated record: the same settings always give the same numbers."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from nnviz.datasets import DATASETS, SCALINGS, Dataset, DatasetInfo, chosen_features
from nnviz.engine import HEADS, LOSSES, SEED_LIMIT, check_size
from nnviz.experiments.run.choice import canonical, name_of
from nnviz.experiments.run.own_data import OWN, OwnData
from nnviz.experiments.run.view import check_view, usual_view, view_columns

MAX_HIDDEN = 12
"""Hidden layers that the Playground offers."""


class HiddenSettings(BaseModel):
    """One hidden layer: its units, its activation (a choice) and the share that dropout silences in training."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    units: int = Field(4, ge=1, le=512)
    activation: str = "tanh"
    dropout: float = Field(0.0, ge=0.0, lt=1.0)

    @field_validator("activation")
    @classmethod
    def _known(cls, name: str) -> str:
        return canonical("activation", name)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the form of an address: ``8:elu(alpha=2):0.1``, its end with dropout; a number alone is tanh."""
        units, _, rest = text.partition(":")
        name, _, dropout = rest.partition(":")
        return cls.model_validate({"units": units, "activation": name or "tanh", "dropout": dropout or 0.0})

    def __str__(self) -> str:
        dropout = f":{self.dropout!r}" if self.dropout else ""
        return f"{self.units}:{self.activation}{dropout}"


class Settings(BaseModel):
    """All settings of a run.

    ``head``, ``loss`` and ``scaling`` may be None: then they follow from the data (`head_name`, `loss_name`,
    `scaling_name`), and stay right when the data change. ``initializer``, ``loss``, ``optimizer`` and ``schedule`` are
    choices: a name, or a name with parameters such as ``adam(beta1=0.8)`` (`choice`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    dataset: str = "circle"
    own: OwnData | None = None
    """What is known of the data if `dataset` is "own"; never in an address."""
    noise: float = Field(0.0, ge=0.0, le=50.0)
    samples: int | None = Field(None, ge=10, le=20_000)
    classes: int = Field(3, ge=2, le=10)
    train_share: float = Field(0.5, ge=0.1, le=0.9)
    features: tuple[str, ...] = ("x", "y")
    scaling: str | None = None
    view: str | None = None
    """What the output shows of more than two features: samples, features:0,1 or components (`view_name`)."""

    hidden: tuple[HiddenSettings, ...] = Field(
        (HiddenSettings(units=4), HiddenSettings(units=2)), max_length=MAX_HIDDEN
    )
    head: str | None = None
    loss: str | None = None
    initializer: str = "glorot_uniform"

    optimizer: str = "sgd"
    learning_rate: float = Field(0.1, gt=0.0, le=100.0)
    batch_size: int = Field(10, ge=1, le=20_000)
    shuffle: bool = True
    """Draw a new order of the samples for each epoch; False takes them in the same order every time."""
    schedule: str = "constant"
    penalty: Literal["none", "l1", "l2"] = "none"
    penalty_rate: float = Field(0.001, ge=0.0, le=10.0)
    penalty_after_step: bool = False
    """Shrink the weights after the optimizer's step, as TensorFlow Playground does, not through the gradient."""
    clip_norm: float | None = Field(None, gt=0.0, le=1e6)

    target_loss: float | None = Field(None, ge=0.0)
    patience: int | None = Field(None, ge=1, le=100_000)
    max_epochs: int | None = Field(None, ge=1, le=1_000_000)

    seed: int = Field(0, ge=0, lt=SEED_LIMIT)
    """Of the weights, the order of the batches and dropout."""
    data_seed: int = Field(0, ge=0, lt=SEED_LIMIT)
    """Of the data and the split."""

    @field_validator("initializer", "loss", "optimizer", "schedule")
    @classmethod
    def _canonical(cls, text: str | None, info: Any) -> str | None:
        return None if text is None else canonical(info.field_name, text)

    @field_validator("dataset", "head", "scaling")
    @classmethod
    def _known(cls, name: str | None, info: Any) -> str | None:
        known: dict[str, Any] = {"dataset": (*DATASETS, OWN), "head": HEADS, "scaling": SCALINGS}
        return None if name is None else _among(info.field_name, name, known[info.field_name])

    @field_validator("features")
    @classmethod
    def _distinct(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        chosen_features(names)
        return names

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.dataset == OWN and self.own is None:
            raise ValueError("own data are not part of an address or of settings; load or draw them again under Data")
        data = self.info
        if data.kind not in HEADS[self.head_name].tasks:
            fitting = [head.name for head in HEADS.values() if data.kind in head.tasks]
            raise ValueError(
                f"the head {self.head_name!r} does not fit {data.title!r}, whose targets are {TARGETS[data.kind]}; "
                f"choose {' or '.join(fitting)}"
            )
        if self.loss_name not in HEADS[self.head_name].losses:
            raise ValueError(
                f"the loss {self.loss_name!r} does not fit the head {self.head_name!r}; "
                f"choose {' or '.join(HEADS[self.head_name].losses)}"
            )
        if self.scaling == "unit" and self.dataset not in _ONE_RANGE:
            raise ValueError(
                f"the scaling 'unit' needs one range for all columns, which {data.title!r} does not have; "
                "choose none or standardize"
            )
        low, high = data.classes_limits
        if self.chooses_classes and not low <= self.classes <= high:
            raise ValueError(f"{data.title} has {low} to {high} classes, got {self.classes}")
        if self.view is not None and not self.plane:
            check_view(self.view, data)
        check_size((self.n_features, *(layer.units for layer in self.hidden), self.n_out))
        return self

    @field_validator("view")
    @classmethod
    def _readable_view(cls, view: str | None) -> str | None:
        if view is not None:
            view_columns(view)
        return view

    @property
    def info(self) -> DatasetInfo:
        """What is known of the data before they are made, own data included."""
        return self.own.info if self.dataset == OWN and self.own is not None else DATASETS[self.dataset]

    @property
    def head_name(self) -> str:
        """The head: the chosen one, or the usual one for the data."""
        return self.head or _USUAL_HEAD[self.info.kind]

    @property
    def loss_name(self) -> str:
        """The name of the loss: the chosen one, or the usual one for the head."""
        return name_of(self.loss_choice)

    @property
    def loss_choice(self) -> str:
        """The loss with its parameters: the chosen one, or the usual one for the head."""
        return self.loss or HEADS[self.head_name].losses[0]

    @property
    def scaling_name(self) -> str:
        """The scaling: the chosen one, or the usual one: none for a plane, 0 to 1 for pixels, else standardized."""
        usual = "none" if self.plane else "unit" if self.dataset == "digits" else "standardize"
        return self.scaling or usual

    @property
    def chooses_classes(self) -> bool:
        """Whether the number of classes is a choice for these data."""
        return "classes" in self.info.parameters

    @property
    def n_features(self) -> int:
        """Columns that the network sees."""
        return len(self.features) if self.plane else self.info.n_features

    @property
    def plane(self) -> bool:
        """Whether the data are points of a plane, whose features may be chosen."""
        if self.dataset == OWN and self.own is not None:
            return self.own.plane
        return "noise" in self.info.parameters

    @property
    def view_name(self) -> str:
        """What the output shows: the chosen view, or the usual one; "plane" for points of a plane."""
        if self.plane:
            return "plane"
        return self.view or usual_view(self.info)

    @property
    def n_classes(self) -> int:
        """Classes of the data; 0 for regression."""
        return self.classes if self.chooses_classes else self.info.n_classes

    @property
    def n_out(self) -> int:
        """Units of the output."""
        return HEADS[self.head_name].n_out(self.n_classes)

    def changed(self, **changes: Any) -> Self:
        """Return settings with some fields changed, and checked again.

        A head, loss, scaling or number of classes that the new data or head do not admit falls back to the usual one.
        Data of another kind (pixels or measurements instead of points in a plane) bring the settings of `STARTS`.

        Raises
        ------
        ValueError
            If a value is out of its range. The message is for a person.
        """
        wanted = self.model_dump() | {"own": self.own} | changes
        data = self._info_of(wanted)
        if data is not None and (data.name != self.dataset or wanted["own"] != self.own):
            start = _start(wanted["dataset"], wanted["own"])
            if start != _start(self.dataset, self.own):
                wanted |= {name: getattr(type(self)(), name) for name in _STARTED} | start | changes
            wanted |= self._fitting(data, wanted)
        head = HEADS.get(wanted["head"] or (_USUAL_HEAD[data.kind] if data is not None else ""))
        if head is not None and name_of(str(wanted["loss"])) in set(LOSSES) - set(head.losses):
            wanted["loss"] = None
        try:
            return type(self).model_validate(wanted)
        except ValidationError as error:
            raise ValueError(readable(error)) from None

    def given_up(self, after: "Settings") -> tuple[str, ...]:
        """Say which choices of head, loss and scaling `changed` had to give up on the way to ``after``, and why."""
        told = []
        if self.head is not None and after.head is None:
            told.append(
                f"The output {HEADS[self.head].title} does not fit {after.info.title}, whose targets are "
                f"{TARGETS[after.info.kind]}: {HEADS[after.head_name].title} takes its place."
            )
        if self.loss is not None and after.loss is None and self.loss_name not in HEADS[after.head_name].losses:
            told.append(
                f"The loss {LOSSES[self.loss_name].title} does not fit the output {HEADS[after.head_name].title}: "
                f"{LOSSES[after.loss_name].title} takes its place."
            )
        if self.scaling == "unit" and after.scaling is None and after.dataset not in _ONE_RANGE:
            told.append(
                f"The scaling unit needs one range for all columns, which {after.info.title} does not have: "
                f"{after.scaling_name} takes its place."
            )
        return tuple(told)

    def with_own(self, data: Dataset) -> Self:
        """Return settings for these own data, which must be handed to `start` or `with_settings` beside them.

        Raises
        ------
        ValueError
            If a network for them would be too large.
        """
        return self.changed(dataset=OWN, own=OwnData.of(data))

    @staticmethod
    def _info_of(wanted: dict[str, Any]) -> DatasetInfo | None:
        """Return what is known of the wanted data; None for unknown ones, which are left to refuse."""
        own = wanted["own"]
        return own.info if wanted["dataset"] == OWN and isinstance(own, OwnData) else DATASETS.get(wanted["dataset"])

    @staticmethod
    def _fitting(data: DatasetInfo, wanted: dict[str, Any]) -> dict[str, Any]:
        """Return the wanted settings that do not fit the new data, each replaced; unknown names are left to refuse."""
        fitting: dict[str, Any] = {}
        if wanted["head"] in HEADS and data.kind not in HEADS[wanted["head"]].tasks:
            fitting |= {"head": None, "loss": None}
        if wanted["scaling"] == "unit" and data.name not in _ONE_RANGE:
            fitting["scaling"] = None
        if "classes" in data.parameters and isinstance(wanted["classes"], int):
            low, high = data.classes_limits
            fitting["classes"] = min(max(wanted["classes"], low), high)
        if wanted["view"] is not None:
            try:
                check_view(wanted["view"], data)
            except ValueError:
                fitting["view"] = None
        return fitting

    def to_query(self) -> dict[str, str]:
        """Return the settings that differ from the defaults as parameters of an address."""
        default = type(self)()
        query = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if name not in _NOT_IN_ADDRESS and value != getattr(default, name):
                query[name] = ",".join(str(part) for part in value) if isinstance(value, tuple) else _text(value)
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Self, tuple[str, ...]]:
        """Read the parameters of an address.

        Parameters
        ----------
        query : mapping of str to str
            Keys that are no setting are left alone: they may belong to something else on the page.

        Returns
        -------
        settings : Settings
        messages : tuple of str
            For each parameter that was dropped, which and why.
        """
        kept: dict[str, Any] = {}
        settings, messages = cls(), []
        for name in cls.model_fields:
            if name in query and name not in _NOT_IN_ADDRESS:
                try:
                    wanted = kept | {name: _parsed(name, query[name])}
                    settings = cls.model_validate(wanted)
                    kept = wanted
                except ValidationError as error:
                    why = readable(error).removeprefix(f"{name}: ")
                    messages.append(f"{name}={shortened(query[name])} was left out: {why}")
        return settings, tuple(messages)

    def must_restart(self, other: "Settings") -> bool:
        """Return whether going from these settings to ``other`` loses the weights."""
        # What own data are like matters only where they are trained on.
        same = LIVE if OWN in (self.dataset, other.dataset) else LIVE | {"own"}
        return any(getattr(self, name) != getattr(other, name) for name in type(self).model_fields if name not in same)


LIVE = frozenset(
    {
        "optimizer",
        "learning_rate",
        "batch_size",
        "shuffle",
        "schedule",
        "penalty",
        "penalty_rate",
        "penalty_after_step",
        "clip_norm",
        "target_loss",
        "patience",
        "max_epochs",
        "view",
    }
)
"""What may change during a run without losing the weights."""

_STARTED = ("hidden", "batch_size", "train_share", "initializer", "learning_rate", "features", "scaling")
_USUAL_HEAD = {"binary": "sigmoid", "classes": "softmax", "regression": "regression"}
_NOT_IN_ADDRESS = frozenset({"own"})
_ONE_RANGE = ("digits",)
"""Data whose columns have one range of values, which the scaling 'unit' needs."""
TARGETS = {"binary": "yes or no", "classes": "one of several classes", "regression": "real numbers"}
"""The targets of each kind of data, in words."""


def readable(error: ValidationError) -> str:
    """Return what is wrong as one sentence a person can act on."""
    parts = []
    for problem in error.errors(include_url=False):
        place = ".".join(str(part) for part in problem["loc"])
        message = shortened(problem["msg"].removeprefix("Value error, "), 300)
        parts.append(f"{place}: {message[0].lower() + message[1:]}" if place else message)
    return "; ".join(parts)


def shortened(text: str, limit: int = 40) -> str:
    """Return a text that is not longer than the limit, the middle left out."""
    half = (limit - 1) // 2
    return text if len(text) <= limit else f"{text[:half]}…{text[-half:]}"


def _among(what: str, name: str, known: Any) -> str:
    if name not in tuple(known):
        raise ValueError(f"expected one of {', '.join(known)}, got {name!r}")
    return name


def _text(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _start(name: str, own: OwnData | None) -> dict[str, Any]:
    """Return the settings that data of this name bring with them; a table of one's own is like the iris flowers."""
    return STARTS["iris"] if name == OWN and own is not None and not own.plane else STARTS.get(name, {})


def _parsed(name: str, text: str) -> Any:
    if name == "hidden":
        return tuple(HiddenSettings.parse(part) for part in text.split(",")[: MAX_HIDDEN + 1] if part)
    if name == "features":
        return tuple(part for part in text.split(",") if part)
    return text


STARTS: dict[str, dict[str, Any]] = {
    "digits": {
        "hidden": (HiddenSettings(units=32, activation="relu"),),
        "batch_size": 32,
        "train_share": 0.8,
        "initializer": "he_normal",
    },
    "iris": {"hidden": (HiddenSettings(units=8),), "train_share": 0.7},
    "wine": {"hidden": (HiddenSettings(units=8),), "train_share": 0.7},
}
"""What a person would have to change by hand before data of another kind can be learned well."""

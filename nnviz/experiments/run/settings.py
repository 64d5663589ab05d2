"""All settings of a run in one validated record: the same settings always give the same numbers."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from nnviz.datasets import (
    DATASETS,
    FEATURES,
    SCALINGS,
    SEQUENCE_DATASETS,
    TARGET_SCALINGS,
    Dataset,
    DatasetInfo,
    Function,
    SequenceChoices,
    chosen_features,
    function,
    sequence_info,
)
from nnviz.datasets.functions import (
    DRAWN_HEIGHTS,
    FOLDS_LIMITS,
    FREQUENCY_LIMITS,
    HEIGHTS_LIMITS,
    JUMP_LIMITS,
    LARGEST_HEIGHT,
)
from nnviz.datasets.toy.bars import BAR_LENGTH, BAR_LENGTH_LIMITS, IMAGE_SIZE, IMAGE_SIZE_LIMITS
from nnviz.engine import HEADS, Architecture, Loss, PerStepLoss, check_work
from nnviz.experiments.address.codecs import among
from nnviz.experiments.address.record import AddressRecord, NotInAddress
from nnviz.experiments.address.seeds import Seed
from nnviz.experiments.run.choice import (
    InitializerChoice,
    LossChoice,
    OptimizerChoice,
    ScheduleChoice,
    initializer_of,
    loss_of,
    name_of,
)
from nnviz.experiments.run.compatibility import DataChoices, compatible_fields, compatible_loss
from nnviz.experiments.run.dataset_defaults import DATASET_SPECIFIC, dataset_defaults, is_small_table
from nnviz.experiments.run.hidden import MAX_HIDDEN, HiddenSettings
from nnviz.experiments.run.image_layers import MAX_IMAGE_LAYERS, ConvolvedSettings, ImageLayer, check_patches
from nnviz.experiments.run.own_data import OWN, OwnData
from nnviz.experiments.run.sequence_layers import MAX_SEQUENCE_LAYERS, SequenceLayer, check_entries
from nnviz.experiments.run.view import check_view, default_view, view_columns

LENGTH_LIMITS, SYMBOLS_LIMITS, DELAY_LIMITS = (2, 60), (2, 8), (0, 30)
"""Of sequences: their steps, the symbols that there are, and the steps after which they are echoed."""

MAP_POINTS = 2500
"""Points of the plane that the network is asked about for its map."""


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    chosen_features(names)
    return names


def _view(view: str) -> str:
    view_columns(view)
    return view


class RunSettings(AddressRecord):
    """All settings of a run.

    ``head``, ``loss``, ``scaling`` and ``target_scaling`` may be None: then they follow from the data (`head_name`,
    `loss_name`, `scaling_name`, `target_scaling_name`), and stay right when the data change. ``initializer``, ``loss``,
    ``optimizer`` and ``schedule`` are choices: a name, or one with parameters such as ``adam(beta1=0.8)`` (`choice`).
    """

    dataset: Annotated[str, among(*DATASETS, *SEQUENCE_DATASETS, OWN)] = "circle"
    own: Annotated[OwnData | None, NotInAddress()] = None
    """What is known of the data if `dataset` is "own"; never in an address."""
    noise: float = Field(0.0, ge=0.0, le=50.0)
    samples: int | None = Field(None, ge=10, le=20_000)
    classes: int = Field(3, ge=2, le=10)
    frequency: float = Field(1.0, ge=FREQUENCY_LIMITS[0], le=FREQUENCY_LIMITS[1])
    """Whole waves of a sine that is fitted, or that is the border of two classes."""
    folds: int = Field(2, ge=FOLDS_LIMITS[0], le=FOLDS_LIMITS[1])
    """How often the tent of a sawtooth is folded."""
    jump: float = Field(0.5, ge=JUMP_LIMITS[0], le=JUMP_LIMITS[1])
    """Where a step that is fitted jumps."""
    heights: tuple[Annotated[float, Field(ge=-LARGEST_HEIGHT, le=LARGEST_HEIGHT)], ...] = Field(
        DRAWN_HEIGHTS, min_length=HEIGHTS_LIMITS[0], max_length=HEIGHTS_LIMITS[1]
    )
    """Of a drawn curve, at evenly spaced places."""
    image_size: int = Field(IMAGE_SIZE, ge=IMAGE_SIZE_LIMITS[0], le=IMAGE_SIZE_LIMITS[1])
    """Rows and columns of images that are drawn."""
    bar_length: int = Field(BAR_LENGTH, ge=BAR_LENGTH_LIMITS[0], le=BAR_LENGTH_LIMITS[1])
    """Pixels of the bar in such an image."""
    sequence_length: int = Field(20, ge=LENGTH_LIMITS[0], le=LENGTH_LIMITS[1])
    """Steps of sequences that are drawn."""
    symbols: int = Field(4, ge=SYMBOLS_LIMITS[0], le=SYMBOLS_LIMITS[1])
    """Different symbols in them."""
    delay: int = Field(3, ge=DELAY_LIMITS[0], le=DELAY_LIMITS[1])
    """After how many steps a symbol is to be echoed."""
    each_step: bool = True
    """Whether parity is asked for at every step, or at the end alone."""
    train_share: float = Field(0.5, ge=0.1, le=1.0)
    """Of the samples; 1 trains on all of them, and the test part is the same (`trains_on_all`)."""
    features: Annotated[tuple[Annotated[str, among(*FEATURES)], ...], AfterValidator(_distinct)] = ("x", "y")
    scaling: Annotated[str, among(*SCALINGS)] | None = None
    target_scaling: Annotated[str, among(*TARGET_SCALINGS)] | None = None
    """Of targets that are numbers (`target_scaling_name`)."""
    view: Annotated[str, AfterValidator(_view)] | None = None
    """What the output shows of more than two features: samples, features:0,1 or components (`view_name`)."""

    image_layers: tuple[ImageLayer, ...] = Field((), max_length=MAX_IMAGE_LAYERS)
    """Convolution and pooling layers before the hidden ones, where a sample is an image or a signal."""
    sequence_layers: tuple[SequenceLayer, ...] = Field((), max_length=MAX_SEQUENCE_LAYERS)
    """Recurrent layers before the hidden ones, where a sample is a sequence."""
    hidden: tuple[HiddenSettings, ...] = Field(
        (HiddenSettings(units=4), HiddenSettings(units=2)), max_length=MAX_HIDDEN
    )
    output_biases: bool = True
    """Whether the units of the output have biases; those of the hidden layers say so themselves."""
    head: Annotated[str, among(*HEADS)] | None = None
    loss: LossChoice | None = None
    initializer: InitializerChoice = "glorot_uniform"

    optimizer: OptimizerChoice = "sgd"
    learning_rate: float = Field(0.1, gt=0.0, le=100.0)
    batch_size: int = Field(10, ge=1, le=20_000)
    shuffle: bool = True
    """Draw a new order of the samples for each epoch; False takes them in the same order every time."""
    schedule: ScheduleChoice = "constant"
    penalty: Literal["none", "l1", "l2"] = "none"
    penalty_rate: float = Field(0.001, ge=0.0, le=10.0)
    penalty_after_step: bool = False
    """Shrink the weights after the optimizer's step, as TensorFlow Playground does, not through the gradient."""
    clip_norm: float | None = Field(None, gt=0.0, le=1e6)

    target_loss: float | None = Field(None, ge=0.0)
    patience: int | None = Field(None, ge=1, le=100_000)
    max_epochs: int | None = Field(None, ge=1, le=1_000_000)

    seed: Seed = 0
    """Of the weights, the order of the batches and dropout."""
    data_seed: Seed = 0
    """Of the data and the split."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.dataset == OWN and self.own is None:
            raise ValueError("own data are not part of an address or of settings; load or draw them again under Data")
        data = self.info
        self.data_choices.check()
        low, high = data.classes_limits
        if self.chooses_classes and not low <= self.classes <= high:
            raise ValueError(f"{data.title} has {low} to {high} classes, got {self.classes}")
        if self.view is not None and not self.plane:
            check_view(self.view, data)
        network = self.architecture
        placed = self.image_layers or self.is_sequence
        check_work(self.n_evaluated, network.n_products if placed else network.widths)
        check_patches(min(self.batch_size, self.n_evaluated), self.patch_entries)
        check_entries(min(self.batch_size, self.n_evaluated), self.step_entries)
        return self

    @property
    def info(self) -> DatasetInfo:
        """What is known of the data before they are made, own data included."""
        if self.dataset == OWN and self.own is not None:
            return self.own.info
        if self.dataset in SEQUENCE_DATASETS:
            return sequence_info(self.dataset, self.sequence_choices)
        return DATASETS[self.dataset].of_size(self.image_size)

    @property
    def sequence_choices(self) -> SequenceChoices:
        """What is chosen about sequences that are drawn."""
        return SequenceChoices(self.sequence_length, self.symbols, self.delay, self.each_step)

    @property
    def is_sequence(self) -> bool:
        """Whether the network goes through sequences step by step."""
        return bool(self.sequence_layers) or self.info.each_step

    @property
    def data_choices(self) -> DataChoices:
        """The data, and the head, loss and scalings chosen for them."""
        return DataChoices(
            self.info,
            self.plane,
            self.head,
            self.loss,
            self.scaling,
            self.target_scaling,
            self.image_layers,
            self.sequence_layers,
        )

    @property
    def head_name(self) -> str:
        """The head: the chosen one, or the usual one for the data."""
        return self.data_choices.head_name

    @property
    def loss_name(self) -> str:
        """The name of the loss: the chosen one, or the usual one for the head."""
        return name_of(self.loss_choice)

    @property
    def loss_choice(self) -> str:
        """The loss with its parameters: the chosen one, or the usual one for the head."""
        return self.data_choices.loss_choice

    @property
    def measure(self) -> Loss:
        """The loss as the engine takes it: at every step, where every step has a target."""
        of_one = loss_of(self.loss_choice)
        return PerStepLoss(of_one) if self.info.each_step else of_one

    @property
    def scaling_name(self) -> str:
        """The scaling: the chosen one, or the usual one: none for a plane, 0 to 1 for pixels, else standardized."""
        return self.data_choices.scaling_name

    @property
    def target_scaling_name(self) -> str:
        """The scaling of the target: the chosen one, or the usual one: min-max for a table's numbers, else none."""
        return self.data_choices.target_scaling_name

    @property
    def trains_on_all(self) -> bool:
        """Whether all samples are trained on, so that the test part is the training part."""
        return self.train_share == 1.0

    @property
    def chooses_classes(self) -> bool:
        """Whether the number of classes is a choice for these data."""
        return "classes" in self.info.parameters

    @property
    def function(self) -> Function | None:
        """The function that is to be fitted, or that makes the border of two classes; None for other data."""
        info = self.info
        return function(info.function, **self.generator_settings) if info.function else None

    @property
    def generator_settings(self) -> dict[str, Any]:
        """Those of that function, or of the bars, beside noise, samples and classes; empty where there are none."""
        return {name: getattr(self, name) for name in GENERATOR_SETTINGS if name in self.info.parameters}

    @property
    def n_features(self) -> int:
        """Columns that the network sees."""
        return len(self.features) if self.plane else self.info.n_features

    @property
    def architecture(self) -> Architecture:
        """The network's layers, without weights.

        Raises
        ------
        ValueError
            If a kernel or a window does not fit, or the network would be too large.
        """
        return Architecture(
            self.n_features,
            (
                *(part.part for part in self.image_layers),
                *(part.part(self._steps) for part in self.sequence_layers),
                *(part.part for part in self.hidden),
            ),
            HEADS[self.head_name],
            self.measure,
            self.n_classes,
            initializer_of(self.initializer),
            self.output_biases,
            self.info.shape if self.image_layers or self.is_sequence else None,
            self.info.each_step,
        )

    @property
    def _steps(self) -> int:
        """Steps of a sequence; 1 of other samples, which take no recurrent layers."""
        return self.info.shape[0] if self.info.shape is not None else 1

    @property
    def step_entries(self) -> int:
        """Numbers in the gates of the largest recurrent layer at all steps of one sample; 0 where there is none."""
        return max((part.entries(self._steps) for part in self.sequence_layers), default=0)

    @property
    def patch_entries(self) -> int:
        """Entries of all patches that the largest convolution cuts out of one sample; 0 where there is none."""
        if not self.image_layers:  # asked for every frame: the architecture is not made for nothing
            return 0
        pairs = zip(self.image_layers, self.architecture.shapes, strict=False)
        return max(
            (part.patch_entries(shape) for part, shape in pairs if isinstance(part, ConvolvedSettings)), default=0
        )

    @property
    def widths(self) -> tuple[int, ...]:
        """Units of every layer, those of all places of maps, the input first and the output last."""
        return self.architecture.widths

    @property
    def n_evaluated(self) -> int:
        """What the network is asked about for one picture: the samples of both parts, and the points of the map."""
        chosen = self.samples if "samples" in self.info.parameters else None
        return (chosen or self.info.n_samples) + (MAP_POINTS if self.plane else 0)

    @property
    def plane(self) -> bool:
        """Whether the data are points of a plane, whose features may be chosen."""
        if self.dataset == OWN and self.own is not None:
            return self.own.plane
        return self.generated and self.info.n_features == 2

    @property
    def generated(self) -> bool:
        """Whether the data are drawn from a rule: then their noise and how many there are can be chosen."""
        return "noise" in self.info.parameters

    @property
    def view_name(self) -> str:
        """What the output shows: the chosen view, or the usual one; "plane" for points of a plane."""
        if self.plane:
            return "plane"
        return self.view or default_view(self.info)

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
        Data of another kind (pixels or measurements, not points in a plane) take the settings of `DATASET_DEFAULTS`;
        a table of fewer than `FEW_ROWS` rows is trained on as a whole.

        Raises
        ------
        ValueError
            If a value is out of its range. The message is for a person.
        """
        wanted = dict(self) | changes
        if all(isinstance(wanted[name], str | None) for name in _FOLLOW_DATA):  # validation refuses what is not text
            data = self._dataset_info(wanted)
            if data is not None and (data.name, data.shape, wanted["own"]) != (self.dataset, self.info.shape, self.own):
                start = dataset_defaults(wanted["dataset"], wanted["own"])
                before = dataset_defaults(self.dataset, self.own)
                if start != before:
                    usual = {name: getattr(type(self)(), name) for name in (*DATASET_SPECIFIC, *before)}
                    wanted |= usual | start | changes
                few = is_small_table(wanted["dataset"], wanted["own"])
                if few != is_small_table(self.dataset, self.own) and "train_share" not in changes:
                    wanted["train_share"] = 1.0 if few else start.get("train_share", type(self)().train_share)
                wanted |= compatible_fields(data, wanted)
            wanted["loss"] = compatible_loss(data, wanted["head"], wanted["loss"])
        return super().changed(**wanted)

    def dropped_choices(self, after: "RunSettings") -> tuple[str, ...]:
        """Say which chosen head, loss and scaling `changed` dropped to get ``after``, and why."""
        return self.data_choices.dropped_choices(after.data_choices)

    def with_own(self, data: Dataset) -> Self:
        """Return settings for these own data, which must be handed to `start` or `with_settings` beside them.

        Raises
        ------
        ValueError
            If a network for them would be too large.
        """
        return self.changed(dataset=OWN, own=OwnData.of(data))

    @staticmethod
    def _dataset_info(wanted: dict[str, Any]) -> DatasetInfo | None:
        """Return what is known of the wanted data; None for unknown ones, which validation refuses."""
        own, name = wanted["own"], wanted["dataset"]
        if name in SEQUENCE_DATASETS:
            try:
                return sequence_info(name, SequenceChoices(*(wanted[field] for field in _CHOICES)))
            except (ValueError, TypeError):  # validation refuses it
                return None
        if wanted["dataset"] == OWN and isinstance(own, OwnData):
            return own.info
        info, size = DATASETS.get(wanted["dataset"]), wanted["image_size"]
        return info.of_size(size) if info is not None and isinstance(size, int) else info

    def must_restart(self, other: "RunSettings") -> bool:
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

_CHOICES = ("sequence_length", "symbols", "delay", "each_step")

GENERATOR_SETTINGS = ("frequency", "folds", "jump", "heights", "image_size", "bar_length")
"""Settings of functions and bars; each data set takes its own."""

_FOLLOW_DATA = ("dataset", "head", "loss", "scaling", "target_scaling", "view")

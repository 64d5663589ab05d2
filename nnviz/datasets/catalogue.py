"""Every data set that nnviz knows, in the order of the menus, each with its parameters."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from nnviz.datasets import bundled
from nnviz.datasets.functions import FUNCTIONS
from nnviz.datasets.record import Kind
from nnviz.datasets.toy import shapes
from nnviz.datasets.toy import tensorflow_playground as playground
from nnviz.datasets.toy.along_a_line import function_values
from nnviz.datasets.toy.bars import BARS_CLASSES, IMAGE_SIZE, bars
from nnviz.datasets.toy.borders import two_sides
from nnviz.datasets.toy.signals import SIGNAL_CLASSES, SIGNAL_LENGTH, signals

PLAYGROUND = "TensorFlow Playground (github.com/tensorflow/playground, src/dataset.ts), rules re-implemented"
MNIST_1D = (
    "the recipe of MNIST-1D (S. Greydanus, Scaling down deep learning, 2020, arXiv:2011.14439, "
    "github.com/greydanus/mnist1d, Apache License 2.0), re-implemented"
)


@dataclass(frozen=True, kw_only=True)
class DatasetInfo:
    """What is known of a data set before it is made.

    Attributes
    ----------
    name, title : str
        The name to ask for, and the one for people.
    kind : {'binary', 'classes', 'regression'}
        What the targets are.
    parameters : tuple of str
        Which of 'noise', 'samples', 'classes', 'image_size', 'bar_length' and the settings of its function it takes;
        empty for real data.
    n_features, n_classes, n_samples : int
        Columns of X, classes (0 for regression) and rows, where nothing else is asked for.
    classes_limits : tuple of int
        Fewest and most classes; twice `n_classes` where there is no choice.
    class_names : tuple of str
        Empty where the number of classes can be chosen, and for regression.
    description : str
        A sentence for a student.
    source : str
        Where the data or the rule come from.
    make : callable
        Draws a toy set, ``make(rng, samples, noise[, classes or function][, image_size, bar_length]) -> (X, labels or
        targets)``, with X in the shape of its samples, or loads a bundled one.
    function : str
        Which of `FUNCTIONS` is to be fitted, or makes the border; empty where there is none.
    shape : tuple of int or None
        The shape of one sample: (rows, columns, channels) of an image, (length, channels) of a signal; None where the
        columns are features without places; (steps, features) of a sequence.
    each_step : bool
        Whether every step of a sequence has a target of its own.
    """

    name: str
    title: str
    kind: Kind
    parameters: tuple[str, ...]
    n_features: int
    n_classes: int
    n_samples: int
    classes_limits: tuple[int, int]
    class_names: tuple[str, ...]
    description: str
    source: str
    make: Callable[..., Any] = field(repr=False)
    function: str = ""
    shape: tuple[int, ...] | None = None
    each_step: bool = False

    def of_size(self, image_size: int) -> "DatasetInfo":
        """Return the same with images of so many rows and columns, where that may be chosen."""
        if "image_size" not in self.parameters:
            return self
        return replace(self, n_features=image_size**2, shape=(image_size, image_size, 1))


def _binary(name: str, title: str, make: Callable[..., Any], description: str, **more: Any) -> DatasetInfo:
    standard: dict[str, Any] = {"source": PLAYGROUND, "class_names": ("negative", "positive")}
    return DatasetInfo(
        name=name,
        title=title,
        kind="binary",
        parameters=("noise", "samples"),
        n_features=2,
        n_classes=2,
        n_samples=500,
        classes_limits=(2, 2),
        description=description,
        make=make,
        **(standard | more),
    )


def _classes(
    name: str, title: str, make: Callable[..., Any], limits: tuple[int, int], description: str, source: str
) -> DatasetInfo:
    return DatasetInfo(
        name=name,
        title=title,
        kind="classes",
        parameters=("noise", "samples", "classes"),
        n_features=2,
        n_classes=3,
        n_samples=500,
        classes_limits=limits,
        class_names=(),
        description=description,
        source=source,
        make=make,
    )


def _regression(name: str, title: str, make: Callable[..., Any], description: str) -> DatasetInfo:
    return DatasetInfo(
        name=name,
        title=title,
        kind="regression",
        parameters=("noise", "samples"),
        n_features=2,
        n_classes=0,
        n_samples=1200,
        classes_limits=(0, 0),
        class_names=(),
        description=description,
        source=PLAYGROUND,
        make=make,
    )


def _fit(name: str, title: str, of: str, description: str) -> DatasetInfo:
    return DatasetInfo(
        name=name,
        title=title,
        kind="regression",
        parameters=("noise", "samples", *filter(None, [FUNCTIONS[of].setting])),
        n_features=1,
        n_classes=0,
        n_samples=256,
        classes_limits=(0, 0),
        class_names=(),
        description=description,
        source="nnviz",
        make=function_values,
        function=of,
    )


def _border(name: str, title: str, of: str, description: str) -> DatasetInfo:
    info = _binary(name, title, two_sides, description, source="nnviz", class_names=("below", "above"))
    return replace(info, parameters=(*info.parameters, *filter(None, [FUNCTIONS[of].setting])), function=of)


def _placed(
    shape: tuple[int, ...], n_samples: int, class_names: tuple[str, ...], more: tuple[str, ...], **words: Any
) -> DatasetInfo:
    n_classes = len(class_names)
    return DatasetInfo(
        kind="classes",
        parameters=("noise", "samples", *more),
        n_features=math.prod(shape),
        n_classes=n_classes,
        n_samples=n_samples,
        classes_limits=(n_classes, n_classes),
        class_names=class_names,
        shape=shape,
        **words,
    )


def _real(
    load: Callable[[], Any], n_samples: int, n_features: int, class_names: tuple[str, ...], **more: Any
) -> DatasetInfo:
    n_classes = len(class_names)
    return DatasetInfo(
        kind="classes",
        parameters=(),
        n_features=n_features,
        n_classes=n_classes,
        n_samples=n_samples,
        classes_limits=(n_classes, n_classes),
        class_names=class_names,
        make=load,
        **more,
    )


_ALL = (
    _binary("circle", "Circle", playground.circle, "A disc inside a ring: no straight line separates them."),
    _binary("xor", "Exclusive or", playground.xor, "Opposite corners belong together: one linear unit fails."),
    _binary("gauss", "Two Gaussians", playground.gauss, "Two round clouds that a single unit can separate."),
    _binary("spiral", "Spiral", playground.spiral, "Two arms wound around each other: hard for small networks."),
    _binary(
        "moons",
        "Two moons",
        shapes.moons,
        "Two half circles that reach into each other: a gently curved boundary is enough.",
        source="the shape of scikit-learn's make_moons, re-implemented",
        class_names=("lower moon", "upper moon"),
    ),
    _classes(
        "blobs",
        "Blobs",
        shapes.blobs,
        (2, 10),
        "Round clouds on a circle, one for each class: the simplest task for softmax.",
        "nnviz",
    ),
    _classes(
        "arms",
        "Spiral arms",
        shapes.arms,
        (3, 5),
        "Three to five spiral arms, one for each class: a hard task for softmax.",
        "the spiral of TensorFlow Playground, with more arms",
    ),
    _border("border-sine", "Above a sine", "sine", "Above or below a wave: more waves need more units."),
    _border("border-cubic", "Above a cubic", "cubic", "Above or below a curve that turns twice."),
    _border("border-v", "Above a V", "abs", "Above or below a V: two ReLU units can make the tip."),
    _border("border-drawn", "Above a drawn curve", "drawn", "Above or below a curve of your own."),
    _regression("reg-plane", "Plane", playground.reg_plane, "Height on a tilted plane: one linear unit is enough."),
    _regression("reg-gauss", "Hills", playground.reg_gauss, "Three hills and three valleys: needs hidden units."),
    _fit("reg-sine", "Sine", "sine", "A wave over one input: more waves need more units."),
    _fit("reg-sawtooth", "Sawtooth", "sawtooth", "A tent folded k times, 2^k pieces: easy to build, hard to find."),
    _fit("reg-abs", "Absolute value", "abs", "A V over one input: two ReLU units can make it exactly."),
    _fit("reg-step", "Step", "step", "A jump over one input: a smooth network can only come near it."),
    _fit("reg-cubic", "Cubic", "cubic", "A curve over one input that turns twice."),
    _fit("reg-drawn", "Drawn curve", "drawn", "A curve of your own over one input."),
    _placed(
        (IMAGE_SIZE, IMAGE_SIZE, 1),
        1000,
        BARS_CLASSES,
        ("image_size", "bar_length"),
        name="bars",
        title="Bars anywhere",
        description="A short bar somewhere in an image: in which of four directions does it lie?",
        source="nnviz",
        make=bars,
    ),
    _placed(
        (SIGNAL_LENGTH, 1),
        2000,
        SIGNAL_CLASSES,
        (),
        name="signals",
        title="Signals of 40 numbers",
        description="One of ten small patterns somewhere among noise: which one is it?",
        source=MNIST_1D,
        make=signals,
    ),
    _real(
        bundled.digits,
        1797,
        64,
        bundled.DIGITS_CLASSES,
        name="digits",
        title="Handwritten digits",
        description="Real handwriting in 8 x 8 pixels: which digit is it?",
        source=bundled.DIGITS_SOURCE,
        shape=bundled.DIGITS_SHAPE,
    ),
    _real(
        bundled.iris,
        150,
        4,
        bundled.IRIS_CLASSES,
        name="iris",
        title="Iris flowers",
        description="Four measurements of a flower: which of three species is it?",
        source=bundled.IRIS_SOURCE,
    ),
    _real(
        bundled.wine,
        178,
        13,
        bundled.WINE_CLASSES,
        name="wine",
        title="Wines",
        description="Thirteen measurements in very different units: which grape variety made the wine?",
        source=bundled.WINE_SOURCE,
    ),
)

DATASETS: Mapping[str, DatasetInfo] = MappingProxyType({info.name: info for info in _ALL})

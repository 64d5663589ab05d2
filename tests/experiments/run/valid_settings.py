"""Settings that are valid, drawn by Hypothesis; nothing in here is a test."""

from itertools import pairwise

from hypothesis import strategies as st

from nnviz.datasets import DATASETS, FEATURES, TARGET_SCALINGS
from nnviz.datasets.toy.bars import BAR_LENGTH_LIMITS, IMAGE_SIZE_LIMITS
from nnviz.engine import HEADS, SEED_LIMIT, Parameter
from nnviz.engine.limits import MAX_PRODUCTS
from nnviz.experiments import MAX_HIDDEN, HiddenSettings, RunSettings
from nnviz.experiments.run.choice import CHOICE_KINDS, written
from nnviz.experiments.run.image_layers import ConvolvedSettings, PooledSettings
from nnviz.experiments.run.settings import MAP_POINTS
from nnviz.experiments.run.view import views

MOST_FEATURES = IMAGE_SIZE_LIMITS[1] ** 2


def legal(parameter: Parameter):
    """Any value that a parameter allows."""
    if parameter.choices:
        return st.sampled_from(parameter.choices)
    if parameter.whole:
        return st.integers(int(parameter.at_least), int(parameter.at_most))
    low, high = max(parameter.at_least, parameter.above, -1e300), min(parameter.at_most, parameter.below, 1e300)
    return st.floats(low, high, exclude_min=low == parameter.above, exclude_max=high == parameter.below)


@st.composite
def choices(draw, kind, names=None):
    """Any choice of a kind, with or without parameters."""
    name = draw(st.sampled_from(names or CHOICE_KINDS[kind].names))
    known = CHOICE_KINDS[kind].parameters(name)
    return written(kind, name, {p.name: draw(st.none() | legal(p)) for p in known})


layers = st.builds(
    HiddenSettings,
    units=st.integers(1, 512),
    activation=choices("activation"),
    dropout=st.floats(0.0, 1.0, exclude_max=True),
    biases=st.booleans(),
)


image_layers = st.lists(
    st.builds(
        ConvolvedSettings,
        channels=st.integers(1, 3),
        kernel=st.integers(1, 5),
        stride=st.integers(1, 3),
        padding=st.sampled_from(["same", "valid", "full"]),
        dilation=st.integers(1, 2),
        activation=choices("activation"),
        biases=st.booleans(),
    )
    | st.builds(
        PooledSettings,
        window=st.none() | st.integers(1, 4),
        stride=st.none() | st.integers(1, 3),
        kind=st.sampled_from(["max", "average"]),
    ),
    max_size=3,
)


def fitting(layers, shape):
    """The first of these layers, as far as an output is left; none where samples have no shape."""
    fit = []
    for layer in layers if shape is not None else ():
        try:
            shape = layer.part.out_shape(shape)
        except ValueError:
            break
        fit.append(layer)
    return tuple(fit)


def optional(strategy):
    return st.none() | strategy


def not_too_much(hidden, samples):
    """The first of these layers, so many that all samples and the points of a map are not too much for them."""
    while hidden:
        units = (MOST_FEATURES, *(layer.units for layer in hidden), 10)
        if (samples + MAP_POINTS) * sum((n_in + 1) * n_out for n_in, n_out in pairwise(units)) <= MAX_PRODUCTS:
            break
        hidden = hidden[:-1]
    return hidden


@st.composite
def valid_settings(draw, names=tuple(DATASETS), most_samples=20_000):
    """Any settings that fit together."""
    data = DATASETS[draw(st.sampled_from(names))]
    heads = [head for head in HEADS.values() if data.kind in head.tasks]
    head = draw(st.sampled_from(heads))
    low, high = data.classes_limits if "classes" in data.parameters else (2, 10)
    scalings = ["none", "standardize"] + (["unit"] if data.name == "digits" else [])
    named = draw(st.booleans())
    samples = draw(optional(st.integers(10, most_samples)))
    size = draw(st.integers(*IMAGE_SIZE_LIMITS))
    convolved = fitting(draw(image_layers), data.of_size(size).shape)
    hidden = not_too_much(draw(st.lists(layers, max_size=0 if convolved else MAX_HIDDEN)), samples or data.n_samples)
    return RunSettings(
        dataset=data.name,
        noise=draw(st.floats(0.0, 50.0)),
        samples=samples,
        classes=draw(st.integers(low, high)),
        frequency=draw(st.floats(0.25, 16.0)),
        folds=draw(st.integers(1, 10)),
        jump=draw(st.floats(0.01, 0.99)),
        heights=draw(st.lists(st.floats(-1.0, 1.0), min_size=2, max_size=65)),
        image_size=size,
        bar_length=draw(st.integers(*BAR_LENGTH_LIMITS)),
        train_share=draw(st.floats(0.1, 0.9) | st.just(1.0)),
        features=draw(st.lists(st.sampled_from(tuple(FEATURES)), min_size=1, unique=True)),
        scaling=draw(optional(st.sampled_from(scalings))),
        target_scaling=draw(optional(st.sampled_from(TARGET_SCALINGS if data.kind == "regression" else ("none",)))),
        view=draw(optional(st.sampled_from(views(data)))) if data.n_features > 2 else None,
        image_layers=convolved,
        hidden=hidden,
        output_biases=draw(st.booleans()),
        head=head.name if named else None,
        loss=draw(optional(choices("loss", head.losses))) if named else None,
        initializer=draw(choices("initializer")),
        optimizer=draw(choices("optimizer")),
        learning_rate=draw(st.floats(0.0, 100.0, exclude_min=True)),
        batch_size=draw(st.integers(1, 20_000)),
        shuffle=draw(st.booleans()),
        schedule=draw(choices("schedule")),
        penalty=draw(st.sampled_from(("none", "l1", "l2"))),
        penalty_rate=draw(st.floats(0.0, 10.0)),
        penalty_after_step=draw(st.booleans()),
        clip_norm=draw(optional(st.floats(0.0, 1e6, exclude_min=True))),
        target_loss=draw(optional(st.floats(0.0, 1e300))),
        patience=draw(optional(st.integers(1, 100_000))),
        max_epochs=draw(optional(st.integers(1, 1_000_000))),
        seed=draw(st.integers(0, SEED_LIMIT - 1)),
        data_seed=draw(st.integers(0, SEED_LIMIT - 1)),
    )

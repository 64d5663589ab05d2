"""Every task on sequences that is drawn from a seed, by its name, with what can be set about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from nnviz.datasets.parameters import DATA_STREAM, as_generator, checked_count, checked_noise
from nnviz.datasets.record import Kind
from nnviz.datasets.sequences import bit_tasks, memory_tasks, number_tasks
from nnviz.datasets.sequences.record import Sequences

SAMPLES_LIMITS = (1, 20_000)
STEPS_LIMITS = (1, 500)
SYMBOLS_LIMITS = (2, 10)
DELAY_LIMITS = (0, 100)
GAP_LIMITS = (0, 400)
MAX_NUMBERS = 20_000_000
"""Entries of X in all: 160 MB."""


@dataclass(frozen=True, kw_only=True)
class TaskInfo:
    """What is known of a task before it is drawn.

    Attributes
    ----------
    name, title : str
    kind : {'binary', 'classes', 'regression'}
        What a target is.
    each_step : bool
        Whether steps have targets, unless something else is asked for.
    steps : int
        T, where nothing else is asked for.
    settings : tuple of str
        What else can be set.
    description : str
        A sentence for a student.
    make : callable
        ``make(rng, samples, steps, **settings)``.
    """

    name: str
    title: str
    kind: Kind
    each_step: bool
    steps: int
    settings: tuple[str, ...] = ()
    description: str
    make: Callable[..., Sequences] = field(repr=False)


_ALL = (
    TaskInfo(
        name="parity",
        title="Parity",
        kind="binary",
        each_step=True,
        steps=8,
        settings=("each_step",),
        description="Was the number of ones so far odd? One bit of memory is enough.",
        make=bit_tasks.parity,
    ),
    TaskInfo(
        name="echo",
        title="Echo",
        kind="classes",
        each_step=True,
        steps=20,
        settings=("symbols", "delay"),
        description="Say what stood d steps before: the state becomes a shift register.",
        make=memory_tasks.echo,
    ),
    TaskInfo(
        name="first-symbol",
        title="First symbol",
        kind="classes",
        each_step=False,
        steps=20,
        settings=("symbols",),
        description="Which symbol came first? All that follows only gets in the way.",
        make=memory_tasks.first_symbol,
    ),
    TaskInfo(
        name="copy",
        title="Copy",
        kind="classes",
        each_step=True,
        steps=4,
        settings=("symbols", "gap"),
        description="Keep a word over a gap, then say it.",
        make=memory_tasks.copy,
    ),
    TaskInfo(
        name="reverse",
        title="Reverse",
        kind="classes",
        each_step=True,
        steps=4,
        settings=("symbols", "gap"),
        description="Keep a word, then say it backwards: what was heard last comes first.",
        make=memory_tasks.reverse,
    ),
    TaskInfo(
        name="adding",
        title="Adding problem",
        kind="regression",
        each_step=False,
        steps=50,
        description="Add the two marked numbers among many: the network must find them, and keep one.",
        make=number_tasks.adding,
    ),
    TaskInfo(
        name="temporal-xor",
        title="Temporal exclusive or",
        kind="binary",
        each_step=True,
        steps=30,
        description="Predict the next bit: only every third can be known, from the two before it.",
        make=bit_tasks.temporal_xor,
    ),
    TaskInfo(
        name="sine-waves",
        title="Sine waves",
        kind="regression",
        each_step=True,
        steps=40,
        settings=("noise",),
        description="Predict the next value of a wave whose frequency must be heard first.",
        make=number_tasks.sine,
    ),
)

SEQUENCES: Mapping[str, TaskInfo] = MappingProxyType({info.name: info for info in _ALL})
"""Every task by its name, in the order of the menus."""

_DEFAULTS: Mapping[str, Any] = {"symbols": 4, "delay": 5, "gap": 4, "noise": 0.0, "each_step": True}


def sequences(
    name: str,
    *,
    rng: np.random.Generator | int = 0,
    samples: int = 256,
    steps: int | None = None,
    **settings: Any,
) -> Sequences:
    """Draw a task by its name.

    Parameters
    ----------
    name : str
        One of `SEQUENCES`.
    rng : numpy.random.Generator or int
        Where the random numbers come from; a whole number is a seed.
    samples : int
        Number of sequences, 1 to 20 000.
    steps : int, optional
        T, 1 to 500; of `copy` and `reverse` the length of the word.
    **settings
        ``symbols`` (2 to 10), ``delay`` (0 to 100, below T), ``gap`` (0 to 400), ``noise`` (per cent, 0 to 50) and
        ``each_step`` (True or False), of the tasks that know them.

    Returns
    -------
    Sequences

    Raises
    ------
    ValueError
        For an unknown name, a setting that this task does not take, or a value out of its limits.

    Examples
    --------
    >>> data = sequences("parity", rng=0, samples=2, steps=5)
    >>> data.X[0, :, 0].tolist(), data.Y[0, :, 0].tolist()
    ([0.0, 1.0, 1.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0, 0.0])
    """
    if name not in tuple(SEQUENCES):
        raise ValueError(f"the task must be one of {', '.join(SEQUENCES)}, but {name!r} was given; choose one")
    info = SEQUENCES[name]
    extra = [setting for setting in settings if setting not in info.settings]
    if extra:
        takes = ", ".join(("samples", "steps", *info.settings))
        raise ValueError(f"{name!r} takes {takes}, but {', '.join(extra)} was given; leave it out")
    n_samples = checked_count("samples", samples, SAMPLES_LIMITS)
    n_steps = checked_count("steps", info.steps if steps is None else steps, STEPS_LIMITS)
    values = {setting: _checked(setting, settings.get(setting, _DEFAULTS[setting])) for setting in info.settings}
    length = n_steps if "gap" not in values else 2 * n_steps + values["gap"]
    width = values.get("symbols", 0) + 2
    if n_samples * length * width > MAX_NUMBERS:
        raise ValueError(
            f"samples and steps must make at most {MAX_NUMBERS:,} numbers, but {n_samples:,} sequences of {length} "
            f"steps make {n_samples * length * width:,}; take fewer or shorter ones"
        )
    return info.make(as_generator(rng, DATA_STREAM), n_samples, n_steps, **values)


def _checked(setting: str, value: object) -> Any:
    if setting == "each_step":
        if not isinstance(value, bool | np.bool_):
            raise ValueError(f"each_step must be True or False, but {value!r} was given")
        return bool(value)
    if setting == "noise":
        return checked_noise(value)
    return checked_count(setting, value, {"symbols": SYMBOLS_LIMITS, "delay": DELAY_LIMITS, "gap": GAP_LIMITS}[setting])

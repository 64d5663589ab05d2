"""Functions of one variable on 0..1 to fit: a sine, a folded tent, an absolute value, a step, a cubic, a drawn curve.

Each is chosen by its name, with a setting of its own where it has one. A function is a record that can be called with
any array, so that it serves as data (`nnviz.datasets.dataset`), as the border of two classes and as the curve drawn
beside a network's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnviz.datasets.parameters import as_number, checked_count
from nnviz.engine.arrays import Array

DOMAIN = (0.0, 1.0)
"""Where the functions are to be fitted; they can be called outside too."""

FREQUENCY_LIMITS = (0.25, 16.0)
FOLDS_LIMITS = (1, 10)
JUMP_LIMITS = (0.01, 0.99)
HEIGHTS_LIMITS = (2, 65)
"""How many points a drawn curve may have."""

LARGEST_HEIGHT = 1.0
DRAWN_HEIGHTS = (-0.6, 0.2, 0.8, 0.4, -0.3, -0.5, 0.1, 0.9, 0.5)
"""The curve that is there before one is drawn."""


@dataclass(frozen=True)
class Function:
    """A function of one variable, ready to be called: ``function("sine", frequency=2)(x)``.

    Attributes
    ----------
    name, title : str
        The name to ask for, and the one for people.
    latex : str
        f(x) with the numbers of its settings, in LaTeX.
    f : callable
        Takes x of any shape and returns f(x), element by element.
    breaks : tuple of float
        Where between 0 and 1 the function has a kink or jumps, in order; empty for a smooth one.
    """

    name: str
    title: str
    latex: str
    f: Callable[[Array], Array] = field(repr=False)
    breaks: tuple[float, ...] = ()

    def __call__(self, x: ArrayLike) -> Array:
        """Return f(x), of the shape of x."""
        return np.asarray(self.f(np.asarray(x, dtype=np.float64)), dtype=np.float64)


@dataclass(frozen=True)
class FunctionInfo:
    """What is known of a function before its settings are chosen.

    Attributes
    ----------
    name, title : str
    description : str
        A sentence for a student.
    setting : str
        The one setting it takes: 'frequency', 'folds', 'jump', 'heights', or empty.
    default : object
        The usual value of that setting.
    make : callable
        Makes the function of a checked value of the setting; of nothing where there is none.
    """

    name: str
    title: str
    description: str
    make: Callable[..., Function] = field(repr=False)
    setting: str = ""
    default: Any = None


def sine(frequency: float = 1.0) -> Function:
    """Return sin(2 pi f x): f whole waves between 0 and 1.

    Raises
    ------
    ValueError
        If the frequency is not from 0.25 to 16.
    """
    f = _checked_number("frequency", frequency, FREQUENCY_LIMITS)
    times = "" if f == 1.0 else rf"\cdot {f:g}"
    return Function("sine", "Sine", rf"\sin(2 \pi {times} x)", lambda x: np.sin(2.0 * np.pi * f * x))


def sawtooth(folds: int = 2) -> Function:
    """Return the tent map 1 - |2x - 1| folded k times: 2^k straight pieces between 0 and 1 (Telgarsky 2015).

    Outside 0..1 its first and last piece go on.

    Raises
    ------
    ValueError
        If the number of folds is not a whole one from 1 to 10.
    """
    k = checked_count("folds", folds, FOLDS_LIMITS)

    def teeth(x: Array) -> Array:
        inside = np.clip(x, *DOMAIN)
        y = inside
        for _ in range(k):
            y = 1.0 - np.abs(2.0 * y - 1.0)
        outside: Array = y - 2.0**k * np.abs(x - inside)
        return outside

    breaks = tuple(i / 2**k for i in range(1, 2**k))
    return Function("sawtooth", "Sawtooth", rf"\Lambda^{{({k})}}(x), \; \Lambda(x) = 1 - |2x - 1|", teeth, breaks)


def absolute_value() -> Function:
    """Return |2x - 1|: a V with its tip in the middle."""
    return Function("abs", "Absolute value", "|2x - 1|", lambda x: np.abs(2.0 * x - 1.0), (0.5,))


def step(jump: float = 0.5) -> Function:
    """Return 0 below the jump, 1 from there on.

    Raises
    ------
    ValueError
        If the jump is not from 0.01 to 0.99.
    """
    at = _checked_number("jump", jump, JUMP_LIMITS)
    return Function("step", "Step", rf"[\,x \geq {at:g}\,]", lambda x: np.where(x >= at, 1.0, 0.0), (at,))


def cubic() -> Function:
    """Return 4 t^3 - 3 t with t = 2x - 1: an S that goes from -1 to 1 and turns twice (Chebyshev's third)."""
    latex = r"4 t^3 - 3 t, \; t = 2x - 1"

    def f(x: Array) -> Array:
        t = 2.0 * x - 1.0
        return t * (4.0 * t * t - 3.0)

    return Function("cubic", "Cubic", latex, f)


def drawn(heights: Sequence[float] = DRAWN_HEIGHTS) -> Function:
    """Return the line through points at evenly spaced x, the first at 0 and the last at 1; flat outside.

    Parameters
    ----------
    heights : sequence of float
        2 to 65 numbers from -1 to 1.

    Raises
    ------
    ValueError
        If there are more or fewer, or one is out of its range.
    """
    points = checked_heights(heights)
    at = np.linspace(*DOMAIN, len(points))
    latex = rf"\text{{line through {len(points)} points}}"
    breaks = tuple(float(x) for x in at[1:-1])
    return Function("drawn", "Drawn curve", latex, lambda x: np.interp(x, at, points), breaks)


_ALL = (
    FunctionInfo("sine", "Sine", "The more waves, the more units it takes.", sine, "frequency", 1.0),
    FunctionInfo("sawtooth", "Sawtooth", "A tent folded k times has 2^k pieces.", sawtooth, "folds", 2),
    FunctionInfo("abs", "Absolute value", "A V: two ReLU units fit it exactly.", absolute_value),
    FunctionInfo("step", "Step", "A jump: a continuous function can only come close to it.", step, "jump", 0.5),
    FunctionInfo("cubic", "Cubic", "An S that turns twice.", cubic),
    FunctionInfo("drawn", "Drawn curve", "The line through points of your own.", drawn, "heights", DRAWN_HEIGHTS),
)

FUNCTIONS: Mapping[str, FunctionInfo] = MappingProxyType({info.name: info for info in _ALL})


def function(name: str, **settings: Any) -> Function:
    """Make a function by its name.

    Parameters
    ----------
    name : str
        One of `FUNCTIONS`.
    **settings
        Its setting, such as ``frequency=2``; the usual value where it is left out.

    Raises
    ------
    ValueError
        For an unknown name, a setting that this function does not take, or a value out of its limits.

    Examples
    --------
    >>> function("sine", frequency=2)([0.0, 0.125, 0.25]).round(3).tolist()
    [0.0, 1.0, 0.0]
    >>> function("drawn", heights=[0, 1, 0.5])([0.25, 0.75]).tolist()
    [0.5, 0.75]
    """
    if name not in tuple(FUNCTIONS):
        raise ValueError(f"the function must be one of {', '.join(FUNCTIONS)}, but {name!r} was given; choose one")
    info = FUNCTIONS[name]
    extra = [key for key in settings if key != info.setting]
    if extra:
        raise ValueError(f"{name!r} takes {info.setting or 'no setting'}, but {extra[0]} was given; leave it out")
    return info.make(**settings)


def checked_heights(heights: object) -> tuple[float, ...]:
    """Return the heights of a drawn curve as floats, or raise ValueError."""
    low, high = HEIGHTS_LIMITS
    given = tuple(heights) if isinstance(heights, Sequence | np.ndarray) and not isinstance(heights, str) else ()
    if not low <= len(given) <= high:
        raise ValueError(
            f"heights must be {low} to {high} numbers, the heights at evenly spaced x, but "
            f"{len(given) or repr(heights)} {'were' if given else 'was'} given; give more or fewer"
        )
    numbers = tuple(as_number(height) for height in given)
    for place, (height, number) in enumerate(zip(given, numbers, strict=True), start=1):
        if not abs(number) <= LARGEST_HEIGHT:
            raise ValueError(
                f"heights must be numbers from {-LARGEST_HEIGHT:g} to {LARGEST_HEIGHT:g}, but number {place} is "
                f"{height!r}; move that point"
            )
    return numbers


def _checked_number(name: str, value: object, limits: tuple[float, float]) -> float:
    low, high = limits
    number = as_number(value)
    if not low <= number <= high:
        raise ValueError(
            f"{name} must be a number from {low:g} to {high:g}, but {value!r} was given; choose one in that range"
        )
    return number

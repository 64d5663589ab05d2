"""A schedule multiplies the learning rate by a factor at each step: large steps first, small ones later."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields, replace
from math import cos, pi
from typing import ClassVar

from nnviz.engine.parameters import Parameter, named


@dataclass(frozen=True)
class Schedule(ABC):
    """A factor from 0 to 1 for every step t = 0, 1, 2, ...

    Attributes
    ----------
    warm_up : int
        Number of steps in which the factor also grows linearly from 1/warm_up to 1 (Goyal et al. 2017, 2.2).
    """

    warm_up: int = 0

    name: ClassVar[str]
    title: ClassVar[str]
    latex: ClassVar[str]

    def __post_init__(self) -> None:
        for entry in fields(self):
            value = getattr(self, entry.name)
            known = _KNOWN[entry.name]
            if not known.allows(value):
                kind = ", as a whole number" if known.whole else ""
                raise ValueError(
                    f"expected {entry.name} of the {self.title} schedule from {known.at_least:g} to "
                    f"{known.at_most:g}{kind}, got {value!r}; the usual value is {entry.default}"
                )

    def factor(self, t: int) -> float:
        """Return the factor at step t, warm-up included.

        Raises
        ------
        ValueError
            If t is no number.
        """
        try:
            ramp = min(1.0, (t + 1) / self.warm_up) if self.warm_up else 1.0
            return ramp * self.decay(t)
        except TypeError:
            raise ValueError(f"expected a whole number of at least 0 as step, got {t!r}") from None

    @abstractmethod
    def decay(self, t: int) -> float:
        """Return the factor at step t without the warm-up."""


@dataclass(frozen=True)
class Constant(Schedule):
    """The same learning rate throughout."""

    name: ClassVar[str] = "constant"
    title: ClassVar[str] = "constant"
    latex: ClassVar[str] = r"\eta_t = \eta_0"

    def decay(self, t: int) -> float:
        """Return one."""
        return 1.0


@dataclass(frozen=True)
class StepDecay(Schedule):
    """Multiply the rate by ``drop`` once in every ``every`` steps."""

    every: int = 1000
    drop: float = 0.5

    name: ClassVar[str] = "step"
    title: ClassVar[str] = "step"
    latex: ClassVar[str] = r"\eta_t = \eta_0\, d^{\lfloor t / s \rfloor}"

    def decay(self, t: int) -> float:
        """Return ``drop`` to the power of the number of drops so far."""
        return float(self.drop ** (t // int(self.every)))


@dataclass(frozen=True)
class Exponential(Schedule):
    """Decay by the same ratio in every step; after ``half_life`` steps half is left."""

    half_life: float = 1000.0

    name: ClassVar[str] = "exponential"
    title: ClassVar[str] = "exponential"
    latex: ClassVar[str] = r"\eta_t = \eta_0\, 2^{-t / h}"

    def decay(self, t: int) -> float:
        """Return 2^(-t / half_life)."""
        return float(2.0 ** (-t / self.half_life))


@dataclass(frozen=True)
class InverseTime(Schedule):
    """Fall like 1/t (Robbins and Monro 1951); after ``half_life`` steps half is left."""

    half_life: float = 1000.0

    name: ClassVar[str] = "inverse_time"
    title: ClassVar[str] = "inverse time"
    latex: ClassVar[str] = r"\eta_t = \eta_0 / (1 + t / h)"

    def decay(self, t: int) -> float:
        """Return 1 / (1 + t / half_life)."""
        return 1.0 / (1.0 + t / self.half_life)


@dataclass(frozen=True)
class Cosine(Schedule):
    """Half a cosine from one to ``floor`` within ``steps``, then constant (Loshchilov and Hutter 2017, eq. 5)."""

    steps: int = 10_000
    floor: float = 0.0

    name: ClassVar[str] = "cosine"
    title: ClassVar[str] = "cosine"
    latex: ClassVar[str] = r"\eta_t = \eta_0 \left(f + \tfrac{1 - f}{2} (1 + \cos(\pi \min(t, T) / T))\right)"

    def decay(self, t: int) -> float:
        """Return the cosine's height above the floor."""
        return self.floor + (1.0 - self.floor) * 0.5 * (1.0 + cos(pi * min(t, self.steps) / self.steps))


@dataclass(frozen=True)
class Polynomial(Schedule):
    """Fall to ``floor`` within ``steps`` as a power of the steps that are left (Liu, Rabinovich and Berg 2016, 3.1)."""

    steps: int = 10_000
    power: float = 1.0
    floor: float = 0.0

    name: ClassVar[str] = "polynomial"
    title: ClassVar[str] = "polynomial"
    latex: ClassVar[str] = r"\eta_t = \eta_0 \left(f + (1 - f) (1 - \min(t, T) / T)^p\right)"

    def decay(self, t: int) -> float:
        """Return the power's height above the floor."""
        return float(self.floor + (1.0 - self.floor) * (1.0 - min(t, self.steps) / self.steps) ** self.power)


@dataclass(frozen=True)
class WarmRestarts(Schedule):
    """Half a cosine from one to ``floor``, again and again (SGDR: Loshchilov and Hutter 2017, eq. 5, T_mult = 1)."""

    steps: int = 1000
    floor: float = 0.0

    name: ClassVar[str] = "warm_restarts"
    title: ClassVar[str] = "cosine with warm restarts"
    latex: ClassVar[str] = r"\eta_t = \eta_0 \left(f + \tfrac{1 - f}{2} (1 + \cos(\pi\, (t \bmod T) / T))\right)"

    def decay(self, t: int) -> float:
        """Return the cosine's height above the floor, counted from the last restart."""
        return self.floor + (1.0 - self.floor) * 0.5 * (1.0 + cos(pi * (t % self.steps) / self.steps))


@dataclass(frozen=True)
class Cyclic(Schedule):
    """Climb from ``floor`` to one in ``steps`` and back in as many, again and again (Smith 2017, triangular)."""

    steps: int = 1000
    floor: float = 0.1

    name: ClassVar[str] = "cyclic"
    title: ClassVar[str] = "cyclic"
    latex: ClassVar[str] = r"\eta_t = \eta_0 \left(f + (1 - f) (1 - \lvert t / T \bmod 2 - 1 \rvert)\right)"

    def decay(self, t: int) -> float:
        """Return the triangle's height above the floor."""
        return self.floor + (1.0 - self.floor) * (1.0 - abs(t / self.steps % 2.0 - 1.0))


@dataclass(frozen=True)
class OneCycle(Schedule):
    """Climb from ``floor`` to one, then fall to a ten-thousandth of ``floor`` within ``steps`` (Smith and Topin 2018).

    Both halves are half a cosine, and the shares are the usual ones of PyTorch's OneCycleLR.
    """

    steps: int = 10_000
    rise: float = 0.3
    floor: float = 0.04

    name: ClassVar[str] = "one_cycle"
    title: ClassVar[str] = "one cycle"
    latex: ClassVar[str] = (
        r"\eta_t = \eta_0 \begin{cases} f + \tfrac{1 - f}{2} (1 - \cos(\pi t / \alpha T)) & t < \alpha T \\"
        r" f' + \tfrac{1 - f'}{2} (1 + \cos(\pi\, (\min(t, T) - \alpha T) / (T - \alpha T))) & t \ge \alpha T"
        r" \end{cases}, \quad f' = f / 10^4"
    )

    def decay(self, t: int) -> float:
        """Return the height of the half that step t is in."""
        top, end = self.rise * self.steps, self.floor * 1e-4
        if t < top:
            return self.floor + (1.0 - self.floor) * 0.5 * (1.0 - cos(pi * t / top))
        return end + (1.0 - end) * 0.5 * (1.0 + cos(pi * (min(t, self.steps) - top) / (self.steps - top)))


def _known(name: str, symbol: str, meaning: str, low: float, high: float, whole: bool = False) -> Parameter:
    return Parameter(name, symbol, meaning, default=low, at_least=low, at_most=high, whole=whole)


_KNOWN = {
    parameter.name: parameter
    for parameter in (
        _known("warm_up", "w", "steps in which the rate grows to its full size", 0, 10_000_000, whole=True),
        _known("every", "s", "steps from one drop to the next", 1, 10_000_000, whole=True),
        _known("drop", "d", "fraction of the rate that remains after a drop", 1e-6, 1.0),
        _known("half_life", "h", "steps until half of the rate is left", 1e-3, 1e9),
        _known("steps", "T", "steps from the highest to the lowest rate", 1, 10_000_000, whole=True),
        _known("floor", "f", "smallest fraction of the rate", 0.0, 1.0),
        _known("rise", r"\alpha", "fraction of the steps in which the rate rises", 0.01, 0.99),
        _known("power", "p", "exponent of the decay; 1 is a straight line", 1e-3, 100.0),
    )
}
"""What the fields of the schedules mean and may be; their defaults stand at the schedules."""

_SCHEDULES: tuple[type[Schedule], ...] = (
    Constant,
    StepDecay,
    Exponential,
    InverseTime,
    Cosine,
    Polynomial,
    WarmRestarts,
    Cyclic,
    OneCycle,
)

SCHEDULES: dict[str, type[Schedule]] = {schedule.name: schedule for schedule in _SCHEDULES}
"""Every schedule by its name; each takes a warm-up."""


def schedule(name: str, **parameters: float) -> Schedule:
    """Return the schedule of that name.

    Raises
    ------
    ValueError
        If the name or a parameter is unknown, or a value out of its range.
    """
    return named(SCHEDULES, name, "a schedule", parameters)


def schedule_parameters(name: str) -> tuple[Parameter, ...]:
    """List what can be set about a schedule: names, defaults and legal ranges; the warm-up last.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    usual = schedule(name)
    known = [replace(_KNOWN[entry.name], default=getattr(usual, entry.name)) for entry in fields(usual)]
    return (*known[1:], known[0])

"""Each schedule as a textbook writes it in NumPy: eta0 is the initial learning rate, t counts the steps from 0."""

from dataclasses import fields

from nnviz.engine.schedules import (
    Constant,
    Cosine,
    Cyclic,
    Exponential,
    InverseTime,
    OneCycle,
    Polynomial,
    Schedule,
    StepDecay,
    WarmRestarts,
)

TEXTBOOK_SCHEDULES: dict[type[Schedule], str] = {
    Constant: "eta = eta0",
    StepDecay: "eta = eta0 * drop ** (t // every)",
    Exponential: "eta = eta0 * 2 ** (-t / half_life)",
    InverseTime: "eta = eta0 / (1 + t / half_life)",
    Cosine: "eta = eta0 * (floor + (1 - floor) / 2 * (1 + np.cos(np.pi * np.minimum(t, steps) / steps)))",
    Polynomial: "eta = eta0 * (floor + (1 - floor) * (1 - np.minimum(t, steps) / steps) ** power)",
    WarmRestarts: "eta = eta0 * (floor + (1 - floor) / 2 * (1 + np.cos(np.pi * (t % steps) / steps)))",
    Cyclic: "eta = eta0 * (floor + (1 - floor) * (1 - np.abs(t / steps % 2 - 1)))",
    OneCycle: """\
top, end = rise * steps, floor / 10_000
up = floor + (1 - floor) / 2 * (1 - np.cos(np.pi * t / top))
down = end + (1 - end) / 2 * (1 + np.cos(np.pi * (np.minimum(t, steps) - top) / (steps - top)))
eta = eta0 * np.where(t < top, up, down)""",
}
"""Without the warm-up, which multiplies by ``np.minimum(1, (t + 1) / warm_up)``."""


def schedule_lines(schedule: Schedule) -> str:
    """Return the rule, its parameters with their values above it."""
    values = {entry.name: f"{getattr(schedule, entry.name):g}" for entry in fields(schedule) if entry.name != "warm_up"}
    given = f"{', '.join(values)} = {', '.join(values.values())}\n" if values else ""
    warm_up = f"\neta = eta * np.minimum(1, (t + 1) / {schedule.warm_up})" if schedule.warm_up else ""
    return given + TEXTBOOK_SCHEDULES[type(schedule)] + warm_up

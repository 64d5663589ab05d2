"""How long something takes still, in words, as roughly as it is known."""

from time import perf_counter


def duration(seconds: float) -> str:
    """Return a duration in words, such as "about 4 minutes"."""
    size, unit = next((size, unit) for size, unit in _UNITS if seconds >= 1.5 * size or size == 1)
    number = max(1, round(seconds / size))
    return f"about {number:,} {unit}{'s' if number > 1 else ''}"


def time_left(began: float, share: float) -> str:
    """Return how much longer something takes, such as ", about 4 minutes left"; empty while nothing is known of it.

    Parameters
    ----------
    began : float
        When it began, by `time.perf_counter`.
    share : float
        How much of it is done, 0 to 1.
    """
    spent = perf_counter() - began
    return f", {duration(spent * (1 / share - 1))} left" if spent > 1 and 0 < share < 1 else ""


_UNITS = ((3600, "hour"), (60, "minute"), (1, "second"))

"""Who won, and whether another seed might have turned it round: differences are set against the spread of the seeds."""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.activation_race.settings import CRITERIA, RaceSettings
from nnviz.experiments.activation_race.standing import Standing, quartiles

CONSISTENT_SHARE = 0.95
"""A contestant that is ahead in at least this share of the seeds is ahead, however wide the bands are."""


@dataclass(frozen=True)
class Place:
    """How one contestant did.

    Attributes
    ----------
    index : int
        Which contestant.
    title : str
    median, low, high : float
        Of what the race is judged by, over the seeds: the median and the edges of the middle half.
    solved, diverged, seeds : int
        Seeds that reached the accuracy asked for; seeds whose numbers are no longer finite; all seeds.
    """

    index: int
    title: str
    median: float
    low: float
    high: float
    solved: int
    diverged: int
    seeds: int


@dataclass(frozen=True)
class PairComparison:
    """Two contestants, seed by seed.

    Attributes
    ----------
    better, worse : str
        Titles, in the order of the medians.
    ahead, behind, seeds : int
        In how many seeds the first was ahead and behind; the rest are ties.
    overlap : bool
        Whether the middle halves of their seeds share a value.
    within_spread : bool
        Whether the difference is within the spread: the middle halves overlap and the first is not ahead in 95 % of
        the seeds.
    sentence : str
    """

    better: str
    worse: str
    ahead: int
    behind: int
    seeds: int
    overlap: bool
    within_spread: bool
    sentence: str


@dataclass(frozen=True)
class Ranking:
    """The order of the contestants and what it is worth.

    Attributes
    ----------
    places : tuple of Place
        The best first.
    comparisons : tuple of PairComparison
        The first place with each other one.
    winner : int or None
        Which contestant won; None where the difference to another one is within the spread.
    sentence : str
    """

    places: tuple[Place, ...]
    comparisons: tuple[PairComparison, ...]
    winner: int | None
    sentence: str


def ranking(settings: RaceSettings, standing: Standing) -> Ranking:
    """Judge a moment of a race.

    Parameters
    ----------
    settings : RaceSettings
    standing : Standing
    """
    values = standing.values(settings.criterion)
    falls = settings.criterion != "test_accuracy"
    bands = quartiles(values)
    order = _order(bands, values, falls)
    solved, diverged = standing.solved(settings.target_accuracy), standing.diverged
    places = tuple(
        Place(k, settings.titles[k], *_edges(bands[k]), int(solved[k]), int(diverged[k]), values.shape[1])
        for k in order
    )
    comparisons = tuple(_compare(settings, places[0], place, values, falls) for place in places[1:])
    near = [comparison.worse for comparison in comparisons if comparison.within_spread]
    what = CRITERIA[settings.criterion]
    if not near:
        winner, sentence = (
            places[0].index,
            f"{places[0].title} won: its median {what} is the best, consistently across the seeds.",
        )
    else:
        winner, sentence = None, f"No winner: {_listed([places[0].title, *near])} are within the spread over the seeds."
    return Ranking(places, comparisons, winner, sentence)


def _order(bands: Array, values: Array, falls: bool) -> list[int]:
    """Return the contestants, the best median first; equal medians by the means, then as they stand."""
    sign = 1.0 if falls else -1.0
    means = np.nan_to_num(np.where(np.isfinite(values), values, np.nan), nan=1e300).mean(-1)
    return sorted(range(len(bands)), key=lambda k: (sign * bands[k, 1], sign * means[k], k))


def _edges(three: Array) -> tuple[float, float, float]:
    low, median, high = (float(number) for number in three)
    return median, low, high


def _compare(settings: RaceSettings, first: Place, second: Place, values: Array, falls: bool) -> PairComparison:
    a, b = values[first.index], values[second.index]
    better, worse = (a < b, a > b) if falls else (a > b, a < b)
    ahead, behind, seeds = int(better.sum()), int(worse.sum()), len(a)
    overlap = first.low <= second.high and second.low <= first.high
    within = overlap and ahead < CONSISTENT_SHARE * seeds
    what = CRITERIA[settings.criterion]
    numbers = f"{_number(first.median, falls)} against {_number(second.median, falls)}"
    opening = f"{first.title} and {second.title}: median {what} {numbers}."
    counted = f"{first.title} was ahead in {ahead} of {seeds} seeds"
    counted += f", {second.title} in {behind}." if behind else "."
    if within:
        worth = (
            "The middle halves of their seeds overlap: the difference is within the spread, and other seeds may "
            "reverse it."
        )
    elif overlap:
        worth = "The middle halves overlap, yet seed by seed the order is nearly always the same."
    else:
        worth = "The middle halves of their seeds do not overlap: the difference exceeds the spread."
    sentence = f"{opening} {worth} {counted}"
    return PairComparison(first.title, second.title, ahead, behind, seeds, overlap, within, sentence)


def _number(value: float, falls: bool) -> str:
    if not isfinite(value):
        return "infinity"
    return f"{value:.3g}" if falls else f"{value:.1%}"


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"

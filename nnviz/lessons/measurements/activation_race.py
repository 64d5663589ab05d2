"""What a question of a lesson may measure on the page "Activation race": the race on view, run to its end."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from nnviz.experiments.activation_race.ranking import Place
from nnviz.experiments.activation_race.settings import MAX_CONTESTANTS, RaceSettings
from nnviz.experiments.activation_race.trajectory import RaceTrajectory, begin


@lru_cache(maxsize=8)
def _race(settings: RaceSettings) -> RaceTrajectory:
    return begin(settings).run_to_end(progress=None, cancelled=None)


def _place(k: int, settings: RaceSettings) -> Place:
    found = next((place for place in _race(settings).ranking.places if place.index == k), None)
    if found is None:
        raise ValueError(f"expected a race of at least {k + 1} contestants; ask about another one")
    return found


def _solved(k: int, settings: RaceSettings) -> float:
    return float(_place(k, settings).solved)


def _winner(settings: RaceSettings) -> str:
    winner = _race(settings).ranking.winner
    return "none" if winner is None else str(winner + 1)


MEASUREMENTS: Mapping[str, Callable[[RaceSettings], float | str]] = {
    "winner": _winner,
    **{f"networks solved by contestant {k + 1}": partial(_solved, k) for k in range(MAX_CONTESTANTS)},
}

"""What a question of a lesson may measure on the page "Activation race": the race on view, run to its end."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from nnviz.experiments.activation_race.ranking import Place
from nnviz.experiments.activation_race.settings import RaceSettings
from nnviz.experiments.activation_race.trajectory import RaceTrajectory, begin
from nnviz.experiments.address.echo import echo
from nnviz.lessons.running import in_time


@lru_cache(maxsize=8)
def _race(settings: RaceSettings) -> RaceTrajectory:
    return in_time(begin(settings).run_to_end)


def _place(settings: RaceSettings, number: str) -> Place:
    places = _race(settings).ranking.places
    found = next((place for place in places if str(place.index + 1) == number), None)
    if found is None:
        raise ValueError(f"expected a contestant from 1 to {len(places)}, got {echo(number)}; ask about another one")
    return found


def _solved(settings: RaceSettings, number: str) -> float:
    return float(_place(settings, number).solved)


def _winner(settings: RaceSettings) -> str:
    winner = _race(settings).ranking.winner
    return "none" if winner is None else str(winner + 1)


MEASUREMENTS: Mapping[str, Callable[..., float | str]] = {
    "winner": _winner,
    "networks solved by contestant {number}": _solved,
}

"""What a question of a lesson may measure on the page "Activation race": the race on view, run to its end."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from nnviz.experiments.activation_race.ranking import Place, Ranking, ranking
from nnviz.experiments.activation_race.running import Race, advance_race, start_race
from nnviz.experiments.activation_race.settings import RaceSettings
from nnviz.experiments.activation_race.standing import measure_standing
from nnviz.experiments.address.echo import echo
from nnviz.lessons.running import in_time


@lru_cache(maxsize=8)
def _ranking(settings: RaceSettings) -> Ranking:
    return ranking(settings, measure_standing(in_time(partial(_run, start_race(settings)))))


def _run(race: Race, cancelled: Callable[[], bool]) -> Race:
    """Run a race without its standings on the way; an epoch of a large one takes seconds."""
    while not race.over and not cancelled():
        race = advance_race(race, race.per_epoch)
    return race


def _place(settings: RaceSettings, number: str) -> Place:
    places = _ranking(settings).places
    found = next((place for place in places if str(place.index + 1) == number), None)
    if found is None:
        raise ValueError(f"expected a contestant from 1 to {len(places)}, got {echo(number)}; ask about another one")
    return found


def _solved(settings: RaceSettings, number: str) -> float:
    return float(_place(settings, number).solved)


def _winner(settings: RaceSettings) -> str:
    winner = _ranking(settings).winner
    return "none" if winner is None else str(winner + 1)


MEASUREMENTS: Mapping[str, Callable[..., float | str]] = {
    "winner": _winner,
    "networks solved by contestant {number}": _solved,
}

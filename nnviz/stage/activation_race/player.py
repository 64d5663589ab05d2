"""Trains a race a little ahead of the screen and answers what the browser asks."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from nnviz.experiments.activation_race import Race, RaceSettings, Standing, advance_race, start_race
from nnviz.stage.activation_race.camera import ALL_SEEDS, RaceFrame, race_camera
from nnviz.stage.activation_race.packing import pack_race, race_columns
from nnviz.stage.checkpoints import Kind, state_bytes
from nnviz.stage.chunk import Chunk
from nnviz.stage.pacing import Pacing, speed_stops
from nnviz.stage.player import Player, first_scene
from nnviz.stage.shared_frames import SharedFrames
from nnviz.stage.training_ahead import TrainingAhead

RACE_PACING = Pacing(
    speed_stops(0.1, 0.25, 0.5, 1.0, 5.0),
    usual=5,
    chunk_seconds=0.5,
    first_seconds=0.5,
    low_water=0.6,
    training_seconds=0.2,
    points=3000,
)
"""Sixty networks and their pictures take longer than one: with larger chunks the way to the browser and back, which
takes the same for each, counts less. A pause acts at once all the same."""

FINISHING_POINTS = 100
"""Points of the curves that a race leaves behind if it runs to the end at once."""


def _without_record(race: Race) -> Race:
    """Return a race without the records of its last steps, which come back when it is computed again."""
    return replace(race, contestants=tuple(replace(contestant, last=None) for contestant in race.contestants))


def _nbytes(race: Race) -> int:
    return sum(state_bytes(contestant.state) for contestant in race.contestants)


RACES = Kind(
    advance_race, lambda race: race.over, _without_record, _nbytes, lambda race: [who.last for who in race.contestants]
)
"""How races are run and kept."""


class RacePlayer(Player[Race, RaceFrame]):
    """One visitor's race: its moment, its past, and what the browser knows of it.

    Parameters
    ----------
    settings : RaceSettings
    shared : SharedFrames, optional
        What others have trained.
    """

    def __init__(self, settings: RaceSettings, shared: SharedFrames | None = None) -> None:
        race = start_race(settings)
        look = race_camera(race, first_scene())
        super().__init__(TrainingAhead(RACES, race, look, RACE_PACING.points, shared), RACE_PACING)

    @property
    def race(self) -> Race:
        """The race at the step on view."""
        return self.ahead.moment

    @property
    def settings(self) -> RaceSettings:
        """What is raced."""
        return self.race.settings

    @property
    def standing(self) -> Standing:
        """How the contestants stand at the step on view."""
        if self.ahead.frame.step != self.race.step:
            self.ahead.take()
        return self.ahead.frame.standing

    @property
    def member(self) -> int:
        """Whose maps are on view: the place of a seed, or `ALL_SEEDS`."""
        member: int = self.ahead.camera.member
        return member

    def begin(self, settings: RaceSettings) -> None:
        """Begin another race.

        Raises
        ------
        ValueError
            If it cannot be run; then nothing has changed.
        """
        race = start_race(settings)
        member = self.member if self.member < settings.seeds else 0
        self._restart(race, race_camera(race, self.ahead.camera.scene.id + 1, member))

    def reset(self) -> None:
        """Go back to the same initial weights."""
        self.begin(self.settings)

    def finishing(self) -> Iterator[float]:
        """Run to the end at once, and hand out the share of the way that is done."""
        self.playing = False
        if self.race.step < self.newest:
            self._seek(self.newest)
        stretch = max(1, (self.race.last_step - self.race.step) // FINISHING_POINTS)
        try:
            while not self.race.over:
                self.ahead.train(stretch, RACE_PACING.training_seconds)
                yield self.race.step / self.race.last_step
        finally:  # also where somebody stops it on the way
            self._generation += 1
            self._show_again = True

    @property
    def _columns(self) -> tuple[str, ...]:
        return race_columns(self.race)

    def _way(self) -> Hashable:
        """Return what is raced, and whose maps are on view."""
        return self.settings, self.member

    @property
    def _per_epoch(self) -> int:
        return self.race.per_epoch

    def _choose(self, wanted: dict[str, Any]) -> None:
        """Show the maps of another seed, or the mean of all."""
        member = wanted.get("index")
        if isinstance(member, int | float) and ALL_SEEDS <= member < self.settings.seeds:
            self.ahead.camera = replace(self.ahead.camera, member=int(member))

    def _more_of_chunk(self) -> dict[str, Any]:
        return {"sample": self.ahead.camera.sample(self.race)}

    def _pack(self, fresh: bool, chunk: Chunk, frames: Sequence[RaceFrame]) -> bytes:
        return pack_race(self.race, self.ahead.camera if fresh else None, chunk, frames)

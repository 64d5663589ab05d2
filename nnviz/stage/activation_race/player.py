"""Trains a race a little ahead of the screen and answers what the browser asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter, time

from nnviz.experiments.activation_race import Race, RaceSettings, Standing, advance_race, start_race
from nnviz.stage.activation_race.camera import ALL_SEEDS, RaceCamera, RaceFrame, race_camera
from nnviz.stage.activation_race.packing import pack_race
from nnviz.stage.chunk import Chunk, Speed
from nnviz.stage.player import Pace
from nnviz.stage.requests import Command, Need
from nnviz.stage.timeline import States

RACE_PACES = (
    Pace("1 batch a second", 1.0, 0.0),
    Pace("5 batches a second", 5.0, 0.0),
    Pace("1 batch a frame", 60.0, 0.0),
    Pace("10 frames an epoch", 60.0, 0.1),
    Pace("4 frames an epoch", 60.0, 0.25),
    Pace("2 frames an epoch", 60.0, 0.5),
    Pace("1 epoch a frame", 60.0, 1.0),
    Pace("5 epochs a frame", 60.0, 5.0),
)
"""The stops of the speed control, slowest first."""

USUAL_PACE = 5

CHUNK_SECONDS = 0.5
"""How much playing time one chunk holds at the most."""

TRAINING_SECONDS = 0.2
"""How long the server computes at a stretch. Sixty networks and their pictures take longer than one: with larger chunks
the way to the browser and back, which takes the same for each, counts less. A pause acts at once all the same."""

POINTS_LIMIT = 3000
"""Points that the curves keep; beyond it every second of the older half goes."""

FINISHING_POINTS = 100
"""Points of the curves that a race leaves behind if it runs to the end at once."""


class RacePlayer:
    """One visitor's race: its moment, its past, and what the browser knows of it.

    Parameters
    ----------
    settings : RaceSettings
    """

    def __init__(self, settings: RaceSettings) -> None:
        self.race: Race = start_race(settings)
        self.playing = False
        self.pace = USUAL_PACE
        self.locked = ""
        self._camera: RaceCamera = race_camera(self.race, int(time() * 1000) % 2**31 + 1)
        self._generation = 0
        self._sequence = 0
        self._answered = 0
        self._rewind_to: int | None = None
        self._forget()
        self._remember_start()

    def _forget(self) -> None:
        self._known_scene = 0
        self._known_step = -1
        self._wanted = False
        self._steps_wanted = 0
        self._show_again = False

    def _remember_start(self) -> None:
        first = self._camera.frame(self.race)
        self._points = [first.point]
        self._frame = first
        self._states: States[Race] = States(_lean(self.race), advance_race, _weigh)

    @property
    def settings(self) -> RaceSettings:
        """What is raced."""
        return self.race.settings

    @property
    def standing(self) -> Standing:
        """How the contestants stand at the step on view."""
        if self._frame.step != self.race.step:
            self._frame = self._camera.frame(self.race)
        return self._frame.standing

    @property
    def newest(self) -> int:
        """The last step that was trained."""
        return int(self._points[-1][0])

    @property
    def member(self) -> int:
        """Whose maps are on view: the place of a seed, or `ALL_SEEDS`."""
        return self._camera.member

    def begin(self, settings: RaceSettings) -> None:
        """Begin another race.

        Raises
        ------
        ValueError
            If it cannot be run; then nothing has changed.
        """
        race = start_race(settings)
        member = self.member if self.member < settings.seeds else 0
        self.race, self.playing = race, False
        self._camera = race_camera(race, self._camera.scene.id + 1, member)
        self._generation += 1
        self._forget()
        self._rewind_to = -1
        self._remember_start()

    def need(self, need: Need) -> None:
        """Take in that the browser runs out of frames."""
        self._known_scene, self._known_step, self._wanted = need.scene, need.have, True

    def forget_browser(self) -> None:
        """Assume that the browser knows nothing: the page was opened or drawn anew."""
        self._known_scene, self._known_step = 0, -1

    def answer(self, command: Command) -> None:
        """Take in that a command was carried out elsewhere."""
        self._answered = max(self._answered, command.n)

    def carry_out(self, command: Command) -> None:
        """Do what a person asked for on the stage; a command that arrives twice is done once."""
        if command.n <= self._answered:
            return
        self._answered = command.n
        if command.name == "play":
            self._go_back_to(command.shown)
            self.playing = not self.race.over and not self.locked
        elif command.name == "seek" and isinstance(command.value, float):
            self._look_back_to(int(command.value))
            self._show_again = command.shown != command.value
        elif command.name == "pause":
            self.playing = False
            self._go_back_to(command.shown)
        elif command.name in ("step", "epoch") and not self.locked:
            self.playing = False
            self._go_back_to(command.shown)
            clock = self.race.per_epoch
            self._steps_wanted = 1 if command.name == "step" else clock - self.race.step % clock
        elif command.name == "reset":
            self.begin(self.settings)
        elif command.name == "speed" and isinstance(command.value, float) and 0 <= command.value < len(RACE_PACES):
            self.pace = int(command.value)
            self._go_back_to(command.shown)
        elif command.name == "sample" and isinstance(command.value, dict):
            self._choose(command)

    def _choose(self, command: Command) -> None:
        """Show the maps of another seed, or the mean of all."""
        assert isinstance(command.value, dict)
        wanted = command.value.get("index")
        if isinstance(wanted, int | float) and ALL_SEEDS <= wanted < self.settings.seeds:
            self._camera = replace(self._camera, member=int(wanted))
        if self.playing:
            self._go_back_to(command.shown)
        else:
            self._look_back_to(command.shown)
            self._generation += 1
            self._show_again = True

    def finishing(self) -> Iterator[float]:
        """Run to the end at once, and hand out the share of the way that is done."""
        self.playing = False
        if self.race.step < self.newest:
            self._look_back_to(self.newest)
        stretch = max(1, (self.race.last_step - self.race.step) // FINISHING_POINTS)
        try:
            while not self.race.over:
                self.race = advance_race(self.race, stretch)
                self._keep()
                yield self.race.step / self.race.last_step
        finally:  # also where somebody stops it on the way
            self._generation += 1
            self._show_again = True

    def next_message(self) -> bytes:
        """Train as far as is wanted and return what the browser must know."""
        frames = self._frames()
        self._sequence += 1
        fresh = self._known_scene != self._camera.scene.id
        since = -1 if fresh else self._known_step
        chunk = Chunk(
            sequence=self._sequence,
            generation=self._generation,
            scene=self._camera.scene.id,
            playing=self.playing,
            newest=self.newest,
            low_water=max(2, round(self._chunk_size() * 0.6)),
            speeds=tuple(Speed(pace.label, pace.frames_per_second) for pace in RACE_PACES),
            speed=self.pace,
            rewind_to=self._rewind_to,
            answers=self._answered,
            sample=self._camera.sample(self.race),
        )
        self._rewind_to = None
        points = [point for point in self._points if point[0] > since]
        return pack_race(self.race, self._camera if fresh else None, chunk, points, since, frames, self.locked)

    def _frames(self) -> list[RaceFrame]:
        """Compute the frames of the next chunk."""
        if self.playing and (self._wanted or self._known_scene == self._camera.scene.id):
            frames = self._train_ahead()
        elif self._steps_wanted:
            self.race = advance_race(self.race, self._steps_wanted)
            frames = [self._keep()]
        elif self.race.step < self.newest and not self._show_again and self._known_scene == self._camera.scene.id:
            frames = []
        else:
            self._frame = self._camera.frame(self.race)
            frames = [self._frame]
        self._wanted, self._steps_wanted, self._show_again = False, 0, False
        if self.race.over:
            self.playing = False
        return frames

    def _train_ahead(self) -> list[RaceFrame]:
        frames: list[RaceFrame] = []
        steps = RACE_PACES[self.pace].steps(self.race.per_epoch)
        began = perf_counter()
        while len(frames) < self._chunk_size() and not self.race.over:
            self.race = advance_race(self.race, steps)
            frames.append(self._keep())
            if perf_counter() - began > TRAINING_SECONDS:
                break
        return frames or [self._camera.frame(self.race)]

    def _keep(self) -> RaceFrame:
        self._frame = self._camera.frame(self.race)
        if self._frame.step > self.newest:
            self._points.append(self._frame.point)
            self._states.keep(_lean(self.race))
        if len(self._points) > POINTS_LIMIT:
            half = POINTS_LIMIT // 2
            self._points[:half] = self._points[:half:2]
        return self._frame

    def _chunk_size(self) -> int:
        return max(1, round(RACE_PACES[self.pace].frames_per_second * CHUNK_SECONDS))

    def _go_back_to(self, shown: int) -> None:
        """Go on from the step on the screen, and forget what was trained beyond it."""
        self._generation += 1
        if not 0 <= shown < self.newest:
            return
        if self.race.step != shown:
            self.race = self._states.at(shown)
        self._states.cut(shown)
        self._points = [point for point in self._points if point[0] <= shown]
        self._rewind_to = shown

    def _look_back_to(self, step: int) -> None:
        """Stand at a step of the past, and forget nothing."""
        self.playing = False
        if 0 <= step <= self.newest and step != self.race.step:
            self.race = self._states.at(step)


def _lean(race: Race) -> Race:
    """Return a race without the records of its last steps, which come back when it is computed again."""
    return replace(race, entrants=tuple(replace(entrant, last=None) for entrant in race.entrants))


def _weigh(race: Race) -> int:
    vectors = (
        (1 + (entrant.state.memory.v is not None) + (entrant.state.memory.s is not None), entrant.state.network.theta)
        for entrant in race.entrants
    )
    return sum(count * int(theta.nbytes) for count, theta in vectors)

"""The player trains a little ahead of the screen and answers what the browser asks: the server's half of the stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter, time
from typing import Any

import numpy as np

from nnviz.datasets import Dataset
from nnviz.experiments import LIVE, Journey, Run, Settings, advance, edit_parameter, make_change, start, with_settings
from nnviz.experiments.diagnosis import diagnose
from nnviz.experiments.replay.past_runs import PastRun, remember
from nnviz.experiments.run.drawing import with_point
from nnviz.stage.camera import Camera, camera, choose
from nnviz.stage.chunk import HISTORY_COLUMNS, Chunk, History, Speed
from nnviz.stage.frame import Frame
from nnviz.stage.packing import pack
from nnviz.stage.requests import Command, Need
from nnviz.stage.timeline import Timeline

CHUNK_SECONDS = 0.7
"""How much playing time one chunk holds at the most. Each one makes the browser look through the whole page."""

FIRST_SECONDS = 0.2
"""How much the first chunk holds after something has changed: the change is to be seen soon."""

LOW_WATER = 0.4
"""The share of a chunk that is left when the browser asks for the next one."""

TRAINING_SECONDS = 0.2
"""How long the server computes at a stretch before it sends what it has."""

HISTORY_LIMIT = 6000
"""Points that the curves keep; beyond it every second of the older half goes."""


@dataclass(frozen=True)
class Pace:
    """One stop of the speed control: how many frames a second, and how much training between two frames.

    Attributes
    ----------
    label : str
    frames_per_second : float
    epochs : float
        Training between two frames; less than one batch means one batch.
    """

    label: str
    frames_per_second: float
    epochs: float

    def steps(self, per_epoch: int) -> int:
        """Return the batches between two frames."""
        return max(1, round(self.epochs * per_epoch))


PACES = (
    Pace("1 batch a second", 1.0, 0.0),
    Pace("5 batches a second", 5.0, 0.0),
    Pace("1 batch a frame", 60.0, 0.0),
    Pace("10 frames an epoch", 60.0, 0.1),
    Pace("1 epoch a frame", 60.0, 1.0),
    Pace("2 epochs a frame", 60.0, 2.0),
    Pace("5 epochs a frame", 60.0, 5.0),
    Pace("20 epochs a frame", 60.0, 20.0),
)
"""The stops of the speed control, slowest first."""

USUAL_PACE = 3


class Player:
    """The training of one visitor: a run, what the browser knows of it, and what it must be told next.

    The run itself is a frozen record; the player holds which one is on.

    Parameters
    ----------
    settings : Settings
    own : Dataset, optional
        Own data, where the settings ask for them.
    picture : bool
        Show the network and what it says, without the curves and with the play button alone.
    """

    def __init__(self, settings: Settings, own: Dataset | None = None, picture: bool = False) -> None:
        self._picture = picture
        self.run: Run = start(settings, own)
        self.playing = False
        self.pace = USUAL_PACE
        self.message = ""
        self.past: tuple[PastRun, ...] = ()
        self._camera: Camera = camera(self.run, _first_scene(), picture=picture)
        self._history: list[tuple[float, ...]] = [_point(self._camera.frame(self.run))]
        self._timeline = Timeline(self.run)
        self._settings = settings
        self._journey = Journey(settings)
        self._generation = 0
        self._generation_sent = -1
        self._sequence = 0
        self._answered = 0
        self._rewind_to: int | None = None
        self._known_scene = 0
        self._known_step = -1
        self._wanted = False
        self._steps_wanted = 0
        self._show_again = False

    @property
    def settings(self) -> Settings:
        """The settings that training goes on with; a moment of the past may have had others."""
        return self._settings

    @property
    def journey(self) -> Journey:
        """The way from the first settings to the step on view, every change on it included."""
        return self._journey.at(self.run.step)

    @property
    def history(self) -> list[tuple[float, ...]]:
        """The points of the curves up to the step on view; columns as `HISTORY_COLUMNS`."""
        return [row for row in self._history if row[0] <= self.run.step]

    @property
    def newest(self) -> int:
        """The last step that was trained; the run may stand at an earlier one."""
        return int(self._history[-1][0])

    def need(self, need: Need) -> None:
        """Take in that the browser runs out of frames."""
        self._known_scene = need.scene
        self._known_step = need.have
        self._wanted = True

    def forget_browser(self) -> None:
        """Assume that the browser knows nothing: the page was opened or drawn anew."""
        self._known_scene = 0
        self._known_step = -1

    def apply(self, settings: Settings, own: Dataset | None = None) -> None:
        """Change the settings; the weights stay where that is possible.

        Parameters
        ----------
        settings : Settings
        own : Dataset, optional
            New own data; those of the run unless given.

        Raises
        ------
        ValueError
            If the settings cannot be carried out; then nothing has changed.
        """
        before = self.settings
        if settings == before and own is None:
            return
        run = with_settings(self.run, settings, own)
        if before.must_restart(settings) or own is not None:
            self._begin(run, "The network starts again with fresh weights.")
            return
        self._settings = settings
        self._generation += 1
        self.message = ""
        if self.run.step == self.newest:
            self._catch_up()
        if settings.view != before.view:
            self._camera = camera(self.run, self._camera.scene.id + 1, picture=self._picture, view=settings.view_name)

    def begin(self, settings: Settings) -> None:
        """Begin anew with these settings, even where the weights could have stayed.

        Raises
        ------
        ValueError
            If the settings cannot be carried out; then nothing has changed.
        """
        self._begin(start(settings, self.run.own), "")

    def reset(self) -> None:
        """Go back to the same initial weights."""
        self._begin(start(self.settings, self.run.own), "")

    def edit(self, layer: int, name: str, index: tuple[int, ...], value: float) -> None:
        """Set one parameter of the step on view by hand; what was trained beyond it is forgotten.

        Raises
        ------
        ValueError
            If there is no such parameter, or the value is no finite number.
        """
        run = edit_parameter(self.run, layer, name, index, value)
        self._go_back_to(run.step)
        self._journey = self._journey.with_edit(run.step, layer, name, index, value)
        self._take_over(run)
        self.playing = False

    def load(self, run: Run) -> None:
        """Take over a run whose weights came out of a file; it has this player's architecture and step."""
        self._go_back_to(run.step)
        self._journey = self._journey.with_weights(run.step, run.state.network.theta)
        self._take_over(run)
        self.playing = False

    def replaying(self, journey: Journey, own: Dataset | None = None) -> Iterator[float]:
        """Go a whole way again, and hand out the share of it that is done, 0 to 1.

        Parameters
        ----------
        journey : Journey
        own : Dataset, optional
            The own data of the journey; those of the run unless given.

        Raises
        ------
        ValueError
            If the way cannot be gone with these data.
        """
        self._begin(start(journey.start, own or self.run.own), "")
        for change in (*journey.changes, None):
            goal = journey.step if change is None else change.step
            while self.run.step < goal and self.run.stop is None:
                self.run = advance(self.run, min(self.run.batches.per_epoch, goal - self.run.step))
                self._keep()
                yield self.run.step / max(1, journey.step)
            if change is not None:
                self._take_over(make_change(self.run, change))
        self._settings, self._journey = journey.settings, journey

    def carry_out(self, command: Command) -> None:
        """Do what a person asked for on the stage; a command that arrives twice is done once.

        A wish for new weights changes the settings' seed.
        """
        if command.n <= self._answered:
            return
        self._answered = command.n
        if command.name == "play":
            self._go_back_to(command.shown)
            self.playing = self.run.stop is None
        elif command.name == "seek" and isinstance(command.value, float):
            self._look_back_to(int(command.value))
            self._show_again = command.shown != command.value  # the browser does not hold the frame of that step
        elif command.name == "pause":
            self.playing = False
            self._go_back_to(command.shown)
        elif command.name in ("step", "epoch"):
            self.playing = False
            self._go_back_to(command.shown)
            self._steps_wanted = 1 if command.name == "step" else self._steps_to_next_epoch()
        elif command.name == "reset":
            self.reset()
        elif command.name == "reseed":
            self._begin(start(self.settings.changed(seed=self.settings.seed + 1), self.run.own), "")
        elif command.name == "speed" and isinstance(command.value, float) and 0 <= command.value < len(PACES):
            self.pace = int(command.value)
            self._go_back_to(command.shown)
        elif command.name == "sample" and isinstance(command.value, dict):
            self._camera = choose(self._camera, self.run, command.value)
            self._refresh(command.shown)
        elif command.name == "inspect" and isinstance(command.value, dict):
            self._refresh(command.shown)
        elif command.name == "edit" and isinstance(command.value, dict):
            self._edit_as_asked(command)
        elif command.name == "point" and isinstance(command.value, dict):
            self._draw_as_asked(command.value)

    def next_message(self) -> bytes:
        """Train as far as is wanted and return what the browser must know: scene, frames, curve points, state."""
        frames = self._frames()
        self._sequence += 1
        scene = self._camera.scene
        fresh = self._known_scene != scene.id
        since = -1 if fresh else self._known_step
        rows = [row for row in self._history if row[0] > since]
        chunk = Chunk(
            sequence=self._sequence,
            generation=self._generation,
            scene=scene.id,
            playing=self.playing,
            newest=self.newest,
            low_water=max(2, round(LOW_WATER * self._frames_in(CHUNK_SECONDS))),
            speeds=tuple(Speed(pace.label, pace.frames_per_second) for pace in PACES),
            speed=self.pace,
            rewind_to=self._rewind_to,
            answers=self._answered,
            sample=self._camera.sample,
            messages=tuple(filter(None, (self.message, self.run.stop.message if self.run.stop else ""))),
            history=History(np.array(rows).reshape(-1, len(HISTORY_COLUMNS)), since),
            diagnosis=None if self._picture else diagnose(self.run, self.history),
        )
        self._rewind_to, self._generation_sent = None, self._generation
        return pack(scene if fresh else None, chunk, frames)

    def _frames(self) -> list[Frame]:
        """Compute the frames of the next chunk."""
        if self._steps_wanted or self.playing:
            self._catch_up()
        if self.playing and (self._wanted or self._known_scene == self._camera.scene.id):
            frames = self._train_ahead()
        elif self._steps_wanted:
            self.run = advance(self.run, self._steps_wanted)
            frames = [self._keep()]
        elif self.run.step < self.newest and not self._show_again and self._known_scene == self._camera.scene.id:
            frames = []  # a look into the past: the browser has these frames
        else:
            frames = [self._camera.frame(self.run)]
        self._wanted, self._steps_wanted, self._show_again = False, 0, False
        if self.run.stop is not None:
            self.playing = False
        return frames

    def _train_ahead(self) -> list[Frame]:
        frames: list[Frame] = []
        steps = PACES[self.pace].steps(self.run.batches.per_epoch)
        most = self._frames_in(FIRST_SECONDS if self._generation != self._generation_sent else CHUNK_SECONDS)
        began = perf_counter()
        while len(frames) < most and self.run.stop is None:
            self.run = advance(self.run, steps)
            frames.append(self._keep())
            if perf_counter() - began > TRAINING_SECONDS:
                break
        return frames or [self._camera.frame(self.run)]

    def _keep(self) -> Frame:
        """Take a frame of the run and remember its moment and its point of the curves."""
        frame = self._camera.frame(self.run)
        self._timeline.keep(self.run)
        self._history.append(_point(frame))
        if len(self._history) > HISTORY_LIMIT:
            half = HISTORY_LIMIT // 2
            self._history[:half] = self._history[:half:2]
        return frame

    def _frames_in(self, seconds: float) -> int:
        return max(1, round(PACES[self.pace].frames_per_second * seconds))

    def _steps_to_next_epoch(self) -> int:
        done = (self.run.step - self.run.offset) % self.run.batches.per_epoch
        return self.run.batches.per_epoch - done

    def _go_back_to(self, shown: int) -> None:
        """Go on from the step on the screen, and forget what was trained beyond it."""
        self._generation += 1
        if not 0 <= shown < self.newest:
            return
        if self.run.step != shown:
            self.run = self._timeline.at(shown)
        self._timeline.cut(shown)
        self._journey = self._journey.at(shown)
        self._history = [row for row in self._history if row[0] <= shown]
        self._rewind_to = shown

    def _refresh(self, shown: int) -> None:
        """Show the step on the screen anew; while training, go on from it."""
        if self.playing:
            self._go_back_to(shown)
        else:
            self._look_back_to(shown)
            self._generation += 1
            self._show_again = True

    def _edit_as_asked(self, command: Command) -> None:
        """Carry out an edit from the stage; one that makes no sense is told and changes nothing."""
        assert isinstance(command.value, dict)
        self._look_back_to(command.shown)
        wanted = command.value
        try:
            self.edit(int(wanted["layer"]), str(wanted["name"]), tuple(wanted["index"]), wanted["value"])
            self.message = ""
        except (ValueError, KeyError, TypeError) as error:
            self.message = f"The value was not set: {error}"

    def _draw_as_asked(self, place: dict[str, Any]) -> None:
        """Add a point to the data; training begins anew with them, and goes on if it was going on."""
        was_playing = self.playing
        try:
            self.apply(*with_point(self.settings, self.run.data.data, place["x"], place["y"], place["class"]))
        except (ValueError, KeyError) as error:
            self.message = f"The point was not added: {error}"
        else:
            self.playing = was_playing

    def _look_back_to(self, step: int) -> None:
        """Stand at a step of the past, and forget nothing: one may look forward again."""
        self.playing = False
        if 0 <= step <= self.newest and step != self.run.step:
            self.run = self._timeline.at(step)

    def _catch_up(self) -> None:
        """Let the run have the present settings, if it stands in a past that had others."""
        before, after, step = self.run.settings, self._settings, self.run.step
        if before != after:
            changed = {name: getattr(after, name) for name in LIVE if getattr(after, name) != getattr(before, name)}
            self._journey = self._journey.at(step).with_fields(step, **changed)
            self._take_over(with_settings(self.run, after))

    def _take_over(self, run: Run) -> None:
        """Go on with a run that was changed at this very step."""
        self.run = run
        self._timeline.keep(run, fixed=True)

    def _begin(self, run: Run, message: str) -> None:
        """Put another run on the stage, at its first moment and paused; the one before is remembered."""
        ended = self.run.stop.message if self.run.stop else ""
        self.past = remember(self.past, self._journey.at(self.newest), self._history[-1], ended, self.run.own)
        self.run, self.playing, self.message = run, False, message
        self._settings, self._journey = run.settings, Journey(run.settings)
        self._camera = camera(run, self._camera.scene.id + 1, picture=self._picture)
        self._history = [_point(self._camera.frame(run))]
        self._timeline = Timeline(run)
        self._generation += 1
        self._known_step = -1
        self._rewind_to = -1


def _first_scene() -> int:
    """Return a number for a scene that no earlier server has used, in case a browser still shows what it sent."""
    return int(time() * 1000) % 2**31 + 1


def _point(frame: Frame) -> tuple[float, ...]:
    return tuple(float(getattr(frame, name)) for name in HISTORY_COLUMNS)

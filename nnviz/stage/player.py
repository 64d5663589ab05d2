"""The player answers what the browser asks and shows what is trained ahead: the server's half of every live stage."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import replace
from operator import itemgetter
from time import perf_counter, time
from typing import Any, Generic

import numpy as np

from nnviz.stage.checkpoints import M
from nnviz.stage.chunk import Chunk, Direct, History
from nnviz.stage.goal import Goal
from nnviz.stage.pacing import WHOLE, Pacing, SpeedStop, Thinning
from nnviz.stage.requests import Command, Need
from nnviz.stage.training_ahead import CameraLike, F, TrainingAhead, nothing

MOST_PRESSES = 1000
"""Presses on Batch or Epoch that one command may count."""


class Player(ABC, Generic[M, F]):
    """One visitor's training: what the browser knows of it, and what it must be sent next.

    Parameters
    ----------
    ahead : TrainingAhead
    pacing : Pacing
    """

    _KEPT: tuple[str, ...] = ("ahead",)
    """What a reset replaces, and undoing it brings back."""

    def __init__(self, ahead: TrainingAhead[M, F], pacing: Pacing) -> None:
        self.ahead = ahead
        self.pacing = self._pace = pacing
        self.playing = False
        self.speed = pacing.usual
        self.locked = ""
        """Why training cannot start yet; empty if it can."""
        self.direct: Direct | None = None
        """The connection by which the browser asks for frames while no page runs; None if there is none."""
        self.followed = 0
        """The `n` of the last command carried out along it that a run of the page has followed."""
        self._generation = 0
        self._generation_sent = -1
        self._chunk_seconds = pacing.first_seconds
        self._sequence = 0
        self._answered = 0
        self._rewind_to: int | None = None
        self._known_scene = 0
        self._known_step = -1
        self._wanted = False
        self._coarse = False
        self._goal: Goal | None = None
        self._show_again = False
        self._before_reset: dict[str, Any] | None = None

    @property
    def newest(self) -> int:
        """The last step that was trained; the one on view may be earlier."""
        return self.ahead.newest

    def need(self, need: Need) -> None:
        """Take in that the browser runs out of frames."""
        self._known_scene, self._known_step, self._wanted = need.scene, need.have, True

    def forget_browser(self) -> None:
        """Assume that the browser knows nothing: the page was opened or drawn anew."""
        self._known_scene, self._known_step = 0, -1

    def answer(self, command: Command) -> None:
        """Take in that a command was carried out elsewhere."""
        self._answered = max(self._answered, command.n)

    def is_new(self, command: Command) -> bool:
        """Return whether a command has not been carried out yet; it may arrive twice."""
        return command.n > self._answered

    def carry_out(self, command: Command) -> None:
        """Do what a person asked for on the stage; a command that arrives twice is done once."""
        if not self.is_new(command):
            return
        self._answered = command.n
        match command.name, command.value:
            case "play", _:
                self._go_back_to(command.shown)
                self.playing, self._goal = not self.ahead.over and not self.locked, None
            case "pause", _:
                self.playing = False
                self._go_back_to(command.shown)
            case (("step" | "epoch") as unit, float(presses)) if not self.locked:
                going = self._goal if self.playing else None
                self._go_back_to(command.shown)
                self.playing, self._goal = True, self._goal_after(going, unit, int(max(1, min(presses, MOST_PRESSES))))
            case "seek", float(step):
                self._seek(int(step))
                self._show_again = command.shown != step  # the browser does not hold the frame of that step
            case "reset", _:
                before = self._before_reset
                if self.newest:
                    self._go_back_to(command.shown)
                    before = {name: copy(getattr(self, name)) for name in self._KEPT}
                self.reset()
                self._before_reset = before
            case "undo", _ if self._before_reset is not None:
                self._undo_reset(self._before_reset)
            case "speed", float(stop) if 0 <= stop < len(self.pacing.stops):
                self.speed = int(stop)
                self._go_back_to(command.shown)
            case "sample", dict(wanted):
                self._choose(wanted)
                self._show_anew(command.shown)
            case _:
                self._carry_out_more(command)

    @property
    def changed(self) -> bool:
        """Whether a person waits to see what they have changed."""
        return self._generation != self._generation_sent

    def shows(self, scene: int) -> bool:
        """Return whether a scene is the one on view."""
        return bool(scene == self.ahead.camera.scene.id)

    @property
    def knows_scene(self) -> bool:
        """Whether the browser has the scene on view."""
        return self.shows(self._known_scene)

    @property
    def is_awaited(self) -> bool:
        """Whether a person waits for the next message: it is no chunk of a training that merely goes on."""
        return self.changed or not self._wanted or not self.knows_scene

    def state_message(self) -> bytes:
        """Return how things stand, without frames and without the scene; what is missing is asked for again."""
        return self._message([], False)

    def next_message(self, thinning: Thinning = WHOLE, between: Callable[[], bool] = nothing) -> bytes:
        """Train as far as is wanted and return what the browser must know: scene, frames, curve points, state.

        Parameters
        ----------
        thinning : Thinning
            What is left out where the server has more to do than it can; the maps are coarser then, and chunks longer.
        between : callable
            Called after each frame: lets those in who go first, and says whether to end here.
        """
        self._pace = self.pacing.thinned(thinning)
        frames = self._frames(between)
        fresh = not self.knows_scene
        self._generation_sent = self._generation
        return self._message(frames, fresh)

    def message_of(self, frames: Sequence[F], known: int) -> bytes:
        """Return a message with frames that were made before, for somebody who has the curves up to a step.

        Parameters
        ----------
        frames : sequence
            Of the scene on view.
        known : int
            The last step of the curves that need not be sent; -1 sends the scene and all of them.
        """
        self._known_step = known
        return self._message(frames, known < 0)

    def _message(self, frames: Sequence[F], fresh: bool) -> bytes:
        """Return a message with these frames, and with the scene if it is fresh to the browser."""
        self._sequence += 1
        scene = self.ahead.camera.scene
        since = -1 if fresh else self._known_step
        pace = self._pace
        chunk = Chunk(
            sequence=self._sequence,
            generation=self._generation,
            scene=scene.id,
            playing=self.playing,
            newest=self.newest,
            low_water=max(2, round(pace.low_water * pace.stops[self.speed].frames(pace.chunk_seconds))),
            speeds=pace.speeds,
            thinning=pace.stops[self.speed].thinning.frames,
            strides=pace.stops[self.speed].thinning.strides,
            coarse=self._coarse,
            speed=self.speed,
            rewind_to=self._rewind_to,
            answers=self._answered,
            locked=self.locked,
            undo=self._before_reset is not None,
            followed=self.followed,
            direct=self.direct,
            history=self._history(since),
            **self._more_of_chunk(),
        )
        self._rewind_to = None
        return self._pack(fresh, chunk, frames)

    @abstractmethod
    def reset(self) -> None:
        """Go back to the same initial weights."""

    @property
    @abstractmethod
    def _columns(self) -> tuple[str, ...]:
        """What a point of the curves holds."""

    @abstractmethod
    def _way(self) -> Hashable:
        """Return what decides every number of the frames to come, but for the step: None where it cannot be told."""

    @property
    @abstractmethod
    def _per_epoch(self) -> int:
        """Steps of one epoch."""

    @property
    def _done_of_epoch(self) -> int:
        """Steps since the last epoch ended."""
        return self.ahead.moment.step % self._per_epoch

    @abstractmethod
    def _choose(self, wanted: dict[str, Any]) -> None:
        """Point the camera at another sample."""

    @abstractmethod
    def _more_of_chunk(self) -> dict[str, Any]:
        """Return the fields of the chunk that only this kind of player knows."""

    @abstractmethod
    def _pack(self, fresh: bool, chunk: Chunk, frames: Sequence[F]) -> bytes:
        """Return the message, with the scene if it is fresh to the browser."""

    def _carry_out_more(self, command: Command) -> None:
        """Do what only this kind of player can do; what it does not know is ignored."""

    def _before_training(self) -> None:
        """Bring the moment on view up to date before it is trained on."""

    def _history(self, since: int) -> History:
        rows = self.ahead.points[bisect_right(self.ahead.points, since, key=itemgetter(0)) :]
        return History(np.array(rows).reshape(-1, len(self._columns)), since, self._columns)

    def _frames(self, between: Callable[[], bool]) -> list[F]:
        """Make the frames of the next chunk."""
        self._coarse = False
        if self.playing:
            self._before_training()
        knows_scene = self.knows_scene
        if self.playing and self._goal:
            frames = self._train_to_goal()
        elif self.playing and (self._wanted or knows_scene):
            frames = self._train_ahead(between)
        elif self.ahead.moment.step < self.newest and not self._show_again and knows_scene:
            frames = []  # a look into the past: the browser has these frames
        else:
            frames = [self.ahead.take()]
        self._wanted, self._show_again = False, False
        if self.ahead.over and not self._coarse:  # the last frame is sent once more, with whole maps
            self.playing = False
        return frames

    def _train_ahead(self, between: Callable[[], bool]) -> list[F]:
        pacing, stop = self._pace, self._pace.stops[self.speed]
        self._chunk_seconds = pacing.first_seconds if self.changed else pacing.after(self._chunk_seconds)
        most = stop.frames(self._chunk_seconds)
        self._coarse = stop.thinning != WHOLE and not self.ahead.over
        steps, way = stop.steps(self._per_epoch), self._way()
        measure_every = self._measure_every(stop, steps)
        return self.ahead.train_for(pacing.training_seconds, steps, most, way, self._coarse, between, measure_every)

    def _measure_every(self, stop: SpeedStop, steps: int) -> int:
        """Return after how many steps losses are measured at a stop of the speed control; 1 is every frame."""
        return 1

    def _train_to_goal(self) -> list[F]:
        """Train towards the goal, and pause there; what is left when the time is over is for the next message."""
        frames: list[F] = []
        began = perf_counter()
        while self._goal and not self._arrived(self._goal):
            left = self.pacing.training_seconds - (perf_counter() - began)
            if frames and left <= 0:
                return frames
            here = self.ahead.moment.step
            frames.append(self.ahead.train(self._goal.next_stop(here) - here, left))
        self.playing, self._goal = False, None
        return frames or [self.ahead.take()]

    def _arrived(self, goal: Goal) -> bool:
        """Return whether the training towards a goal ends at the moment on view."""
        return self.ahead.moment.step >= goal.step or self.ahead.over

    def _goal_after(self, going: Goal | None, unit: str, presses: int) -> Goal:
        """Return the goal of so many presses, which follow on those that are still being carried out."""
        here = self.ahead.moment.step
        base = going.step if going else here
        if unit == "step":
            return Goal(base + presses)
        begun = (self._done_of_epoch + base - here) % self._per_epoch
        return Goal(base + presses * self._per_epoch - begun, self._per_epoch)

    def _go_back_to(self, shown: int) -> None:
        """Go on from the step on the screen, and forget what was trained beyond it."""
        self._generation += 1
        if 0 <= shown < self.newest:
            self.ahead.forget_after(shown)
            self._rewind_to = shown

    def _seek(self, step: int) -> None:
        """Stand at a step of the past, and forget nothing."""
        self.playing = False
        self.ahead.go_to(step)

    def _show_anew(self, shown: int) -> None:
        """Show the step on the screen anew; while training, go on from it."""
        if self.playing:
            self._go_back_to(shown)
        else:
            self._seek(shown)
            self._generation += 1
            self._show_again = True

    def _undo_reset(self, before: dict[str, Any]) -> None:
        """Put the training on the stage again that a reset took from it, paused at the step that was on view."""
        scene = self.ahead.camera.scene.id + 1
        for name, value in before.items():
            setattr(self, name, value)
        camera = self.ahead.camera
        self.ahead.camera = replace(camera, scene=replace(camera.scene, id=scene))
        self._show_from_start()

    def _restart(self, moment: M, camera: CameraLike) -> None:
        """Put another training on the stage, at its first moment and paused."""
        self.ahead.begin(moment, camera)
        self._show_from_start()

    def _show_from_start(self) -> None:
        """Have the browser forget the training that it knows; the one on the stage stands still."""
        self.playing, self._goal, self._before_reset = False, None, None
        self._generation += 1
        self._known_step, self._rewind_to = -1, -1


def first_scene() -> int:
    """Return a number for a scene that no earlier server has used, in case a browser still shows what it sent."""
    return int(time() * 1000) % 2**31 + 1

"""The player of one run: settings that change while it trains, edits, the recipe, what went before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from time import perf_counter
from typing import Any, cast

import numpy as np

from nnviz.datasets import Dataset
from nnviz.engine import Network
from nnviz.experiments import (
    LIVE,
    Run,
    RunRecipe,
    RunSettings,
    advance,
    apply_change,
    edit_parameter,
    start,
    with_settings,
)
from nnviz.experiments.address.seeds import next_seed
from nnviz.experiments.diagnosis import diagnose
from nnviz.experiments.replay.past_runs import PastRun, add_past_run
from nnviz.experiments.replay.recipe import CHANGES
from nnviz.experiments.run.drawing import with_point
from nnviz.experiments.run.target_units import RMSE_COLUMNS, has_target_units
from nnviz.stage.camera import Camera, camera, choose
from nnviz.stage.checkpoints import Kind, state_bytes
from nnviz.stage.chunk import HISTORY_COLUMNS, Chunk
from nnviz.stage.controls import Controls
from nnviz.stage.frame import Frame
from nnviz.stage.goal import Goal, Way
from nnviz.stage.pacing import Pacing, SpeedStop, speed_stops
from nnviz.stage.packing import pack
from nnviz.stage.player import Player, first_scene
from nnviz.stage.requests import Command
from nnviz.stage.sequences.camera import SequenceCamera, sequence_camera
from nnviz.stage.sequences.packing import pack_sequences
from nnviz.stage.shared_frames import SharedFrames, SharedWay
from nnviz.stage.training_ahead import TrainingAhead

PACING = Pacing(
    speed_stops(0.1, 0.25, 1.0, 2.0, 5.0, 20.0),
    usual=4,
    chunk_seconds=0.7,
    first_seconds=0.1,
    low_water=0.4,
    training_seconds=0.2,
    points=6000,
)
"""The usual network on the circle is learned within four seconds: its training loss is below 0.1 then, from 0.69."""


FAST = 10.0
"""From so many frames a second on nobody looks at a single one."""

POINTING = frozenset({"sample", "inspect", "speed"})
"""Commands that change nothing of the run."""


def _without_record(run: Run) -> Run:
    """Return a run without the record of its last step, which comes back when it is computed again."""
    return replace(run, last=None)


RUNS = Kind(
    advance, lambda run: run.stop is not None, _without_record, lambda run: state_bytes(run.state), lambda run: run.last
)
"""How runs are trained and kept."""


def _axes(network: Network, layer: int) -> int:
    """Return the number of axes of a layer's kernels: those of a signal have one less than the stage draws."""
    layers = dict(enumerate(network.layers))
    return np.ndim(getattr(layers.get(layer), "K", 0)) or 4


class RunPlayer(Player[Run, Frame]):
    """The training of one visitor: a run, what the browser knows of it, and what it must be sent next.

    The run itself is a frozen record; the player holds which one is on.

    Parameters
    ----------
    settings : RunSettings
    own : Dataset, optional
        Own data, where the settings ask for them.
    picture : bool
        Show the network and what it says, without the curves and with the play button alone.
    shared : SharedFrames, optional
        What others have trained.
    """

    _KEPT = ("ahead", "_settings", "_recipe", "past_runs")

    def __init__(
        self,
        settings: RunSettings,
        own: Dataset | None = None,
        picture: bool = False,
        shared: SharedFrames | None = None,
    ) -> None:
        self._picture = picture
        run = start(settings, own)
        super().__init__(TrainingAhead(RUNS, run, self._look(run, first_scene()), PACING.points, shared), PACING)
        self.message = ""  # why something that was asked for could not be done
        self.note = ""  # what has just happened, until the next step
        self.controls: Controls | None = None  # what can be set on the picture
        self.ahead_of_page = False  # whether settings were changed while no page ran
        self.past_runs: tuple[PastRun, ...] = ()
        self._settings = settings
        self._recipe = RunRecipe(settings)
        self._known_address: tuple[object, dict[str, str | None] | None] = (None, None)

    def _look(self, run: Run, scene_id: int, view: str | None = None) -> Camera | SequenceCamera:
        """Return a camera for a run; on sequences, one that looks at the same sequence as the one before."""
        if run.settings.is_sequence:
            before = self.ahead.camera.sample.index if hasattr(self, "ahead") else 0
            return sequence_camera(run, scene_id, self._picture, before)
        return camera(run, scene_id, picture=self._picture, view=view)

    @property
    def run(self) -> Run:
        """The run at the step on view."""
        return self.ahead.moment

    @property
    def settings(self) -> RunSettings:
        """The settings that training goes on with; a moment of the past may have had others."""
        return self._settings

    @property
    def recipe(self) -> RunRecipe:
        """The way from the first settings to the step on view, every change on it included."""
        return self._recipe.at(self.run.step)

    @property
    def history(self) -> list[tuple[float, ...]]:
        """The points of the curves up to the step on view; columns as `Player` sends them."""
        points, step = self.ahead.points, self.run.step
        return points[: bisect_right(points, step, key=itemgetter(0))]

    def apply(self, settings: RunSettings, own: Dataset | None = None) -> None:
        """Change the settings; the weights stay where that is possible.

        Parameters
        ----------
        settings : RunSettings
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
            self._begin(run, "Training restarts from the initial weights.")
            return
        self._settings = settings
        self._generation += 1
        self.message = self.note = ""
        if isinstance(self._goal, Way):
            self._goal = replace(self._goal, changes=())
        if self.run.step == self.newest:
            self._before_training()
        if settings.view != before.view:
            scene = self.ahead.camera.scene.id + 1
            self.ahead.camera = self._look(self.run, scene, settings.view_name)

    def begin(self, settings: RunSettings) -> None:
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
        """Set one parameter of the step on view; what was trained beyond it is forgotten.

        Raises
        ------
        ValueError
            If there is no such parameter, or the value is no finite number.
        """
        run = edit_parameter(self.run, layer, name, index, value)
        self._go_back_to(run.step)
        self._recipe = self._recipe.with_edit(run.step, layer, name, index, value)
        self.ahead.replace(run)
        self.playing = False

    def load(self, run: Run) -> None:
        """Take over a run whose weights came out of a file; it has this player's architecture and step."""
        self._go_back_to(run.step)
        self._recipe = self._recipe.with_weights(run.step, run.state.network.theta)
        self.ahead.replace(run)
        self.playing = False

    def replaying(self, recipe: RunRecipe, own: Dataset | None = None) -> Iterator[float]:
        """Go a whole way again, a moment at a time, and hand out the share of it that is done, 0 to 1.

        Whoever asks no further leaves the player on its way: its messages go on until it is there or somebody pauses.

        Parameters
        ----------
        recipe : RunRecipe
        own : Dataset, optional
            The own data of the recipe; those of the run unless given.

        Raises
        ------
        ValueError
            If the way cannot be gone with these data.
        """
        self._begin(start(recipe.start, own or self.run.own), "")
        self.playing, self._goal = True, Way.of(recipe, self.run.batches.per_epoch)
        while self.playing:
            self._train_to_goal()
            yield self.run.step / max(1, recipe.step)

    @property
    def way(self) -> str:
        """Where an address leads while the player is on its way there, in words; else empty."""
        return str(self._goal) if self.playing and isinstance(self._goal, Way) else ""

    def show_sample(self, index: int) -> None:
        """Show another sample, at the step on view; while training, go on from it."""
        self._choose({"index": index})
        self._generation += 1
        self._show_again = not self.playing

    def _train_to_goal(self) -> list[Frame]:
        before = self._recipe
        frames = super()._train_to_goal()
        if isinstance(self._goal, Way):
            self._goal = self._goal.at(self.run.step, perf_counter())
        elif self._recipe is not before:  # something was changed at the very last step
            frames[-1] = self.ahead.take()
        return frames

    def _arrived(self, goal: Goal) -> bool:
        """Carry out what a way changes at this step, before it goes on."""
        while isinstance(goal, Way) and goal.is_due(self.run.step):
            change, *later = goal.changes
            self._goal = goal = replace(goal, changes=tuple(later))
            try:
                self.ahead.replace(apply_change(self.run, change))
            except ValueError as error:
                self.message = f"The change at step {change.step:,} was not made: {error}"
                return True
            self._settings = self.run.settings
            self._recipe = replace(self._recipe, changes=(*self._recipe.changes, change))
        return super()._arrived(goal)

    def _goal_after(self, going: Goal | None, unit: str, presses: int) -> Goal:
        """Leave the way of an address: presses count from the step on view."""
        return super()._goal_after(None if isinstance(going, Way) else going, unit, presses)

    def carry_out(self, command: Command) -> None:
        """Do what a person asked for on the stage; what was said of the moment before is over with it."""
        if self.is_new(command) and command.name not in POINTING:
            self.message = self.note = ""
        super().carry_out(command)

    def _carry_out_more(self, command: Command) -> None:
        """Do what only a run can do; a wish for new weights changes the settings' seed."""
        match command.name, command.value:
            case "reseed", _:
                self._begin(start(self.settings.changed(seed=next_seed(self.settings)), self.run.own), "")
            case "inspect", dict():
                self._show_anew(command.shown)
            case "edit", dict(wanted):
                self._edit_as_asked(wanted, command.shown)
            case "point", dict(place):
                self._draw_as_asked(place)

    @property
    def _columns(self) -> tuple[str, ...]:
        return (*HISTORY_COLUMNS, *RMSE_COLUMNS) if has_target_units(self.run) else HISTORY_COLUMNS

    def _way(self) -> Hashable:
        """Return the recipe without its step, and where the camera looks; own data are nobody else's."""
        recipe, look = self.recipe, (self.settings.view_name, self.ahead.camera.sample, self._picture)
        return None if self.run.own is not None else SharedWay((recipe.start, recipe.changes, look))

    @property
    def _per_epoch(self) -> int:
        return self.run.batches.per_epoch

    @property
    def _done_of_epoch(self) -> int:
        return (self.run.step - self.run.offset) % self._per_epoch

    def _measure_every(self, stop: SpeedStop, steps: int) -> int:
        """Let a network of images or sequences have its losses measured in a frame of four, twice an epoch at most.

        A forward pass of all samples takes it as long as twenty steps.
        """
        slow = stop.frames_per_second < FAST or not self.ahead.camera.shows_maps
        return 1 if slow else max(1, self._per_epoch // 2, 4 * steps)

    def _choose(self, wanted: dict[str, Any]) -> None:
        seen = self.ahead.camera
        self.ahead.camera = seen.choose(wanted) if isinstance(seen, SequenceCamera) else choose(seen, self.run, wanted)

    def _more_of_chunk(self) -> dict[str, Any]:
        stopped = self.run.stop.message if self.run.stop else ""
        return {
            "sample": self.ahead.camera.sample,
            "messages": tuple(filter(None, (self.message, self.way, stopped))),
            "note": self.note,
            "controls": self.controls,
            "diagnosis": None if self._picture else diagnose(self.run, self.ahead.curves(self.run.step)),
            "way": None if self._picture else self._address(),
        }

    def _address(self) -> dict[str, str | None] | None:
        """Return the parameters that lead to this run; None where none do, such as for own data."""
        known, way = self._known_address
        if known != (self._recipe, self._settings):
            known = self._recipe, self._settings
            try:
                query = replace(self._recipe, step=0).to_query()
            except ValueError:
                way = None
            else:
                way = dict.fromkeys((*self._settings.to_query(), CHANGES)) | query
            self._known_address = known, way
        return way

    def _pack(self, fresh: bool, chunk: Chunk, frames: Sequence[Frame]) -> bytes:
        seen = self.ahead.camera
        if isinstance(seen, SequenceCamera):
            return pack_sequences(seen if fresh else None, chunk, cast(Any, frames))
        return pack(seen.scene if fresh else None, chunk, frames)

    def _go_back_to(self, shown: int) -> None:
        if 0 <= shown < self.newest:
            self._recipe = self._recipe.at(shown)
        super()._go_back_to(shown)

    def _before_training(self) -> None:
        """Let the run have the present settings, if it stands in a past that had others."""
        before, after, step = self.run.settings, self._settings, self.run.step
        if before != after:
            changed = {name: getattr(after, name) for name in LIVE if getattr(after, name) != getattr(before, name)}
            self._recipe = self._recipe.at(step).with_fields(step, **changed)
            self.ahead.replace(with_settings(self.run, after))

    def _edit_as_asked(self, wanted: dict[str, Any], shown: int) -> None:
        """Carry out an edit from the stage; one that makes no sense changes nothing, and a message says why."""
        self._seek(shown)
        try:
            layer, name, index = int(wanted["layer"]), str(wanted["name"]), tuple(wanted["index"])
            if name == "K":
                index = index[-_axes(self.run.state.network, layer) :]
            self.edit(layer, name, index, wanted["value"])
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

    def _begin(self, run: Run, note: str) -> None:
        """Put another run on the stage; the one before is remembered."""
        ended = self.run.stop.message if self.run.stop else ""
        self.past_runs = add_past_run(
            self.past_runs, self._recipe.at(self.newest), self.ahead.points[-1], ended, self.run.own
        )
        self._restart(run, self._look(run, self.ahead.camera.scene.id + 1))
        self.message, self.note = "", note
        self._settings, self._recipe = run.settings, RunRecipe(run.settings)

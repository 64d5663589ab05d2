"""Takes pictures of a race: every contestant's map, losses, gradients and idle units at one step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import HEADS, Array
from nnviz.experiments.activation_race import Contestant, Race, Standing, measure_standing, member_run, quartiles
from nnviz.experiments.run.view import SAMPLES
from nnviz.stage.camera import camera
from nnviz.stage.chunk import Sample
from nnviz.stage.planes import plane
from nnviz.stage.quantise import centred_bytes, share_bytes
from nnviz.stage.scene import Scene

MAP_SIDE, COARSE_MAP_SIDE = 44, 22
"""Cells along a side of a contestant's map of one seed; while many visitors train."""

ALL_SEEDS = -1
"""In place of a seed: the mean of all of them."""

_MOST_CELLS = 20_000
"""Of a map of all seeds: cells times seeds."""


@dataclass(frozen=True, eq=False)
class RaceFrame:
    """A race at one step, as the browser shows it.

    Attributes
    ----------
    step : int
    point : tuple of float
        Its point of the curves; columns as `race_columns`.
    fields : list of (name, array)
        What is packed.
    standing : Standing
        From which the point was made.
    measured : bool
        Always, at every step.
    """

    step: int
    point: tuple[float, ...]
    fields: list[tuple[str, NDArray[Any]]]
    standing: Standing
    measured: bool = True


@dataclass(frozen=True, eq=False)
class RaceCamera:
    """The view of one race.

    Attributes
    ----------
    scene : Scene
        Data and axes, the same for all contestants.
    fine, coarse : ndarray, shape (side^2, n_features), or None
        What the networks see in the cells of a map of one seed, and of all seeds; None where there is no plane.
    member : int
        Whose map is shown: the place of a seed, or `ALL_SEEDS`.
    thin : ndarray, shape (side^2, n_features), or None
        What the networks see in the cells of a map of one seed while many visitors train.
    """

    scene: Scene
    fine: Array | None
    coarse: Array | None
    member: int = 0
    thin: Array | None = None

    def sample(self, race: Race) -> Sample:
        """Return the chosen seed in the form in which the stage knows a chosen sample."""
        if self.member == ALL_SEEDS:
            return Sample(ALL_SEEDS, "all seeds")
        return Sample(self.member, f"seed {race.settings.seed_numbers[self.member]}")

    def frame(self, race: Race, coarse: bool = False) -> RaceFrame:
        """Take the picture of this moment.

        Parameters
        ----------
        race : Race
            The one that the camera was set up for.
        coarse : bool
            Whether the maps of one seed have fewer cells, since many visitors train.
        """
        standing = measure_standing(race)
        losses, accuracies = quartiles(standing.values(loss_name(race))), quartiles(standing.test_accuracy)
        point = _point(race, standing, losses, accuracies)
        numbers = np.array([race.step, race.epoch, nan, losses[0, 1], nan, nan, nan, 1.0])
        fields: list[tuple[str, NDArray[Any]]] = [
            ("numbers", numbers),
            ("losses", standing.values(loss_name(race))),
            ("accuracies", standing.test_accuracy),
            ("loss_bands", losses),
            ("accuracy_bands", accuracies),
            ("gradients", _even([quartiles(part, axis=0) for part in standing.gradients])),
            ("dead", _even([part.mean(0) for part in standing.dead])),
            ("flat", _even([part.mean(0) for part in standing.flat])),
        ]
        for k, contestant in enumerate(race.contestants):
            fields += [(f"{name}.{k}", cells) for name, cells in self._map(contestant, coarse).items()]
        return RaceFrame(race.step, point, fields, standing)

    def _map(self, contestant: Contestant, coarse: bool) -> dict[str, NDArray[np.uint8]]:
        """Return what a contestant says over the plane: of one seed, or the mean of all."""
        network, loss = contestant.state.network, contestant.state.rules.loss
        head = HEADS[contestant.settings.head_name]
        every = self.member == ALL_SEEDS
        grid = self.coarse if every else self.thin if coarse else self.fine
        if grid is None:
            return {}
        side = round(len(grid) ** 0.5)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            shown = network if every else network.with_theta(network.theta[self.member])
            said = head.output(shown.forward(grid).A, loss)
            said = said.mean(0) if every else said
        if head.output_activation == "softmax":
            return {
                "output_map": said.argmax(-1).astype(np.uint8).reshape(side, side),
                "output_confidence": share_bytes(said.max(-1)).reshape(side, side),
            }
        low, centre, high = self.scene.output_range
        return {"output_map": centred_bytes(said[:, 0], (high - low) / 2.0, centre).reshape(side, side)}


def race_camera(race: Race, scene_id: int, member: int = 0) -> RaceCamera:
    """Set up the camera for a race.

    Parameters
    ----------
    race : Race
    scene_id : int
        A number that no other scene of this page has.
    member : int
        Whose map is shown at first.
    """
    run = member_run(race, 0, 0)
    scene = replace(camera(run, scene_id).scene, drawing=False)
    view = run.settings.view_name
    if view == SAMPLES:
        return RaceCamera(scene, None, None, member)
    cut = plane(run, view)
    side = int(np.clip((_MOST_CELLS / race.settings.seeds) ** 0.5, 16, 32))
    return RaceCamera(scene, cut.grid(MAP_SIDE), cut.grid(side), member, cut.grid(COARSE_MAP_SIDE))


def loss_name(race: Race) -> str:
    """Return which loss is drawn: the one that the race is judged by, else that of the test part."""
    return race.settings.criterion if race.settings.criterion != "test_accuracy" else "test_loss"


def _point(race: Race, standing: Standing, losses: Array, accuracies: Array) -> tuple[float, ...]:
    solved = standing.solved(race.settings.target_accuracy)
    row: list[Any] = [race.step, race.epoch]
    for k in range(len(race.contestants)):
        for low, median, high in (losses[k], accuracies[k]):
            row += [median, low, high]
        row.append(solved[k])
    return tuple(float(number) for number in row)


def _even(parts: list[Array]) -> Array:
    """Stack arrays of different length; what is missing at the end of the shorter ones is NaN."""
    longest = max(len(part) for part in parts)
    out = np.full((len(parts), longest, *parts[0].shape[1:]), nan)
    for row, part in zip(out, parts, strict=True):
        row[: len(part)] = part
    return out

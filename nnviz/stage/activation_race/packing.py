"""Packs a race for the browser: the stage's messages (nnviz/stage/packing.py) with other curves and other frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnviz.experiments.activation_race import CRITERIA, HYPERPARAMETERS, Race
from nnviz.stage.activation_race.camera import RaceCamera, RaceFrame, loss_name
from nnviz.stage.chunk import Chunk
from nnviz.stage.packing import chunk_header, pack_chunk, packed_once, scene_header

OF_EACH = ("loss", "loss_low", "loss_high", "accuracy", "accuracy_low", "accuracy_high", "solved")
"""What a point of the curves holds of each contestant, behind step and epoch."""


def race_columns(race: Race) -> tuple[str, ...]:
    """Return what a point of the curves holds."""
    return ("step", "epoch", *(f"{name}.{k}" for k in range(len(race.contestants)) for name in OF_EACH))


def pack_race(
    race: Race,
    camera: RaceCamera | None,
    chunk: Chunk,
    frames: Sequence[RaceFrame],
) -> bytes:
    """Return one message for the browser.

    Parameters
    ----------
    race : Race
    camera : RaceCamera, optional
        Given when the browser does not have its scene yet.
    chunk : Chunk
        The head of the message; its history has the columns of `race_columns`.
    frames : sequence of RaceFrame
        Oldest first.
    """
    header = chunk_header(chunk) | {"last": race.last_step}
    scene = None if camera is None else camera.scene
    if scene is not None:
        header["scene_spec"] = scene_header(scene) | {"race": _about(race)}
    return pack_chunk(header, scene, chunk, [packed_once(frame, lambda one: one.fields) for frame in frames])


def _about(race: Race) -> dict[str, Any]:
    """Return what the browser must know of a race, once."""
    settings = race.settings
    return {
        "contestants": [
            {"title": contestant.title, "hidden": len(contestant.settings.hidden)} for contestant in race.contestants
        ],
        "vary": HYPERPARAMETERS[settings.vary].title,
        "seeds": list(settings.seed_numbers),
        "solved": settings.target_accuracy,
        "loss": CRITERIA[loss_name(race)],
        "epochs": settings.epochs,
    }

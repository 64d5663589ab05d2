"""The player of a network that is shown an image of the visitor's: as it is, and shifted by a pixel to every side."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import numpy as np

from nnviz.engine import Array, one_hot
from nnviz.experiments import Run, RunSettings
from nnviz.experiments.convolution.image_settings import LEVELS
from nnviz.experiments.convolution.live import AROUND, shifted
from nnviz.stage.camera import Camera
from nnviz.stage.chunk import Sample
from nnviz.stage.run_player import RunPlayer
from nnviz.stage.shared_frames import SharedFrames

_ROWS = {-1: "up", 0: "", 1: "down"}
_COLUMNS = {-1: "left", 0: "", 1: "right"}


class ImagePlayer(RunPlayer):
    """A run whose camera looks at one image and its eight shifts by a pixel, instead of samples of the data.

    Parameters
    ----------
    settings : RunSettings
        Of a network on images of one channel.
    image : ndarray, shape (H, W)
        Greys from 0 to 16.
    label : int or None
        Its class, where that is known.
    title : str
    shared : SharedFrames, optional
    """

    def __init__(
        self, settings: RunSettings, image: Array, label: int | None, title: str, shared: SharedFrames | None = None
    ) -> None:
        self._image, self._label, self._title = image, label, title
        super().__init__(settings, shared=shared)

    def show(self, image: Array, label: int | None, title: str) -> None:
        """Show another image, at the step on view; while training, go on from it."""
        if title == self._title and label == self._label and np.array_equal(image, self._image):
            return
        self._image, self._label, self._title = image, label, title
        self.ahead.camera = self._with_image(self.ahead.camera, self.run)
        self._generation += 1
        self._show_again = not self.playing

    def _look(self, run: Run, scene_id: int, view: str | None = None) -> Camera:
        seen = super()._look(run, scene_id, view)
        assert isinstance(seen, Camera)  # the run is on images
        return self._with_image(seen, run)

    def _with_image(self, seen: Camera, run: Run) -> Camera:
        """Return a camera that looks at the image and its shifts; the scene is the same for every image."""
        images = np.stack([self._image, *(shifted(self._image, *shift) for shift in AROUND)])
        unnamed = (-1,) * len(images)  # the browser takes label and picture from the frame
        scene = replace(
            seen.scene, images=np.zeros(images.shape), sample_labels=unnamed, sample_titles=("",) * len(images)
        )
        targets = None
        if self._label is not None:
            targets = one_hot(np.full(len(images), self._label), run.settings.n_classes)
        return replace(
            seen,
            scene=scene,
            pictured=run.data.features(images.reshape(len(images), -1)),
            sample=Sample(0, self._title, self._label),
            targets=targets,
            pictures=np.rint(images / LEVELS * 255.0).astype(np.uint8),
        )

    def _choose(self, wanted: dict[str, Any]) -> None:
        super()._choose(wanted)
        index = self.ahead.camera.sample.index
        title = self._title if index == 0 else f"{self._title}, 1 {_name(*AROUND[index - 1])}"
        self.ahead.camera = replace(self.ahead.camera, sample=Sample(index, title, self._label))

    def _way(self) -> Hashable:
        way = super()._way()
        return way and (way, self._image.tobytes(), self._label)


def _name(down: int, right: int) -> str:
    return " ".join(filter(None, (_ROWS[down], _COLUMNS[right])))

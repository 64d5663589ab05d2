"""Live: a network with two convolutions on the digits, and whether its prediction survives a shift by a pixel."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.datasets import dataset
from nnviz.engine import Array
from nnviz.experiments.convolution.image_settings import drawn_rows
from nnviz.experiments.convolution.live_settings import FARTHEST, LIVE_NETWORKS, SIDE, LiveFields
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.run.run import Run, advance, start
from nnviz.experiments.run.settings import RunSettings

EPOCHS = 10
"""Of the training that the question asks about."""

ONE_PIXEL = ((-1, 0), (1, 0), (0, -1), (0, 1))
"""Shifts by a pixel: up, down, left, right."""

AROUND = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if (down, right) != (0, 0))
"""The eight places around an image."""


def run_settings(settings: LiveFields) -> RunSettings:
    """Return the run that the topic trains.

    Examples
    --------
    >>> from nnviz.experiments.run.run import architecture
    >>> architecture(run_settings(LiveFields())).n_parameters
    1898
    """
    first, second = LIVE_NETWORKS[settings.live_network]
    return RunSettings().changed(
        dataset="digits",
        image_layers=(f"conv({first})", "pool", f"conv({second})", "pool"),
        hidden=(),
        initializer="he_normal",
        optimizer="adam",
        learning_rate=0.005,
        batch_size=32,
        train_share=0.8,
        seed=settings.live_seed,
    )


def shifted(images: Array, down: int, right: int) -> Array:
    """Shift images, shape (..., H, W); what leaves is lost, and paper comes in.

    Examples
    --------
    >>> shifted(np.array([[1, 2], [3, 4]]), 1, -1)
    array([[0, 0],
           [2, 0]])
    """
    rows, columns = images.shape[-2:]
    moved = np.zeros_like(images)
    moved[..., max(0, down) : rows + min(0, down), max(0, right) : columns + min(0, right)] = images[
        ..., max(0, -down) : rows - max(0, down), max(0, -right) : columns - max(0, right)
    ]
    return moved


def base_image(settings: LiveFields) -> Array:
    """Return the image before it is shifted, shape (8, 8): greys from 0 to 16."""
    if settings.live_drawn:
        return np.array(drawn_rows(settings.live_drawn), float)
    return np.asarray(dataset("digits").X[settings.live_digit], float).reshape(SIDE, SIDE)


def shown_image(settings: LiveFields) -> Array:
    """Return the image that the network is shown, shape (8, 8)."""
    return shifted(base_image(settings), settings.live_down, settings.live_right)


def label_of(settings: LiveFields) -> int | None:
    """Return the class of the image; None of a drawn one, which nobody has named."""
    return None if settings.live_drawn else int(dataset("digits").labels[settings.live_digit])


def with_shift(settings: ConvolutionSettings, down: int, right: int) -> ConvolutionSettings:
    """Return settings whose image is shifted by so many pixels more, or as far as it goes."""
    down, right = (
        max(-FARTHEST, min(FARTHEST, value)) for value in (settings.live_down + down, settings.live_right + right)
    )
    return settings.changed(live_down=down, live_right=right)


@dataclass(frozen=True)
class Survival:
    """Which share of the test digits a network names, before and after a shift.

    Attributes
    ----------
    step : int
        Of its training.
    unshifted : float
        From 0 to 1.
    one_pixel : tuple of float
        After each of the shifts `ONE_PIXEL`.
    """

    step: int
    unshifted: float
    one_pixel: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Over the four shifts."""
        return float(np.mean(self.one_pixel))


def survival(run: Run) -> Survival:
    """Shift all test digits by a pixel in four directions, and let the network name them."""
    test = run.data.test
    images = test.raw.reshape(-1, SIDE, SIDE)

    def share(down: int, right: int) -> float:
        X = run.data.features(shifted(images, down, right).reshape(len(images), -1))
        return float((run.output(X).argmax(-1) == test.labels).mean())

    return Survival(run.step, share(0, 0), tuple(share(*shift) for shift in ONE_PIXEL))


@lru_cache(maxsize=20)
def survival_after_training(network: str, seed: int) -> Survival:
    """Train for `EPOCHS` epochs, and measure."""
    run = start(run_settings(LiveFields.model_validate({"live_network": network, "live_seed": seed})))
    return survival(advance(run, EPOCHS * run.batches.per_epoch))


def predictions(run: Run, images: Array) -> Array:
    """Return the probabilities of images, shape (k, 8, 8), that the network is shown; shape (k, 10)."""
    return run.output(run.data.features(images.reshape(len(images), -1)))


def table(found: Survival) -> list[dict[str, object]]:
    """Return the shares as rows to take home."""
    names = ("up", "down", "left", "right")
    shares = [("none", found.unshifted), *zip(names, found.one_pixel, strict=True)]
    return [{"step": found.step, "shift by a pixel": name, "named test digits": share} for name, share in shares]

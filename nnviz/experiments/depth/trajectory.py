"""A training of deep networks in lockstep, recorded frame by frame: the same settings always give the same frames."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from nnviz.engine import TrainState, take_steps
from nnviz.experiments.depth.building import Initialization, batches, first_state, measured_samples
from nnviz.experiments.depth.measuring import Histograms, LayerMeasurements, Ranges, histograms, measure_layers, ranges
from nnviz.experiments.depth.settings import DepthSettings
from nnviz.experiments.run.stepwise import EvenTrajectory

FRAMES = 100
"""How many frames a training has after the first, at most."""

PROGRESS_EVERY = 5
"""Steps between two reports of the progress, where there are no frames on the way."""


@dataclass(frozen=True, eq=False)
class DepthFrame:
    """One moment: after how many steps, what is measured of every layer, and how its numbers are distributed."""

    step: int
    layers: LayerMeasurements
    histograms: Histograms


@dataclass(frozen=True, eq=False)
class DepthTrajectory(EvenTrajectory[TrainState, DepthFrame]):
    """A training of R networks up to some step.

    Attributes
    ----------
    settings : DepthSettings
    initializations : tuple of Initialization
        One network each.
    ranges : Ranges
        The bins of every frame.
    """

    settings: DepthSettings
    initializations: tuple[Initialization, ...]
    ranges: Ranges

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state.step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return self.settings.steps

    @property
    def done(self) -> bool:
        """Whether there is no further frame: the steps are taken, or no network is finite any more."""
        broken = not np.isfinite(self.state.network.theta).all(-1).any()
        return super().done or broken

    @property
    def stride(self) -> int:
        """Steps from one frame to the next."""
        return -(-self.total // FRAMES)

    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        return self._after(self.stride, None, None)

    def finish(
        self, progress: Callable[[float], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> Self:
        """Train to the end with a single frame there: quicker, where the way does not matter.

        Parameters
        ----------
        progress : callable, optional
            Called now and then with the share of the way, 0 to 1.
        cancelled : callable, optional
            Asked as often; True ends the training, and the trajectory is returned as it is.
        """
        return self._after(self.total, progress, cancelled)

    def _after(
        self, steps: int, progress: Callable[[float], None] | None, cancelled: Callable[[], bool] | None
    ) -> Self:
        if self.done:
            return self
        state, order = self.state, batches(self.settings)
        goal = min(state.step + steps, self.total)
        while state.step < goal:
            portion = min(PROGRESS_EVERY, goal - state.step)
            state = take_steps(state, order.batch, portion, while_finite=False)
            if portion == PROGRESS_EVERY and progress is not None:
                progress(state.step / self.total)
            if portion == PROGRESS_EVERY and cancelled is not None and cancelled():
                return self
        layers, tensors = measure_layers(state.network, state.rules.loss, *measured_samples(self.settings))
        frame = DepthFrame(state.step, layers, histograms(tensors, self.ranges))
        return replace(self, state=state, frames=(*self.frames, frame))


def begin(settings: DepthSettings, initializations: Sequence[Initialization] = ()) -> DepthTrajectory:
    """Draw the weights and measure the layers before the first step.

    Parameters
    ----------
    settings : DepthSettings
    initializations : sequence of Initialization
        Networks that differ in their first weights only; that of the settings alone if there is none.
    """
    initializations = tuple(initializations) or (Initialization.of(settings),)
    state = first_state(settings, initializations)
    layers, tensors = measure_layers(state.network, state.rules.loss, *measured_samples(settings))
    chosen = ranges(tensors, settings.reach)
    frames = (DepthFrame(0, layers, histograms(tensors, chosen)),)
    return DepthTrajectory(state, frames, settings, initializations, chosen)

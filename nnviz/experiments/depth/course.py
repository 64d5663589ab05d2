"""A training of deep networks in lockstep, looked at again and again: the same settings always give the same frames."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnviz.engine import TrainState, train_step
from nnviz.experiments.depth.building import Start, batches, first_state, looked_at
from nnviz.experiments.depth.measuring import DepthLook, Ranges, Spreads, look, ranges, spreads
from nnviz.experiments.depth.settings import DepthSettings
from nnviz.experiments.run.choice import activation_of

FRAMES = 100
"""How often a training is looked at, at most."""


@dataclass(frozen=True, eq=False)
class Frame:
    """One look: after how many steps, every layer, and how their numbers are distributed."""

    step: int
    look: DepthLook
    spreads: Spreads


@dataclass(frozen=True, eq=False)
class Course:
    """A training up to some step.

    Attributes
    ----------
    settings : DepthSettings
    starts : tuple of Start
        One network each.
    ranges : Ranges
        The bins of every frame.
    state : TrainState
    frames : tuple of Frame
        From the start on.
    """

    settings: DepthSettings
    starts: tuple[Start, ...]
    ranges: Ranges
    state: TrainState
    frames: tuple[Frame, ...]

    @property
    def stride(self) -> int:
        """Steps from one frame to the next."""
        return stride(self.settings)

    @property
    def done(self) -> bool:
        """Whether there is no further frame: the steps are taken, or no network is finite any more."""
        broken = not np.isfinite(self.state.network.theta).all(-1).any()
        return self.state.step >= self.settings.steps or broken

    @property
    def share(self) -> float:
        """How far it has come, 0 to 1."""
        return self.state.step / self.settings.steps

    def following(self) -> "Course":
        """Return it at its next frame; one that is done as it is."""
        return _onward(self, self.stride)


def stride(settings: DepthSettings) -> int:
    """Return how many steps lie between two frames."""
    return -(-settings.steps // FRAMES)


def begin(settings: DepthSettings, starts: Sequence[Start] = ()) -> Course:
    """Draw the weights and look at them.

    Parameters
    ----------
    settings : DepthSettings
    starts : sequence of Start
        Networks that differ in their first weights only; that of the settings alone if there is none.
    """
    starts = tuple(starts) or (Start.of(settings),)
    state = first_state(settings, starts)
    found, tensors = look(state.network, state.rules.loss, *looked_at(settings))
    chosen = ranges(tensors, activation_of(settings.activation).range)
    return Course(settings, starts, chosen, state, (Frame(0, found, spreads(tensors, chosen)),))


def finish(course: Course, progress: Callable[[float], None] | None = None) -> Course:
    """Train to the end with a single look there: quicker, where nobody watches.

    Parameters
    ----------
    course : Course
    progress : callable, optional
        Called now and then with the share of the way, 0 to 1.
    """
    return _onward(course, course.settings.steps, progress)


def _onward(course: Course, steps: int, progress: Callable[[float], None] | None = None) -> Course:
    if course.done:
        return course
    state, order = course.state, batches(course.settings)
    for k in range(min(steps, course.settings.steps - state.step)):
        state = train_step(state, order.batch(state.step)).after
        if progress is not None and k % 5 == 4:
            progress(state.step / course.settings.steps)
    found, tensors = look(state.network, state.rules.loss, *looked_at(course.settings))
    frame = Frame(state.step, found, spreads(tensors, course.ranges))
    return replace(course, state=state, frames=(*course.frames, frame))

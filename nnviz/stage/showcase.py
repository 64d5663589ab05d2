"""A showcase trains by itself, and when its network has learned, another one starts from new weights."""

from __future__ import annotations

from collections.abc import Callable

from nnviz.experiments import HiddenSettings, RunSettings, start
from nnviz.experiments.address.seeds import next_seed
from nnviz.stage.pacing import WHOLE, Thinning
from nnviz.stage.run_player import RunPlayer
from nnviz.stage.shared_frames import SharedFrames
from nnviz.stage.training_ahead import nothing

SPEED = 3
"""Which stop of the speed control: ten frames an epoch, so that one sees it learn beside the text."""

SHOWN_EPOCHS = 120
"""How long one network is trained."""

SETTINGS = RunSettings(
    dataset="arms",
    hidden=(HiddenSettings(units=8, activation="tanh"),) * 2,
    optimizer="adam",
    learning_rate=0.03,
)


class Showcase(RunPlayer):
    """A player that plays from the first moment on and goes round for ever; a pause holds it."""

    def __init__(self, shared: SharedFrames | None = None) -> None:
        super().__init__(SETTINGS, picture=True, shared=shared)
        self.playing, self.speed = True, SPEED

    def next_message(self, thinning: Thinning = WHOLE, between: Callable[[], bool] = nothing) -> bytes:
        """Go on, or start with the next seed where the network has had its time."""
        if self.playing and self.run.epoch >= SHOWN_EPOCHS:
            self._begin(start(self.settings.changed(seed=next_seed(self.settings))), "")
            self.playing, self._wanted = True, False  # its first frame comes alone, and the next ones when it is shown
        return super().next_message(thinning, between)

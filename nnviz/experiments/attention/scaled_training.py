"""Two transformers that learn to sort from the same start, one without dividing its scores by the root of d."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from nnviz.engine import Array, Batch, Network, TrainState
from nnviz.experiments.attending.accuracy import symbol_accuracy
from nnviz.experiments.attending.heads import weights
from nnviz.experiments.attending.recipe import TransformerRecipe
from nnviz.experiments.attention.scaling import jacobian_norm
from nnviz.experiments.attention.scaling_settings import ScalingFields
from nnviz.experiments.recording.recording import Recording, Task, spaced

STEPS = 160
MEASURED = 32
"""Sequences of which the weights are measured."""

NAMES = ("symbols", "largest", "jacobian")


@dataclass(frozen=True)
class ScaledTraining(Task):
    """The same start, the same sequences, with and without the root.

    Attributes
    ----------
    recipe : TransformerRecipe
        Of the one that divides.
    """

    recipe: TransformerRecipe

    @property
    def stops(self) -> tuple[int, ...]:
        """The steps at which a moment is kept."""
        return spaced(STEPS, 60, most=3)

    def start(self) -> tuple[TrainState, ...]:
        """Return the network that does not divide, and the one that does."""
        return replace(self.recipe, scaled=False).state(), self.recipe.state()

    def batch(self, step: int) -> Batch:
        """Return new sequences."""
        return self.recipe.batch_of(step)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return, of each, the correct symbols, the largest weight and the size of softmax's Jacobian.

        The last two are means over the rows of the answer, in which a token asks about as many others as there are.
        """
        data = self.recipe.measured
        few = data.take(slice(0, MEASURED))
        accuracy, largest, jacobian = [], [], []
        for network in networks:
            accuracy.append(symbol_accuracy(network.forward(data.X).A, data))
            P = weights(network, network.forward(few.X))[..., data.given - 1 :, :]
            largest.append(P.max(-1).mean())
            jacobian.append(jacobian_norm(P).mean())
        return {name: np.array(one) for name, one in zip(NAMES, (accuracy, largest, jacobian), strict=True)}


def training_of(settings: ScalingFields) -> ScaledTraining:
    """Return the training that the settings ask for.

    Glorot's rule gives the entries of Q and K a variance of 1 at the start, as the argument for the root assumes.
    """
    width, seed = settings.scaling_trained, settings.scaling_seed
    return ScaledTraining(TransformerRecipe("sort", width=width, start="glorot_uniform", first_seed=seed))


def rows(recording: Recording) -> list[dict[str, object]]:
    """Return a line for each moment."""
    kinds = ("not divided", "divided")
    return [
        {"step": frame.step}
        | {f"{name}, {kind}": float(frame.measured[name][k]) for name in NAMES for k, kind in enumerate(kinds)}
        for frame in recording.frames
    ]

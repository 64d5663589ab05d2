"""Published results about gradients in deep networks as settings of their own, with what was found and what we measure.

Data and sizes are ours (8 x 8 digits, at most 128 units), so it is ratios and orders that are compared, not digits.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.experiments.depth.building import build
from nnviz.experiments.depth.settings import DepthSettings
from nnviz.experiments.depth.trajectory import DepthTrajectory
from nnviz.experiments.vanishing_gradients.singular_values import layer_jacobians, singular_values


@dataclass(frozen=True)
class PublishedComparison:
    """One number beside the published one.

    Attributes
    ----------
    what : str
    published : str
        As the source says it.
    measured : float
    band : tuple of float
        Where the measured number must lie for the result to count as reproduced.
    """

    what: str
    published: str
    measured: float
    band: tuple[float, float]

    @property
    def holds(self) -> bool:
        """Whether the number lies in its band."""
        return bool(self.band[0] <= self.measured <= self.band[1])

    def row(self) -> dict[str, object]:
        """Return it as a line of a table."""
        low, high = self.band
        return {
            "what": self.what,
            "published": self.published,
            "measured": self.measured,
            "band from": low,
            "band to": high,
            "reproduced": self.holds,
        }


@dataclass(frozen=True)
class PublishedResult:
    """A result of the literature.

    Attributes
    ----------
    name, title : str
    source : str
        Author, year, and the place in the text.
    claim : str
        What was found, in a sentence.
    settings : DepthSettings
        Our network.
    compare : callable
        Takes a `DepthTrajectory` and returns a tuple of `PublishedComparison`.
    trained : bool
        Whether the comparison needs the training to its end; else its start is enough.
    """

    name: str
    title: str
    source: str
    claim: str
    settings: DepthSettings
    compare: Callable[[DepthTrajectory], tuple[PublishedComparison, ...]]
    trained: bool = False


NIELSEN = "Nielsen 2015, Neural Networks and Deep Learning, chapter 5"
GLOROT = "Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks"
HE = (
    "He, Zhang, Ren and Sun 2015, Delving Deep into Rectifiers, section 2.2 and figure 3 (27 of their 30 layers are "
    "convolutions; ours are dense)"
)
KLAMBAUER = "Klambauer, Unterthiner, Mayr and Hochreiter 2017, Self-Normalizing Neural Networks, theorem 1"
SAXE = "Saxe, McClelland and Ganguli 2014, Exact solutions to the nonlinear dynamics of learning, section 3, figure 6"

NIELSEN_NORMS = {2: (0.07, 0.31), 3: (0.012, 0.060, 0.283), 4: (0.003, 0.017, 0.070, 0.285)}
"""Lengths of the biases' gradient by layer that Nielsen gives for 2, 3 and 4 hidden layers of 30 units."""


def _nielsen(trajectory: DepthTrajectory) -> tuple[PublishedComparison, ...]:
    norms = trajectory.frames[0].layers.bias_gradient[0]
    told = NIELSEN_NORMS[trajectory.settings.depth]
    return tuple(
        PublishedComparison(
            f"gradient of layer {i + 1} relative to layer {i + 2}",
            f"{told[i]:g} / {told[i + 1]:g} = {told[i] / told[i + 1]:.2f}",
            float(norms[i] / norms[i + 1]),
            _around(told[i] / told[i + 1]),
        )
        for i in range(trajectory.settings.depth - 1)
    )


def _around(ratio: float) -> tuple[float, float]:
    """Return what counts as the same ratio in one network of another size: 0.6 to 1.6 times as much."""
    return round(0.6 * ratio, 2), round(1.6 * ratio, 2)


def _glorot(trajectory: DepthTrajectory) -> tuple[PublishedComparison, ...]:
    found, normalized = trajectory.frames[0].layers, trajectory.settings.weight_scale == 1.0
    jacobians = layer_jacobians(trajectory)[0, 1:]
    hidden = slice(0, trajectory.settings.depth)
    back, forward = found.delta_spread[0, hidden] ** 2, found.spread[0, hidden] ** 2
    told = "stays about the same (eq. 16)" if normalized else "falls: n Var W = 1/3 per layer (eq. 15)"
    return (
        PublishedComparison(
            "mean singular value of a layer's Jacobian",
            "around 0.8" if normalized else "drops down to 0.5",
            float(jacobians.mean()),
            (0.65, 0.9) if normalized else (0.4, 0.6),
        ),
        PublishedComparison(
            "variance of the back-propagated gradient, from each layer to the previous one",
            told,
            _a_layer(back[::-1]),
            (0.6, 1.1) if normalized else (0.2, 0.4),
        ),
        PublishedComparison(
            "variance of the activations, from each layer to the next",
            told,
            _a_layer(forward),
            (0.6, 1.1) if normalized else (0.2, 0.4),
        ),
    )


def _a_layer(values: np.ndarray) -> float:
    """Return the factor from one entry to the next, as the geometric mean."""
    return float((values[-1] / values[0]) ** (1.0 / (len(values) - 1)))


def _he(trajectory: DepthTrajectory) -> tuple[PublishedComparison, ...]:
    first, last = trajectory.frames[0].layers, trajectory.frames[-1].layers
    baseline_loss = float(np.log(10.0))
    he = trajectory.settings.initializer == "he_normal"
    ratio = float(first.spread[0, trajectory.settings.depth - 1] / first.spread[0, 0])
    return (
        PublishedComparison(
            "loss after training, relative to guessing",
            "converges" if he else "completely stalls",
            float(last.loss[0]) / baseline_loss,
            (0.0, 0.85) if he else (0.97, 1.05),
        ),
        PublishedComparison(
            "standard deviation of the last hidden layer relative to the first",
            "constant (eq. 10)" if he else "1/√2 per layer: 4e-05",
            ratio,
            (0.1, 10.0) if he else (4e-6, 4e-4),
        ),
    )


def _selu(trajectory: DepthTrajectory) -> tuple[PublishedComparison, ...]:
    found, hidden = trajectory.frames[0].layers, slice(4, trajectory.settings.depth)
    mean, variance = found.mean[0, hidden], found.spread[0, hidden] ** 2
    # The bands are the domain of the theorem. It speaks of units whose weights sum to almost 0; a layer has them on
    # average.
    return (
        PublishedComparison("largest |mean| from layer 5 on", "0, within ±0.1", float(np.abs(mean).max()), (0.0, 0.1)),
        PublishedComparison(
            "smallest variance from layer 5 on", "1, within 0.8 to 1.5", float(variance.min()), (0.8, 1.5)
        ),
        PublishedComparison(
            "largest variance from layer 5 on", "1, within 0.8 to 1.5", float(variance.max()), (0.8, 1.5)
        ),
    )


def _orthogonal(trajectory: DepthTrajectory) -> tuple[PublishedComparison, ...]:
    values = singular_values(build(trajectory.settings, trajectory.initializations))[0, -1]
    exact = trajectory.settings.initializer == "orthogonal"
    return (
        PublishedComparison(
            "largest singular value of the product of all hidden weights",
            "1" if exact else "a long tail of very large ones",
            float(values.max()),
            (1 - 1e-9, 1 + 1e-9) if exact else (1.5, 1e3),
        ),
        PublishedComparison(
            "smallest singular value" if exact else "median singular value",
            "1" if exact else "most become vanishingly small",
            float(values.min() if exact else np.median(values)),
            (1 - 1e-9, 1 + 1e-9) if exact else (0.0, 1e-3),
        ),
    )


def _nielsen_settings(depth: int) -> DepthSettings:
    return DepthSettings(
        data="pixels",
        activation="sigmoid",
        initializer="lecun_normal",
        bias_scale=1.0,
        depth=depth,
        width=30,
        batch_size=200,
    )


def _glorot_settings(scale: float) -> DepthSettings:
    return DepthSettings(
        data="pixels",
        activation="tanh",
        initializer="glorot_uniform" if scale == 1.0 else "lecun_uniform",
        weight_scale=scale,
        depth=5,
        width=128,
    )


def _he_settings(initializer: str) -> DepthSettings:
    return DepthSettings(
        activation="relu", initializer=initializer, depth=30, width=64, optimizer="momentum", learning_rate=0.005
    )


STANDARD = 0.57735
"""1/sqrt(3): uniform in ±1/sqrt(n) is what was usual, and LeCun's uniform is ±sqrt(3/n)."""

PUBLISHED_RESULTS = (
    *(
        PublishedResult(
            f"nielsen{depth}",
            f"Nielsen: {depth} hidden sigmoid layers",
            NIELSEN,
            "In a sigmoid network each hidden layer learns several times more slowly than the one after it.",
            _nielsen_settings(depth),
            _nielsen,
        )
        for depth in NIELSEN_NORMS
    ),
    PublishedResult(
        "glorot_standard",
        "Glorot & Bengio: tanh, standard initialization",
        GLOROT + ", eq. 1, 15 and 17, figures 6 and 7, sections 4.2 and 4.3",
        "With weights uniform in ±1/√n, both activations and gradients shrink from layer to layer.",
        _glorot_settings(STANDARD),
        _glorot,
    ),
    PublishedResult(
        "glorot_normalized",
        "Glorot & Bengio: tanh, normalized initialization",
        GLOROT + ", eq. 16 and 17, figures 6 and 7, sections 4.2 and 4.3",
        "With the normalized initialization, now called Xavier, both preserve their variance much better.",
        _glorot_settings(1.0),
        _glorot,
    ),
    PublishedResult(
        "he",
        "He et al.: 30 ReLU layers, He initialization",
        HE,
        "A ReLU discards half of its input; doubling the variance compensates for it, and 30 layers learn.",
        _he_settings("he_normal"),
        _he,
        trained=True,
    ),
    PublishedResult(
        "he_xavier",
        "He et al.: 30 ReLU layers, Xavier initialization",
        HE,
        "The same 30 layers with variance 1/n (Xavier's, as He et al. write it): learning stalls completely.",
        _he_settings("lecun_normal"),
        _he,
        trained=True,
    ),
    PublishedResult(
        "selu",
        "Klambauer et al.: 50 SELU layers",
        KLAMBAUER,
        "With weights of variance 1/n, SELU drives the mean and variance of each layer to 0 and 1, however deep.",
        DepthSettings(
            data="random", activation="selu", initializer="lecun_normal", depth=50, width=128, learning_rate=0.01
        ),
        _selu,
    ),
    PublishedResult(
        "orthogonal",
        "Saxe et al.: 50 orthogonal layers",
        SAXE,
        "A product of orthogonal matrices is orthogonal: no direction shrinks or grows, however deep the network.",
        DepthSettings(activation="identity", initializer="orthogonal", depth=50, width=32, learning_rate=0.01),
        _orthogonal,
    ),
    PublishedResult(
        "orthogonal_not",
        "Saxe et al.: the same, random normal",
        SAXE,
        "Random weights of the same variance preserve the mean squared length, but most directions vanish and a few "
        "grow.",
        DepthSettings(activation="identity", initializer="lecun_normal", depth=50, width=32, learning_rate=0.01),
        _orthogonal,
    ),
)
"""All of them, in the order of the page."""

EXPLODING = DepthSettings(activation="selu", initializer="lecun_normal", weight_scale=1.6, depth=10, learning_rate=0.1)
"""An example of our own: without clipping no seed of five stays finite, with a length of 1 all of them learn."""


def published(name: str) -> PublishedResult:
    """Return the result of that name.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    known = {one.name: one for one in PUBLISHED_RESULTS}
    if name not in known:
        raise ValueError(f"expected a published result from {', '.join(known)}, got {name!r}")
    return known[name]

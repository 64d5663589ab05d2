"""A worked example from the literature: two inputs, two hidden sigmoid units, two outputs, one update."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Batch, Dense, Loss, Network, activation, loss

CITATION = "Mazur 2015, A Step by Step Backpropagation Example"
RATE = 0.5


@dataclass(frozen=True)
class PublishedNumber:
    """A number of the article.

    Attributes
    ----------
    symbol : str
        As the article calls it.
    path : str
        Where it stands here: a tensor of the pass, or ``after`` for the weights after the update.
    index : tuple of int
    value : str
        As it is printed.
    """

    symbol: str
    path: str
    index: tuple[int, ...]
    value: str

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""
        return len(self.value.partition(".")[2])


PUBLISHED_NUMBERS = (
    PublishedNumber("net h1", "layers[0].Z", (0, 0), "0.3775"),
    PublishedNumber("out h1", "layers[0].A", (0, 0), "0.593269992"),
    PublishedNumber("out h2", "layers[0].A", (0, 1), "0.596884378"),
    PublishedNumber("net o1", "layers[1].Z", (0, 0), "1.105905967"),
    PublishedNumber("out o1", "layers[1].A", (0, 0), "0.75136507"),
    PublishedNumber("out o2", "layers[1].A", (0, 1), "0.772928465"),
    PublishedNumber("E total", "loss.L", (), "0.298371109"),
    PublishedNumber("∂E/∂out o1", "layers[1].dA", (0, 0), "0.74136507"),
    PublishedNumber("δ o1", "layers[1].dZ", (0, 0), "0.138498562"),
    PublishedNumber("∂E/∂w5", "layers[1].dW", (0, 0), "0.082167041"),
    PublishedNumber("∂E/∂out h1", "layers[0].dA", (0, 0), "0.036350306"),
    PublishedNumber("∂E/∂w1", "layers[0].dW", (0, 0), "0.000438568"),
    PublishedNumber("w5 after", "after.layers[1].W", (0, 0), "0.35891648"),
    PublishedNumber("w6 after", "after.layers[1].W", (1, 0), "0.408666186"),
    PublishedNumber("w7 after", "after.layers[1].W", (0, 1), "0.511301270"),
    PublishedNumber("w8 after", "after.layers[1].W", (1, 1), "0.561370121"),
    PublishedNumber("w1 after", "after.layers[0].W", (0, 0), "0.149780716"),
    PublishedNumber("w2 after", "after.layers[0].W", (1, 0), "0.19956143"),
    PublishedNumber("w3 after", "after.layers[0].W", (0, 1), "0.24975114"),
    PublishedNumber("w4 after", "after.layers[0].W", (1, 1), "0.29950229"),
)
"""Numbers of the article that the pass makes digit by digit."""

ERROR_AFTER = "0.291027924"
"""The article's error after one update.

Its own new weights give 0.291027774. The printed number comes out, digit by digit, if the output layer is updated
first and the hidden layer's gradient is then computed with the weights that are already new: the mistake ``order``.
"""


def worked_network() -> Network:
    """Return the article's network; weights w1 to w4 and w5 to w8 stand by columns, as each unit's own."""
    g = activation("sigmoid")
    hidden = Dense(np.array([[0.15, 0.25], [0.20, 0.30]]), np.full(2, 0.35), g)
    output = Dense(np.array([[0.40, 0.50], [0.45, 0.55]]), np.full(2, 0.60), g)
    return Network((hidden, output))


def worked_batch() -> Batch:
    """Return its one sample."""
    return Batch(np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]]))


def worked_loss() -> Loss:
    """Return its loss: half the sum of the squared errors."""
    return loss("half_squared_error")

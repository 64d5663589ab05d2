"""The weights of a network on sequences do not depend on their length, so one network serves all lengths."""

from nnviz.engine.layers.attention.multi_head import Attention
from nnviz.engine.layers.attention.norms import LayerNorm, RMSNorm
from nnviz.engine.layers.attention.positions import LearnedPositions, SinusoidalPositions
from nnviz.engine.layers.attention.tied import Tied
from nnviz.engine.layers.embedding import Embedding
from nnviz.engine.layers.last_step import LastStep
from nnviz.engine.layers.per_step import PerStep
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.engine.layers.residual import Residual
from nnviz.engine.network import Network
from nnviz.engine.parameters import check_kind

_OF_ONE_LENGTH = (
    *(Recurrent, LastStep, PerStep, Embedding, LearnedPositions, SinusoidalPositions),
    *(LayerNorm, RMSNorm, Attention, Residual, Tied),
)


def with_steps(network: Network, steps: int) -> Network:
    """Return a network with the same weights for sequences of another length.

    Parameters
    ----------
    network : Network
        With recurrent layers or attention; what stands behind the last step does not know the length.
    steps : int
        Learned positions serve as many as they have vectors.

    Raises
    ------
    ValueError
        If steps is no whole number of at least 1, or a layer needs another length.
    """
    check_kind(network, Network, "network", 'RecurrentArchitecture("lstm", 20, 4, 16, 4).build(0)')
    layers = (layer.with_steps(steps) if isinstance(layer, _OF_ONE_LENGTH) else layer for layer in network.layers)
    return Network(tuple(layers))

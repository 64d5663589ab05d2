"""Where attention stands in a transformer."""

from nnviz.engine import Attention, Network, Residual


def attention_places(network: Network) -> list[tuple[int, int]]:
    """Return where the attention of each block stands: the layer of the network, and its place inside that."""
    return [
        (i, j)
        for i, layer in enumerate(network.layers)
        if isinstance(layer, Residual)
        for j, inner in enumerate(layer.layers)
        if isinstance(inner, Attention)
    ]


def attention_layers(network: Network) -> list[Attention]:
    """Return the attention of each block."""
    return [network.layers[i].layers[j] for i, j in attention_places(network)]  # type: ignore[attr-defined]

"""What should have been seen on the page "Forward pass", with the numbers of the network on view."""

from nnviz.experiments.forward_pass.decisions import decided_classes, decisions_changed_by_softmax
from nnviz.experiments.forward_pass.steps import ForwardPass
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.trained.networks import TrainedNetwork


def conclusions(trained_network: TrainedNetwork, forward: ForwardPass, cut: float) -> tuple[str, ...]:
    """Describe the shapes, the layers and the decisions on the test samples, with their numbers.

    Parameters
    ----------
    trained_network : TrainedNetwork
    forward : ForwardPass
        Of the sample on view.
    cut : float
        The threshold of a head that says yes or no.
    """
    names = ["X", *(step.name for step in forward.steps)]
    shapes = " → ".join(f"{name} {(1, *forward.tensors[name].shape[1:])}" for name in names)
    parameters = len(trained_network.network.theta)
    return (
        f"One sample passes through the shapes {shapes}. A batch changes only the first number.",
        f"{counted(trained_network.n_layers, 'layer')} with {counted(parameters, 'parameter')}: each Z is a linear "
        "step, Z = XW + b, and each activation leaves the shape as it is.",
        _decisions(trained_network, cut),
    )


def _decisions(trained_network: TrainedNetwork, cut: float) -> str:
    results = decided_classes(trained_network, cut)
    right = f"{results.accuracy:.1%} of the {results.n_samples} test samples are classified correctly"
    if trained_network.head.output_activation == "sigmoid":
        counts = results.counts
        return (
            f"At the threshold {cut:.2f}, {right}, with {counted(int(counts[1, 0]), 'miss', 'misses')} and "
            f"{counted(int(counts[0, 1]), 'false alarm')}. Another threshold changes the decisions, not the "
            "probabilities."
        )
    other, total = decisions_changed_by_softmax(trained_network)
    return (
        f"The class with the largest probability is predicted: {right}. Softmax changes {other} of {total} decisions, "
        "as it preserves the order of the logits."
    )

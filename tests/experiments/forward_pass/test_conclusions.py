"""What the forward page concludes is what its network gives."""

import numpy as np

from nnviz.experiments.forward_pass.conclusions import conclusions
from nnviz.experiments.forward_pass.steps import batch_rows, forward_pass
from nnviz.experiments.trained.networks import trained_network


def concluded(data, cut):
    network = trained_network(data, 8, 1, (4,), "relu", True)
    return network, conclusions(network, forward_pass(network, batch_rows(network, 0)[0]), cut)


def test_shapes_and_parameters_are_those_of_the_network():
    _, (shapes, layers, _) = concluded("pair", 0.5)
    assert "X (1, 64) → Z1 (1, 4) → A1 (1, 4) → Z2 (1, 1) → A2 (1, 1)" in shapes
    assert f"2 layers with {64 * 4 + 4 + 4 + 1} parameters" in layers


def test_the_decisions_follow_the_threshold():
    network, (_, _, decisions) = concluded("pair", 0.9)
    P, yes = network.network.forward(network.X).A[:, 0], network.test.labels == 1
    said = P >= 0.9
    assert f"{np.mean(said == yes):.1%} of the {len(P)} test samples" in decisions
    assert f"with {(yes & ~said).sum()} misses" in decisions


def test_softmax_needs_no_threshold():
    _, (shapes, _, decisions) = concluded("iris", 0.5)
    assert "P (1, 3)" in shapes
    assert "Softmax changes 0 of 60 decisions" in decisions

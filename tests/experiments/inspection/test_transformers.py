"""The inspector on a transformer: its layers are named, and all tensors of both passes are listed."""

import numpy as np

from nnviz.engine import PerStepLoss, TransformerArchitecture, loss
from nnviz.experiments.attention.backward_settings import BackwardFields
from nnviz.experiments.attention.block import block_pass
from nnviz.experiments.inspection import Step, tensor_groups


def test_a_block_alone_is_named_by_what_is_inside_it():
    one = block_pass(BackwardFields(block_heads=2))
    titles = {group.title for group in tensor_groups(one.step) if group.phase == "forward"}
    assert titles == {"Input", "Output: residual connection around layer norm, causal attention, 2 heads of 2"}


def test_every_layer_of_a_transformer_has_a_name():
    network = TransformerArchitecture(symbols=3, steps=4, width=2, hidden=3, causal=False).build(0)
    X, Y = np.array([[0.0, 1.0, 2.0, 0.0]]), np.eye(3)[[[0, 1, 2, 0]]]
    measure = PerStepLoss(loss("categorical_cross_entropy"))
    trace = network.forward(X)
    outcome = measure.forward(trace.A, Y)
    step = Step(None, trace, outcome, network.backward(trace, measure.backward(outcome)), known=network)
    titles = [group.title for group in tensor_groups(step) if group.phase == "forward"]
    assert "Embedding of 3 symbols, 2 wide" in titles and "Learned positions" in titles and "Layer norm" in titles
    assert "Residual connection around layer norm, attention, 1 head of 2" in titles
    assert titles[-1].startswith("Output: dense 2 → 3")

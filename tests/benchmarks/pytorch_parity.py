"""The step of PyTorch that is timed beside ours is the same step: `make parity`."""

import numpy as np
import pytest
import torch

from benchmarks.cases import Case
from benchmarks.convolution_case import ConvolutionCase
from benchmarks.pytorch_peer import LOSSES, convolutional_network, network
from benchmarks.pytorch_recurrent import Unrolled
from benchmarks.pytorch_transformer import Transformer
from benchmarks.recurrent import RecurrentCase
from benchmarks.transformer import TransformerCase

CASES = [
    Case((2, 4, 1), 10, "tanh", "binary_cross_entropy"),
    Case((2, 4, 1), 10, "relu", "mean_squared_error"),
    Case((6, 4, 3), 8, "relu", "categorical_cross_entropy"),
]


@pytest.mark.parametrize("case", CASES)
def test_pytorch_takes_the_same_step_on_the_same_samples(case):
    X, Y = case.samples()
    state = case.start()
    model = network(case)
    dense = [part for part in model if isinstance(part, torch.nn.Linear)]
    with torch.no_grad():
        for part, layer in zip(dense, state.network.layers, strict=True):
            part.weight[:], part.bias[:] = torch.tensor(layer.W.T.copy()), torch.tensor(layer.b.copy())
    targets = torch.tensor(Y).argmax(1) if case.loss == "categorical_cross_entropy" else torch.tensor(Y)
    theirs = LOSSES[case.loss]()(model(torch.tensor(X)), targets).item()
    ours = state.rules.loss.forward(state.network.forward(X).A, Y).L
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)


@pytest.mark.parametrize("cell", ["elman", "gru", "lstm"])
def test_pytorch_loops_over_the_same_network_on_the_same_sequences(cell):
    case = RecurrentCase(cell, units=5, steps=7, batch=4)
    X, Y = case.samples()
    model, net = Unrolled(case), case.start().network
    part, head = net.layers[0], net.layers[-1]
    order = {"lstm": [0, 1, 3, 2]}.get(cell, range(part.W_hh.shape[1] // 5))
    with torch.no_grad():
        for theirs, ours in ((model.cell.weight_ih, part.W_xh), (model.cell.weight_hh, part.W_hh)):
            theirs[:] = torch.tensor(np.concatenate([np.split(ours, len(order), axis=1)[k] for k in order], axis=1).T)
        model.cell.bias_ih[:] = torch.tensor(np.concatenate([np.split(part.b, len(order))[k] for k in order]))
        model.cell.bias_hh[:] = 0.0
        model.head.weight[:], model.head.bias[:] = torch.tensor(head.W.T.copy()), torch.tensor(head.b.copy())
    np.testing.assert_allclose(net.forward(X).A, model(torch.tensor(X)).detach().numpy(), rtol=1e-10, atol=1e-14)


def test_pytorch_takes_the_same_convolutional_step_on_the_same_samples():
    case = ConvolutionCase()
    X, Y = case.samples()
    state = case.start()
    model = convolutional_network(case)
    trained = [part for part in model if hasattr(part, "weight")]
    ours = [layer for layer in state.network.layers if layer.parameters]
    with torch.no_grad():
        for part, layer in zip(trained, ours, strict=True):
            weights, biases = (torch.tensor(array.copy()) for array in layer.parameters)
            if isinstance(part, torch.nn.Linear):  # theirs reads all places of a channel, ours all channels of a place
                size = (2, 2, case.channels[-1], case.classes)
                part.weight[:] = weights.reshape(size).permute(3, 2, 0, 1).reshape(case.classes, -1)
            else:
                part.weight[:] = weights.permute(3, 2, 0, 1)
            part.bias[:] = biases
    theirs = torch.nn.CrossEntropyLoss()(model(torch.tensor(X)), torch.tensor(Y).argmax(1)).item()
    np.testing.assert_allclose(state.rules.loss.forward(state.network.forward(X).A, Y).L, theirs, rtol=1e-12)


def test_pytorch_runs_the_same_transformer_on_the_same_symbols():
    case = TransformerCase(symbols=7, steps=5, width=8, hidden=12, batch=3)
    X, Y = case.samples()
    net, model = case.start().network, Transformer(case)
    table, places, *parts, norm, head = net.layers
    with torch.no_grad():
        model.embedding.weight[:], model.positions[:] = torch.tensor(table.W.copy()), torch.tensor(places.W.copy())
        for block, attention, mlp in zip(model.blocks, parts[::2], parts[1::2], strict=True):
            _, own = attention.layers
            _, up, down = mlp.layers
            block.qkv.weight[:] = torch.tensor(np.concatenate([own.W_Q, own.W_K, own.W_V], axis=1).T.copy())
            block.out.weight[:] = torch.tensor(own.W_O.T.copy())
            for theirs, ours in ((block.up, up), (block.down, down)):
                theirs.weight[:], theirs.bias[:] = torch.tensor(ours.W.T.copy()), torch.tensor(ours.b.copy())
        model.head.weight[:] = torch.tensor(head.W.T.copy())
    logits = model(torch.tensor(X).long())
    np.testing.assert_allclose(net.forward(X).A, logits.detach().numpy(), rtol=1e-10, atol=1e-12)
    measure = case.start().rules.loss
    trace = net.forward(X)
    gradients = net.backward(trace, measure.backward(measure.forward(trace.A, Y)), need_dX=False)
    torch.nn.CrossEntropyLoss()(logits.flatten(0, 1), torch.tensor(Y).argmax(-1).ravel()).backward()
    np.testing.assert_allclose(gradients.layers[0].dW, model.embedding.weight.grad.numpy(), rtol=1e-9, atol=1e-13)
    dW_Q = gradients.layers[2].layers[1].dW_Q
    np.testing.assert_allclose(dW_Q, model.blocks[0].qkv.weight.grad.numpy()[:8].T, rtol=1e-9, atol=1e-13)

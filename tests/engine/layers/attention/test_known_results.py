"""What is known of attention exactly, or from papers, with the source of each."""

import numpy as np
import pytest

from nnviz.engine import (
    Attention,
    Convolution,
    Dense,
    LayerNorm,
    Residual,
    RMSNorm,
    Rules,
    TrainState,
    TransformerArchitecture,
    activation,
    optimizer,
    sinusoids,
    softmax,
    softmax_jacobian,
    take_steps,
    train_step,
    walk,
    with_steps,
)
from nnviz.engine.batches import Batch
from tests.engine.layers.attention.specimens import D, T, attention, matrices, task, tokens


@pytest.mark.parametrize("causal", [False, True])
def test_attention_is_that_of_a_plain_loop(causal):
    part, X = attention(causal=causal), tokens()
    W_Q, W_K, W_V, W_O = matrices()
    width = D // part.heads
    for i, x in enumerate(X):
        mixed = np.zeros((T, D))
        for h in range(part.heads):
            at = slice(h * width, (h + 1) * width)
            for t in range(T):
                seen = range(t + 1) if causal else range(T)
                scores = np.array([(x[t] @ W_Q[:, at]) @ (x[s] @ W_K[:, at]) / np.sqrt(width) for s in seen])
                weights = np.exp(scores) / np.exp(scores).sum()
                mixed[t, at] = sum(w * (x[s] @ W_V[:, at]) for w, s in zip(weights, seen, strict=True))
        np.testing.assert_allclose(part.forward(X).A[i], mixed @ W_O, rtol=1e-12, atol=1e-13)


def test_shuffled_tokens_shuffle_the_outputs_without_mask_and_positions():
    part, X, order = attention(), tokens(), [3, 0, 4, 1, 2]
    np.testing.assert_allclose(part.forward(X[:, order]).A, part.forward(X).A[:, order], rtol=0, atol=1e-12)


@pytest.mark.parametrize("options", [{}, {"tied": True}, {"norm": "rms", "positions": "sinusoidal", "hidden": 6}])
def test_a_causal_transformer_says_the_same_of_a_prefix_alone(options):
    network, _, X, _ = task(**options)
    short = with_steps(network, 3)
    np.testing.assert_allclose(short.forward(X[:, :3]).A, network.forward(X).A[:, :3], rtol=1e-12, atol=1e-13)
    np.testing.assert_array_equal(with_steps(network, T).forward(X).A, network.forward(X).A)


def test_a_causal_mask_lets_no_gradient_through_to_later_tokens():
    part, X, t = attention(causal=True), tokens(), 2
    trace = part.forward(X)
    dA = np.zeros_like(trace.A)
    dA[:, t] = 1.0
    gradients = part.backward(trace, dA)
    assert (gradients.dX[:, t + 1 :] == 0.0).all()
    assert (gradients.dX[:, : t + 1] != 0.0).all()


def test_the_rows_of_the_scores_gradient_sum_to_zero():
    part, X = attention(causal=True), tokens()
    gradients = part.backward(part.forward(X), tokens(seed=8))
    assert np.abs(gradients.dS.sum(-1)).max() < 1e-14


def test_the_input_gradient_is_the_sum_of_three_ways():
    part, X = attention(), tokens()
    found = part.backward(part.forward(X), tokens(seed=8))
    np.testing.assert_array_equal(found.dX, found.dX_Q + found.dX_K + found.dX_V)


def test_the_gradient_of_a_norm_is_orthogonal_to_what_changes_nothing():
    """Ba, Kiros and Hinton 2016, section 5.1: invariant under shift and scale of a token's features."""
    X, dA = tokens(), tokens(seed=8)
    part = LayerNorm(D, T, eps=0.0)
    trace = part.forward(X)
    dX = part.backward(trace, dA).dX
    assert np.abs(dX.sum(-1)).max() < 1e-14
    assert np.abs((dX * trace.U).sum(-1)).max() < 1e-14
    rms = RMSNorm(D, T, eps=0.0)
    assert np.abs((rms.backward(rms.forward(X), dA).dX * X).sum(-1)).max() < 1e-14


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_scores_have_the_variance_d(rng):
    """Vaswani et al. 2017, footnote 4."""
    for d in (4, 16, 64, 256):
        q, k = rng.standard_normal((2, 20_000, d))
        assert (q * k).sum(-1).var() == pytest.approx(d, rel=0.05)


@pytest.mark.parametrize(("d", "expected"), [(4, 0.322), (16, 0.277), (64, 0.176), (256, 0.099)])
def test_softmax_saturates_without_the_root_of_d(rng, d, expected):
    """The Frobenius norm of its Jacobian for 16 keys, own measurement; over the root of d it stays where it is."""
    q, k = rng.standard_normal((4000, d)), rng.standard_normal((4000, 16, d))
    S = np.einsum("nd,nsd->ns", q, k)
    size = [np.linalg.norm(softmax_jacobian(softmax(Z)), axis=(-2, -1)).mean() for Z in (S, S / np.sqrt(d))]
    assert size[0] == pytest.approx(expected, rel=0.05)
    assert size[1] == pytest.approx(0.30, rel=0.05)


def test_pure_attention_loses_rank_with_depth(rng):
    """Dong, Cordonnier and Loukas 2021: without residual connections all tokens become alike; with them they do not."""

    def distances(wrap):
        X = rng.standard_normal((8, 12, 16))
        found = []
        for _ in range(3):
            Ws = rng.standard_normal((4, 16, 16)) / 4.0
            X = wrap(Attention(*Ws, 12, heads=2)).forward(X).A
            mean = X.mean(-2, keepdims=True)
            found.append(float(np.linalg.norm(X - mean) / np.linalg.norm(X)))
        return found

    pure = distances(lambda part: part)
    assert all(
        after < before for before, after in zip(pure, pure[1:], strict=False)
    )  # deeper ones are at the end of float64
    assert pure[-1] < 1e-3 < 0.5 < distances(lambda part: Residual((part,)))[-1]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        # 4 d^2 a block of attention, 2 d m + m + d an MLP, (symbols + steps) d, symbols d for the logits
        ({"symbols": 8, "steps": 11, "width": 32, "gains": False}, 4_960),
        ({"symbols": 8, "steps": 11, "width": 32, "heads": 2, "hidden": 64, "gains": False}, 9_152),
        ({"symbols": 3, "steps": 11, "width": 48, "heads": 3, "blocks": 3, "hidden": 192, "gains": False}, 84_480),
        ({"symbols": 16, "steps": 24, "width": 32, "gains": False}, 5_888),
        ({"symbols": 16, "steps": 24, "width": 32, "blocks": 2, "gains": False}, 9_984),
        ({"symbols": 27, "steps": 12, "width": 16, "heads": 4, "hidden": 64, "gains": False}, 4_208),
        ({"symbols": 27, "steps": 12, "width": 32, "heads": 4, "hidden": 128, "gains": False}, 14_560),
    ],
)
def test_parameters_are_counted(options, expected):
    assert TransformerArchitecture(**options).build(0).n_parameters == expected


def test_gpt_2_small_and_microgpt_are_counted_by_the_same_rule():
    """Radford et al. 2019: 12 blocks of 768, 50,257 symbols; Karpathy's microgpt: one of 16, no biases, an own head."""

    def block(d, m):
        Ws = (np.zeros((2, 2)),) * 4
        assert sum(W.size for W in Attention(*Ws, 1).parameters) == 4 * 2**2  # so the rule below is that of the layer
        return 4 * d * d + 2 * d * m

    norms_and_biases = 12 * (4 * 768 + 4 * 768 + 4 * 768 + 768) + 2 * 768  # ours has no biases in attention
    assert 12 * block(768, 3072) + norms_and_biases + (50_257 + 1024) * 768 == 124_439_808
    assert block(16, 64) + (27 + 16 + 27) * 16 == 4_192


def test_sinusoids_are_those_of_the_paper():
    R = sinusoids(6, 8)
    for t in range(6):
        for i in range(4):
            assert R[t, 2 * i] == pytest.approx(np.sin(t / 10000 ** (2 * i / 8)), abs=1e-15)
            assert R[t, 2 * i + 1] == pytest.approx(np.cos(t / 10000 ** (2 * i / 8)), abs=1e-15)


def test_the_plan_takes_the_same_steps_to_the_last_bit():
    for options in ({"hidden": 3, "blocks": 2}, {"tied": True}):
        net, measure, X, Y = task(**options)
        batch = Batch(X, Y)
        state = TrainState.start(net, Rules(measure, optimizer("adam"), 0.01), 0)
        by_steps = state
        for _ in range(5):
            by_steps = train_step(by_steps, batch).after
        by_plan = take_steps(state, lambda _, batch=batch: batch, 5)
        assert (by_plan.network.theta == by_steps.network.theta).all()


def test_every_tensor_of_a_pass_has_as_many_axes_as_it_names():
    net, measure, X, Y = task(hidden=3, tied=True)
    trace = net.forward(X)
    gradients = net.backward(trace, measure.backward(measure.forward(trace.A, Y)))
    for view in (*walk(trace), *walk(gradients)):
        if view.path != "X":
            assert view.value.ndim == len(view.axes), view.path


def test_vectors_and_images_go_past_a_residual_connection_under_the_names_of_their_axes():
    dense = Residual((Residual((Dense(np.eye(3), np.zeros(3), activation("tanh")),)),))
    image = Residual((Convolution(np.ones((1, 1, 2, 2)), np.zeros(2), activation("tanh"), size=(4, 4)),))
    for part, X in ((dense, np.ones((2, 3))), (image, np.ones((2, 4, 4, 2)))):
        trace = part.forward(X)
        for view in (*walk(trace), *walk(part.backward(trace, X))):
            assert view.value.ndim == len(view.axes), view.path


def test_weights_start_as_pytorch_starts_its_modules_and_a_table_used_twice_starts_smaller():
    network = TransformerArchitecture(symbols=60, steps=60, width=64, hidden=128, gains=False).build(0)
    embedding, positions, attending, mlp = network.layers[:4]
    for W, n_in in [(attending.layers[1].W_Q, 64), (attending.layers[1].W_O, 64), (mlp.layers[2].dense.W, 128)]:
        assert 0.95 / np.sqrt(n_in) < np.abs(W).max() <= 1 / np.sqrt(n_in)
        assert W.std() == pytest.approx(1 / np.sqrt(3 * n_in), rel=0.03)
    assert embedding.W.std() == pytest.approx(1.0, rel=0.05) and positions.W.std() == pytest.approx(1.0, rel=0.05)
    tied = TransformerArchitecture(symbols=60, steps=60, width=64, tied=True).build(0).layers[0].layers[0]
    assert tied.W.std() == pytest.approx(1 / 8, rel=0.05)

"""Convolutions: the definition by loops, the tied dense layer, ensembles, batches, blocks, refusals."""

import numpy as np
import pytest
from hypothesis import given

from nnviz.engine import Convolution, Dense, Network, TransposedConvolution, activation, flatten, kernel_matrix
from nnviz.engine.layers import convolution as convolution_module
from tests.engine.layers.image_layers import by_loops, convolution, images, layers

KINDS = [Convolution, TransposedConvolution]
RELU = activation("relu")


@given(layers())
def test_a_convolution_is_its_definition(layer):
    X = images(layer)
    trace = layer.forward(X)
    assert trace.Z.shape == (2, *layer.out_shape)
    np.testing.assert_allclose(trace.Z, by_loops(layer, X), rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(trace.A, np.tanh(trace.Z))


@given(layers(TransposedConvolution))
def test_a_transposed_convolution_is_its_definition(layer):
    X = images(layer)
    np.testing.assert_allclose(layer.forward(X).Z, by_loops(layer, X), rtol=1e-12, atol=1e-12)


def agree_with_the_matrix(layer):
    """Forward, dX, db, and dK as the sum of the dense gradient over tied places."""
    X, matrix = images(layer, 3), kernel_matrix(layer)
    dense, trace = matrix.dense, layer.forward(X)
    flat = dense.forward(X.reshape(3, -1))
    np.testing.assert_allclose(trace.Z.reshape(3, -1), flat.Z, rtol=1e-12, atol=1e-12)
    dA = np.random.default_rng(3).normal(size=trace.A.shape)
    ours, theirs = layer.backward(trace, dA), dense.backward(flat, dA.reshape(3, -1))
    np.testing.assert_allclose(ours.dK, matrix.tied(theirs.dW), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(ours.dX.reshape(3, -1), theirs.dX, rtol=1e-12, atol=1e-12)
    if layer.b is not None:
        summed = theirs.db.reshape(-1, layer.n_filters).sum(0)
        np.testing.assert_allclose(ours.db, summed, rtol=1e-12, atol=1e-12)
    else:
        assert ours.db is None and layer.parameter_names == ("K",)


@given(layers())
def test_a_convolution_is_a_dense_layer_with_tied_weights(layer):
    agree_with_the_matrix(layer)


@given(layers(TransposedConvolution))
def test_a_transposed_convolution_is_a_dense_layer_with_tied_weights(layer):
    agree_with_the_matrix(layer)


def test_the_matrix_of_a_3x3_kernel_on_8x8_pixels_has_nine_different_numbers():
    matrix = kernel_matrix(convolution((3, 3), 1, 1, (8, 8), biases=False))
    assert matrix.W.shape == (64, 36)
    assert (matrix.entries >= 0).sum() == 36 * 9
    assert set(matrix.entries.ravel().tolist()) == {-1, *range(9)}


@given(layers(name="identity"))
def test_the_matrix_of_the_transpose_is_the_transpose(layer):
    """Dumoulin and Visin 2016, section 4.1: only channels and filters change places."""
    size, K = tuple(w.out for w in layer.windows), layer.K.mT
    extra = tuple((w.padded - w.reach) % w.stride for w in layer.windows)
    ends = tuple((w.before, w.after) for w in layer.windows)
    back = TransposedConvolution(K, None, activation("identity"), size, layer.stride, ends, layer.dilation, extra)
    assert (back.in_shape, back.out_shape) == (layer.out_shape, layer.in_shape)
    np.testing.assert_array_equal(kernel_matrix(back).W, kernel_matrix(layer).W.T)


def test_a_matrix_that_would_be_too_large_is_refused_before_it_is_made():
    with pytest.raises(ValueError, match=r"at most 20,000,000 weights, got 16,384 x 16,384; take smaller images"):
        kernel_matrix(convolution((3, 3), 1, 1, (128, 128), padding="same"))


def test_a_gradient_of_another_shape_cannot_be_tied():
    with pytest.raises(ValueError, match=r"expected dW of shape .*, got \(3, 3\)"):
        kernel_matrix(convolution((3,), 1, 1, (8,))).tied(np.ones((3, 3)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("leading", [(3,), (2, 2)])
@pytest.mark.parametrize("shared", [True, False])
def test_every_network_of_an_ensemble_computes_what_it_computes_alone(kind, leading, shared):
    settings = {"stride": (2, 1), "padding": "same", "dilation": (1, 2), "kind": kind}
    many = convolution((3, 2), 2, 3, (5, 4), leading=leading, **settings)
    X = images(many, leading=() if shared else leading)
    trace = many.forward(X)
    dA = np.random.default_rng(3).normal(size=trace.A.shape)
    gradients = many.backward(trace, dA)
    for r in np.ndindex(*leading):
        one = kind(many.K[r], many.b[r], many.activation, many.size, (2, 1), "same", (1, 2))
        alone = one.forward(X if shared else X[r])
        np.testing.assert_allclose(trace.A[r], alone.A, rtol=1e-12)
        back = one.backward(alone, dA[r])
        for name in ("dZ", "dK", "db", "dX"):
            np.testing.assert_allclose(getattr(gradients, name)[r], getattr(back, name), rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_is_its_samples(kind):
    layer = convolution((3, 2), 2, 3, (5, 4), padding="same", kind=kind)
    X = images(layer, 4)
    trace = layer.forward(X)
    dA = np.random.default_rng(3).normal(size=trace.A.shape)
    whole = layer.backward(trace, dA)
    parts = [layer.backward(layer.forward(X[i : i + 1]), dA[i : i + 1]) for i in range(4)]
    np.testing.assert_allclose(trace.A, np.concatenate([layer.forward(x[None]).A for x in X]), rtol=1e-12)
    np.testing.assert_allclose(whole.dX, np.concatenate([part.dX for part in parts]), rtol=1e-12)
    np.testing.assert_allclose(whole.dK, sum(part.dK for part in parts), rtol=1e-12)
    np.testing.assert_allclose(whole.db, sum(part.db for part in parts), rtol=1e-12)


@pytest.mark.parametrize("leading", [(), (2,)])
@pytest.mark.parametrize("biases", [True, False])
def test_many_samples_are_taken_in_blocks_and_give_the_same(monkeypatch, leading, biases):
    layer = convolution((3, 3), 2, 3, (6, 5), leading=leading, biases=biases)
    X = images(layer, 7)
    trace = layer.forward(X)
    dA = np.random.default_rng(3).normal(size=trace.A.shape)
    whole = layer.backward(trace, dA)
    monkeypatch.setattr(convolution_module, "BLOCK", 2 * trace.patches[0].size)
    parts = layer.forward(X)
    np.testing.assert_allclose(parts.A, trace.A, rtol=1e-12)
    assert parts.patches.shape == trace.patches.shape
    back, first = layer.backward(parts, dA), layer.backward(parts, dA, need_dX=False)
    for name in ("dZ", "dK", "dX", *(("db",) if biases else ())):
        np.testing.assert_allclose(getattr(back, name), getattr(whole, name), rtol=1e-11, atol=1e-12)
    assert first.dX is None and (biases or back.db is None)
    monkeypatch.setattr(convolution_module, "BLOCK", 1)
    np.testing.assert_allclose(layer.forward(X).A, trace.A, rtol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_a_pass_changes_nothing_that_it_was_given_and_can_be_repeated(kind):
    layer = convolution((2, 3), 1, 2, (5, 5), padding=1, kind=kind)
    X = images(layer)
    before, K = X.copy(), layer.K.copy()
    trace = layer.forward(X)
    dA = np.ones_like(trace.A)
    first, second = layer.backward(trace, dA), layer.backward(layer.forward(X), dA)
    for name in ("dK", "db", "dX"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    np.testing.assert_array_equal(X, before)
    np.testing.assert_array_equal(layer.K, K)
    assert (dA == 1.0).all()
    assert layer.backward(trace, dA, need_dX=False).dX is None


def test_the_patches_are_a_view_that_nobody_can_write_to():
    layer = convolution((3, 3), 2, 3, (8, 8))
    X = images(layer)
    patches = layer.forward(X).patches
    assert patches.shape == (2, 6, 6, 3, 3, 2) and np.shares_memory(patches, X)
    assert not patches.flags.writeable
    np.testing.assert_array_equal(patches[1, 2, 3], X[1, 2:5, 3:6])


def test_no_samples_give_no_maps():
    layer = convolution((3, 3), 2, 3, (8, 8), padding="same")
    trace = layer.forward(np.zeros((0, 8, 8, 2)))
    gradients = layer.backward(trace, trace.A)
    assert trace.A.shape == (0, 8, 8, 3) and gradients.dX.shape == (0, 8, 8, 2)
    assert (gradients.dK == 0.0).all() and (gradients.db == 0.0).all()


def test_the_output_shifts_with_the_input_exactly():
    """Zhang 2019: a convolution is equivariant under shifts, away from the border."""
    layer = convolution((3, 3), 1, 4, (12, 12), name="relu")
    X = np.zeros((1, 12, 12, 1))
    X[:, 4:8, 4:8] = np.random.default_rng(0).normal(size=(1, 4, 4, 1))
    moved = layer.forward(np.roll(X, 1, axis=2)).A
    np.testing.assert_array_equal(moved, np.roll(layer.forward(X).A, 1, axis=2))


def test_the_formulas_say_what_this_layer_does():
    plain = convolution((3, 3), 1, 2, (8, 8))
    assert plain.latex == r"Z_{nijf} = \sum_{u,v,c} X_{n,\,i + u,\,j + v,\,c}\, K_{uvcf} + b_f"
    strided = convolution((3, 3), 1, 2, (8, 8), stride=2, padding=((1, 0), 0), dilation=(1, 2), biases=False)
    assert strided.latex == r"Z_{nijf} = \sum_{u,v,c} X_{n,\,2 i + u - 1,\,2 j + 2 v,\,c}\, K_{uvcf}"
    signal = convolution((3,), 1, 2, (8,), padding="same")
    assert signal.latex_of_dK == r"\mathrm{d}K_{ucf} = \sum_{n,i} X_{n,\,i + u - 1,\,c}\, \mathrm{d}Z_{nif}"
    assert signal.latex_of_db == r"\mathrm{d}b_f = \sum_{n,i} \mathrm{d}Z_{nif}"
    assert r"\sum_{i + u - 1 = y}" in signal.latex_of_dX


def test_neighbours_that_do_not_fit_are_refused_with_what_would():
    layer = convolution((3, 3), 1, 2, (8, 8))
    wide, fitting = Dense(np.ones((72, 3)), None, RELU), convolution((3, 3), 2, 2, (6, 6))
    with pytest.raises(
        ValueError, match=r"samples of 6 x 6 x 2 .*, but it takes 72; put Reshape\(\(6, 6, 2\), \(72,\)\)"
    ):
        Network((layer, wide))
    with pytest.raises(
        ValueError, match=r"but it takes 3; put flatten\(\(6, 6, 2\)\) between them and take 72 features"
    ):
        Network((layer, Dense(np.ones((3, 3)), None, RELU)))
    with pytest.raises(ValueError, match="samples of 6 x 6 x 2 as the layer before it gives, but it takes 8 x 8 x 1"):
        Network((layer, layer))
    assert Network((layer, fitting, flatten(fitting.out_shape))).n_out == 32
    with pytest.raises(ValueError, match=r"begin the network with Reshape\(\(64,\), \(8, 8, 1\)\)"):
        Network((layer,)).forward(np.ones((5, 64)))


def test_numbers_of_another_kind_are_turned_into_float64():
    layer = convolution((3, 3), 1, 1, (8, 8))
    X = np.random.default_rng(0).integers(0, 17, (3, 8, 8, 1)).astype(np.uint8)
    np.testing.assert_array_equal(layer.forward(X).A, layer.forward(X.astype(np.float64)).A)

"""Pooling: maxima with their ties, means, the routing of the gradient, windows of any size and stride."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine import AveragePool, MaxPool, Network, flatten
from tests.engine.layers.image_layers import images

KINDS = [MaxPool, AveragePool]


@st.composite
def pools(draw, kind):
    axes = draw(st.integers(1, 2))
    size = tuple(draw(st.integers(1, 6)) for _ in range(axes))
    window = tuple(draw(st.integers(1, n)) for n in size)
    stride = draw(st.one_of(st.none(), st.tuples(*[st.integers(1, 3)] * axes)))
    return kind((*size, draw(st.integers(1, 3))), window, stride)


def windows_of(layer):
    """Every window of a layer: its place in the output, and the slices of the input that it looks at."""
    for stop in np.ndindex(*layer.out_shape[:-1]):
        yield (
            stop,
            tuple(slice(w.stride * i, w.stride * i + w.kernel) for w, i in zip(layer.windows, stop, strict=True)),
        )


def by_loops(layer, X, dA):
    """Output, winners and dX by the definition."""
    A, dX, winners = np.zeros((len(X), *layer.out_shape)), np.zeros_like(X), np.zeros((len(X), *layer.out_shape), int)
    for n, c in np.ndindex(len(X), X.shape[-1]):
        for stop, at in windows_of(layer):
            seen, routed = X[(n, *at, c)], dX[(n, *at, c)]
            if isinstance(layer, MaxPool):
                winner = int(np.argmax(seen))  # the first of several
                A[(n, *stop, c)], winners[(n, *stop, c)] = seen.flat[winner], winner
                routed[np.unravel_index(winner, seen.shape)] += dA[(n, *stop, c)]
            else:
                A[(n, *stop, c)] = seen.mean()
                routed += dA[(n, *stop, c)] / seen.size
    return A, winners, dX


def agree(layer, X):
    trace = layer.forward(X)
    dA = np.random.default_rng(5).normal(size=trace.A.shape)
    A, winners, dX = by_loops(layer, X, dA)
    np.testing.assert_allclose(trace.A, A, rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(layer.backward(trace, dA).dX, dX, rtol=1e-13, atol=1e-15)
    if isinstance(layer, MaxPool):
        np.testing.assert_array_equal(trace.winners, winners)
    assert layer.backward(trace, dA, need_dX=False).dX is None


@given(pools(MaxPool), st.booleans())
def test_max_pooling_is_its_definition_with_ties_and_without(layer, ties):
    X = images(layer)
    agree(layer, np.round(X) if ties else X)


@given(pools(AveragePool))
def test_average_pooling_is_its_definition(layer):
    agree(layer, images(layer))


def test_of_equal_entries_the_first_in_reading_order_gets_all_of_the_gradient():
    layer = MaxPool((2, 2, 1))
    for X, winner in (([[0.0, 0.0], [0.0, 0.0]], 0), ([[0.0, 1.0], [1.0, 0.0]], 1), ([[-1.0, -2.0], [-0.5, -0.5]], 2)):
        trace = layer.forward(np.array(X).reshape(1, 2, 2, 1))
        dX = layer.backward(trace, np.full((1, 1, 1, 1), 3.0)).dX
        assert trace.winners.item() == winner
        assert dX.ravel().tolist() == [3.0 if k == winner else 0.0 for k in range(4)]


def test_the_gradient_of_windows_that_overlap_adds_up():
    layer = MaxPool((3, 1), 2, stride=1)
    trace = layer.forward(np.array([[[0.0], [5.0], [1.0]]]))
    assert layer.backward(trace, np.array([[[1.0], [10.0]]])).dX.ravel().tolist() == [0.0, 11.0, 0.0]


@pytest.mark.parametrize("kind", KINDS)
def test_places_that_no_window_reaches_get_no_gradient(kind):
    layer = kind((5, 5, 2), 2)
    trace = layer.forward(images(layer))
    assert trace.A.shape == (2, 2, 2, 2)
    dX = layer.backward(trace, np.ones_like(trace.A)).dX
    assert (dX[:, 4] == 0.0).all() and (dX[:, :, 4] == 0.0).all() and dX.sum() == pytest.approx(16.0)


@pytest.mark.parametrize(("kind", "reduce"), [(MaxPool, np.max), (AveragePool, np.mean)])
@pytest.mark.parametrize("shape", [(4, 6, 3), (7, 2)])
def test_global_pooling_leaves_one_number_a_channel(kind, reduce, shape):
    layer = kind.over_all(shape)
    X = images(layer)
    assert layer.out_shape == (*(1,) * (len(shape) - 1), shape[-1])
    places = tuple(range(1, len(shape)))
    np.testing.assert_allclose(layer.forward(X).A, reduce(X, places, keepdims=True), rtol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_leading_axes_are_free(kind):
    layer = kind((4, 5, 2), (2, 3), 1)
    X = images(layer, leading=(3, 2))
    trace = layer.forward(X)
    dA = np.random.default_rng(0).normal(size=trace.A.shape)
    dX = layer.backward(trace, dA).dX
    for r in np.ndindex(3, 2):
        alone = layer.forward(X[r])
        np.testing.assert_array_equal(trace.A[r], alone.A)
        np.testing.assert_array_equal(dX[r], layer.backward(alone, dA[r]).dX)


def test_what_is_not_finite_is_passed_on():
    layer = MaxPool((2, 2, 1))
    X = np.array([[1.0, np.nan], [np.inf, 0.0]]).reshape(1, 2, 2, 1)
    trace = layer.forward(X)
    assert np.isnan(trace.A).all() and trace.winners.item() == 0
    assert layer.forward(np.full((1, 2, 2, 1), -np.inf)).A.item() == -np.inf


def test_after_pooling_only_even_shifts_shift_the_output():
    """Zhang 2019, Making convolutional networks shift-invariant again."""
    layer = MaxPool((12, 12, 1))
    X = np.zeros((1, 12, 12, 1))
    X[:, 4:8, 4:8] = np.random.default_rng(0).uniform(0.1, 1.0, size=(1, 4, 4, 1))
    A = layer.forward(X).A
    np.testing.assert_array_equal(layer.forward(np.roll(X, 2, axis=2)).A, np.roll(A, 1, axis=2))
    odd = layer.forward(np.roll(X, 1, axis=2)).A
    assert not any(np.array_equal(odd, np.roll(A, k, axis=2)) for k in range(6))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (((4, 4, 1), 5), r"fits into the 4 places, got a window of 5; .* a window of at most 4"),
        (((4, 4, 1), 2, 0), "at least 1 as stride, got 0"),
        (((4, 4, 1), 0), "at least 1 as window, got 0"),
        (((4, 4, 1), (2, 2, 2)), "window as one value, or a tuple with one for each of the 2 axes"),
        (((16,), 2), r"\(rows, columns, channels\) of an image or \(positions, channels\) of a signal"),
        ((None, 2), "expected in_shape"),
    ],
)
def test_windows_that_do_not_fit_are_refused(kind, arguments, says):
    with pytest.raises(ValueError, match=says):
        kind(*arguments)


@pytest.mark.parametrize("kind", KINDS)
def test_samples_of_another_shape_are_refused(kind):
    with pytest.raises(ValueError, match=r"expected X of shape \(..., N, 4, 4, 1\), got \(2, 4, 5, 1\)"):
        kind((4, 4, 1)).forward(np.zeros((2, 4, 5, 1)))


def test_a_network_may_have_no_parameters_at_all():
    pool = MaxPool((4, 4, 1))
    net = Network((pool, flatten(pool.out_shape)))
    trace = net.forward(images(pool))
    assert net.n_parameters == 0 and net.backward(trace, np.ones((2, 4))).theta.shape == (0,)

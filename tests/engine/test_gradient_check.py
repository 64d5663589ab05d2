"""The gradient check itself: it passes a right backward pass and finds a wrong one, entry by entry."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.engine import Dense, Network, activation, central_differences, gradient_check, loss
from tests.engine.specimens import everything, inputs, network, targets

MSE = loss("mean_squared_error")
X, Y = inputs(5, 2), targets("mean_squared_error", 5, 1)


class ForgetfulDense(Dense):
    """A dense layer whose backward pass forgets one bias."""

    def with_parameters(self, *arrays):
        return ForgetfulDense(*arrays, self.activation)

    def backward(self, trace, dA, need_dX=True):
        right = super().backward(trace, dA, need_dX)
        db = right.db.copy()
        db[1] = 0.0
        return replace(right, db=db)


def test_central_differences_of_a_cube_are_three_squares():
    V = np.array([[1.0, -2.0], [0.0, 5.0]])
    np.testing.assert_allclose(central_differences(lambda V: (V**3).sum(), V), 3.0 * V**2, rtol=1e-8, atol=1e-8)


def test_central_differences_leave_their_argument_alone():
    V = np.array([1.0, 2.0])
    central_differences(lambda V: (V**2).sum(), V)
    assert V.tolist() == [1.0, 2.0]


def test_whole_numbers_are_nudged_by_fractions():
    slopes = central_differences(lambda V: 0.5 * float((V**2).sum()), np.array([1, 3]))
    np.testing.assert_allclose(slopes, [1.0, 3.0], rtol=1e-8)


def test_every_parameter_of_every_layer_and_the_input_is_listed_with_its_shape():
    check = gradient_check(everything(), loss("mean_squared_error"), inputs(4, 3), inputs(4, 3, seed=2))
    shapes = {part.path: part.error.shape for part in check.tensors}
    assert shapes == {
        "layers[0].W": (3, 4),
        "layers[0].b": (4,),
        "layers[2].W": (4, 5),
        "layers[3].slope": (5,),
        "layers[4].W": (5, 3),
        "layers[4].b": (3,),
        "X": (4, 3),
    }
    assert check.passed()


def test_a_wrong_backward_pass_is_caught_at_the_very_entry():
    layer = ForgetfulDense(*network(2, 3).layers[0].parameters, activation("tanh"))
    net = Network((layer, *network(3, 1, seed=4).layers))
    check = gradient_check(net, MSE, X, Y)
    assert not check.passed()
    assert check.worst.path == "layers[0].b"
    assert check.largest_error == 1.0
    assert (check.worst.error > 1e-5).tolist() == [False, True, False]
    assert all(part.error.max() < 1e-6 for part in check.tensors if part.path != "layers[0].b")


def test_a_gradient_that_is_not_a_number_does_not_pass():
    net = network(2, 1).with_theta(np.array([np.nan, 1.0, 0.0]))
    check = gradient_check(net, MSE, X, Y)
    assert check.largest_error == np.inf and not check.passed()


def test_sums_at_which_cosh_overflows_pass_without_a_warning():
    net, far = network(2, 3, 1, hidden="tanh"), 1e4 * X
    assert np.abs(net.forward(far).layers[0].Z).max() > 711.0
    assert gradient_check(net, MSE, far, Y).passed()


def test_dropout_is_checked_with_the_same_masks_in_every_pass():
    net, Y3 = everything(), inputs(4, 3, seed=2)
    trained = gradient_check(net, MSE, inputs(4, 3), Y3, dropout_seed=5)
    evaluated = gradient_check(net, MSE, inputs(4, 3), Y3)
    assert trained.passed() and evaluated.passed()
    assert not np.allclose(trained.tensors[0].analytic, evaluated.tensors[0].analytic)


def test_an_ensemble_is_refused_with_advice():
    with pytest.raises(ValueError, match=r"expected a single network .*got leading axes \(3,\).*one network of an"):
        gradient_check(network(2, 1, leading=(3,)), MSE, X, Y)
    with pytest.raises(ValueError, match=r"X of shape \(4, 5, 2\)"):
        gradient_check(network(2, 1), MSE, inputs(5, 2, leading=(4,)), Y)


def test_data_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"expected X of shape \(\.\.\., N, 2\)"):
        gradient_check(network(2, 1), MSE, inputs(5, 3), Y)
    with pytest.raises(ValueError, match="expected targets Y"):
        gradient_check(network(2, 1), MSE, X, Y[:3])

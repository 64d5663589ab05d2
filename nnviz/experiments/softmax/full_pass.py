"""Softmax with all that belongs to it: from logits to probabilities, the loss, the Jacobian and the gradient."""

import warnings
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Softmax, loss, one_hot, softmax, softmax_jacobian
from nnviz.engine.activations import sigmoid
from nnviz.engine.layers.softmax import below_largest

JACOBIAN_LINES = "J = np.diag(P) - np.outer(P, P)\ndZ = P - Y"
"""For one sample, as a textbook has them; the engine's own lines take a batch and its mean."""

AS_WRITTEN = "E = np.exp(Z)\nP = E / E.sum()"
STABLE = "E = np.exp(Z - Z.max())\nP = E / E.sum()"
"""Softmax of one sample, as the formula is written and with the maximum taken off."""


@dataclass(frozen=True, eq=False)
class SoftmaxPass:
    """Every number of one sample on its way through softmax and cross-entropy, and back.

    Attributes
    ----------
    z : ndarray, shape (K,)
        The logits as chosen.
    scaled : ndarray, shape (K,)
        (z + shift) / temperature: what softmax is given.
    E : ndarray, shape (K,)
        e to the scaled logits less their maximum.
    P, Y : ndarray, shape (K,)
        Probabilities; the one-hot target.
    loss : float
        Cross-entropy, from the logits.
    dZ : ndarray, shape (K,)
        The fused gradient P - Y, of the loss with respect to the scaled logits.
    J : ndarray, shape (K, K)
        J[j, k] says how P[j] moves with scaled logit k.
    dP : ndarray, shape (K,)
        The gradient of the loss with respect to the probabilities, -Y / P: finite while the scaled logits are less than
        700 apart, and on the page they are at most 400.
    product : ndarray, shape (K,)
        dP sent back through the softmax layer: the Jacobian times dP.
    product_gap : float
        The largest difference between `product` and `dZ`.
    shift_gap : float
        The largest difference that the shift makes to a probability.
    """

    z: Array
    scaled: Array
    E: Array
    P: Array
    Y: Array
    loss: float
    dZ: Array
    J: Array
    dP: Array
    product: Array
    product_gap: float
    shift_gap: float

    @property
    def decision(self) -> int:
        """The class with the largest probability."""
        return int(np.argmax(self.P))


def softmax_pass(z: tuple[float, ...], target: int, temperature: float = 1.0, shift: float = 0.0) -> SoftmaxPass:
    """Compute all of it with the engine.

    Parameters
    ----------
    z : tuple of float
        K logits.
    target : int
        The true class.
    temperature : float
        Positive; what the logits are divided by.
    shift : float
        A constant that is added to every logit.

    Raises
    ------
    ValueError
        If the target is no class, a number is not finite, or the temperature is not positive.
    """
    if not (np.isfinite([*z, temperature, shift]).all() and temperature > 0.0):
        raise ValueError(
            f"expected finite logits and a positive temperature, got {z}, {temperature} and the shift {shift}; "
            "change the one that is not"
        )
    Z = np.array([z], dtype=np.float64)
    Y = one_hot(np.array([target]), len(z))
    scaled = (Z + shift) / temperature
    fused = loss("categorical_cross_entropy")
    outcome = fused.forward(scaled, Y)
    assert outcome.P is not None
    P, dZ = outcome.P, fused.backward(outcome)
    dP, product = _through_the_layer(scaled, Y)
    return SoftmaxPass(
        z=Z[0],
        scaled=scaled[0],
        E=np.exp(below_largest(scaled))[0],
        P=P[0],
        Y=Y[0],
        loss=float(outcome.L),
        dZ=dZ[0],
        J=softmax_jacobian(P)[0],
        dP=dP[0],
        product=product[0],
        product_gap=float(np.abs(product - dZ).max()),
        shift_gap=float(np.abs(P - softmax(Z / temperature)).max()),
    )


def _through_the_layer(scaled: Array, Y: Array) -> tuple[Array, Array]:
    """Take the long way: the gradient of -ln P as it is, then the softmax layer's own backward pass.

    The engine's loss from probabilities would not do: it is clipped, so that its gradient is 0 where P is below 1e-12.
    """
    layer = Softmax()
    trace = layer.forward(scaled)
    dP = np.divide(-1.0, trace.A, out=np.zeros_like(Y), where=Y > 0.0)
    product = layer.backward(trace, dP).dX
    assert product is not None
    return dP, product


def shares_of_sum(z: Array) -> str:
    """Say what dividing the logits by their sum gives instead of softmax, and why that is no remedy."""
    total = float(z.sum())
    if total == 0.0:
        return "z divided by the sum of z is not defined: the sum is 0."
    shares = ", ".join(f"{value / total:.2f}".replace("-", "−") for value in z)
    wrong = ": no probabilities, as some are negative." if (z / total < 0.0).any() else "; with mixed signs it fails."
    return f"z divided by the sum of z would be {shares}{wrong}"


def given_to_softmax(z: str, temperature: float, shift: float) -> str:
    """Write what softmax is given of a logit ``z``: ``z``, ``z / T``, ``z + c`` or ``(z + c) / T``."""
    moved = f"{z} + c" if shift else z
    if temperature == 1.0:
        return moved
    return f"({moved}) / T" if shift else f"{moved} / T"


def naive_softmax(Z: Array) -> tuple[Array, Array]:
    """Compute softmax as the formula is written, without taking off the maximum: exponentials and probabilities."""
    E = np.exp(Z)
    P = E / E.sum(-1, keepdims=True)
    return E, P


@dataclass(frozen=True, eq=False)
class Overflow:
    """The written formula beside the engine's softmax, on the same logits.

    Attributes
    ----------
    z : ndarray, shape (K,)
    naive_E, naive_P : ndarray, shape (K,)
        Without the maximum taken off; may be infinite and NaN.
    E, P : ndarray, shape (K,)
        With it.
    numpy_warnings : tuple of str
        NumPy's warnings, word for word.
    """

    z: Array
    naive_E: Array
    naive_P: Array
    E: Array
    P: Array
    numpy_warnings: tuple[str, ...]

    @property
    def broken(self) -> bool:
        """Whether the written formula gave something that is no probability vector."""
        return not bool(np.isfinite(self.naive_P).all())


def overflow(z: tuple[float, ...], shift: float) -> Overflow:
    """Add a constant to every logit and compute softmax both ways, really, in float64."""
    Z = np.array(z, dtype=np.float64) + shift
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        E, P = naive_softmax(Z)
    numpy_warnings = tuple(dict.fromkeys(str(warning.message) for warning in caught))
    return Overflow(Z, E, P, np.exp(below_largest(Z)), softmax(Z), numpy_warnings)


@dataclass(frozen=True, eq=False)
class TwoClasses:
    """Softmax over (z, 0) beside the sigmoid of z, on a grid and at one place.

    Attributes
    ----------
    z, of_softmax, of_sigmoid : ndarray, shape (M,)
    gap : float
        The largest difference on the grid.
    """

    z: Array
    of_softmax: Array
    of_sigmoid: Array
    gap: float


def two_classes(low: float = -8.0, high: float = 8.0, points: int = 321) -> TwoClasses:
    """Compare softmax of two classes, one of them with logit 0, with the sigmoid."""
    z = np.linspace(low, high, points)
    of_softmax, of_sigmoid = softmax(np.stack([z, np.zeros_like(z)], -1))[:, 0], sigmoid(z)
    return TwoClasses(z, of_softmax, of_sigmoid, float(np.abs(of_softmax - of_sigmoid).max()))


def along_temperature(z: tuple[float, ...], shift: float, points: int = 61) -> Array:
    """Return the probabilities at temperatures from 0.05 to 50, evenly spaced on a log axis; shape (points, K)."""
    T = np.geomspace(0.05, 50.0, points)[:, None]
    return softmax((np.array([z], dtype=np.float64) + shift) / T)

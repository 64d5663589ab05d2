"""A dense layer: every unit computes a weighted sum of all features, adds its bias and applies the activation."""

from typing import ClassVar

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.engine.arrays import Array, finite, product
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.parameters import check_kind
from nnviz.engine.tensors import inline, record, tensor


@record
class Dense(Layer["DenseTrace"]):
    r"""``A = g(X W + b)``: n_out linear models of n_in features, each followed by the activation g.

    Attributes
    ----------
    W : ndarray, shape (..., n_in, n_out)
    b : ndarray, shape (..., n_out), or None
        None switches the biases off: ``A = g(X W)``, and there is no b to train.
    activation : Activation
        g and its derivative g'.

    Raises
    ------
    ValueError
        If W is not a matrix, b neither None nor one bias per unit, an entry is not finite, or the activation is none.
    """

    W: Array = tensor("W", r"W \leftarrow W - \eta\, \mathrm{d}W", axes=("feature", "unit"))
    b: Array | None = tensor("b", r"b \leftarrow b - \eta\, \mathrm{d}b", axes=("unit",))
    activation: Activation

    penalised: ClassVar[tuple[str, ...]] = ("W",)

    def __post_init__(self) -> None:
        W, b = finite(self.W, "W"), None if self.b is None else finite(self.b, "b")
        self.__dict__.update(W=W, b=b)
        check_kind(self.activation, Activation, "activation", 'activation("tanh")')
        if W.ndim < 2 or (b is not None and b.shape != W.shape[:-2] + W.shape[-1:]):
            raise ValueError(
                "expected W of shape (..., n_in, n_out) and b of shape (..., n_out), "
                f"got W {W.shape} and b {None if b is None else b.shape}; give b one entry for each column of W, or "
                "None for no biases"
            )
        self.__dict__.update(in_shape=W.shape[-2:-1], out_shape=W.shape[-1:])

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """W, and b where there are biases."""
        return ("W",) if self.b is None else ("W", "b")

    @property
    def biases(self) -> Array:
        """What is added to X W, shape (..., n_out): b, or zeros where the biases are switched off."""
        return np.zeros_like(self.W[..., 0, :]) if self.b is None else self.b

    @property
    def latex(self) -> str:
        """The formula of Z."""
        return "Z = X W" if self.b is None else "Z = X W + b"

    @property
    def n_in(self) -> int:
        """Number of features."""
        return int(self.W.shape[-2])

    @property
    def n_out(self) -> int:
        """Number of units."""
        return int(self.W.shape[-1])

    @property
    def ensemble(self) -> tuple[int, ...]:
        """The leading axes of W and b."""
        return self.W.shape[:-2]

    def with_parameters(self, *arrays: Array) -> "Dense":
        """Return a layer with other weights and biases (W, b) and the same activation; the shapes must fit.

        Without biases there is W alone. Every step of training calls this once per layer, so nothing is checked again.
        """
        layer = object.__new__(Dense)
        into = layer.__dict__
        into["W"], into["b"] = arrays if self.b is not None else (*arrays, None)
        into["activation"], into["in_shape"], into["out_shape"] = self.activation, self.in_shape, self.out_shape
        return layer

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "DenseTrace":
        """Compute Z = X W + b, or Z = X W without biases, and A = g(Z)."""
        W, b, g = self.W, self.b, self.activation.f_of_float64
        if b is not None:  # noqa: SIM108 - the app shows the line that counts
            Z = product(X, W) + b[..., None, :]
        else:
            Z = product(X, W)
        A = g(Z)
        return DenseTrace(X, self, Z, A)

    def backward(self, trace: "DenseTrace", dA: Array, need_dX: bool = True) -> "DenseGradients":
        r"""Apply the chain rule through g, then through the matrix product.

        dZ = dA * g'(Z), element by element, since A[i, j] depends on Z[i, j] alone. Then Z = X W + b gives
        dW = X^T dZ, db = the column sums of dZ (each sample used the same b), and dX = dZ W^T.
        """
        X, W, Z, A, g = trace.X, self.W, trace.Z, trace.A, self.activation
        dg = g.df_of_float64
        if g is not IDENTITY:  # noqa: SIM108 - the app shows the next line
            dZ = dA * dg(Z, A)
        else:
            dZ = dA  # times a slope of one
        dW = product(X.mT, dZ)
        db: Array | None
        if self.b is not None:  # noqa: SIM108 - the app shows the next line
            db = np.add.reduce(dZ, -2)
        else:
            db = None
        dX = product(dZ, W.mT) if need_dX else None
        return DenseGradients(dA, dZ, dW, db, dX)


@record
class DenseTrace(LayerTrace):
    """The tensors of a dense layer's forward pass, including the parameters that were used."""

    X: Array = tensor("X", r"X^{[l]} = A^{[l-1]}", axes=("sample", "feature"))
    layer: Dense = inline()
    Z: Array = tensor(
        "Z", r"Z = X W + b", axes=("sample", "unit"), computed_by="Dense.forward", formula_of="layer.latex"
    )
    A: Array = tensor("A", r"A = g(Z)", axes=("sample", "unit"), computed_by="Dense.forward")


@record
class DenseGradients(LayerGradients):
    """The tensors of a dense layer's backward pass, in the order in which the chain rule computes them."""

    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A^{[l]} = \mathrm{d}X^{[l+1]}", axes=("sample", "unit"))
    dZ: Array = tensor(
        r"\mathrm{d}Z", r"\mathrm{d}Z = \mathrm{d}A \odot g'(Z)", axes=("sample", "unit"), computed_by="Dense.backward"
    )
    dW: Array = tensor(
        r"\mathrm{d}W", r"\mathrm{d}W = X^\top \mathrm{d}Z", axes=("feature", "unit"), computed_by="Dense.backward"
    )
    db: Array | None = tensor(
        r"\mathrm{d}b", r"\mathrm{d}b_j = \sum_i \mathrm{d}Z_{ij}", axes=("unit",), computed_by="Dense.backward"
    )
    dX: Array | None = tensor(
        r"\mathrm{d}X", r"\mathrm{d}X = \mathrm{d}Z\, W^\top", axes=("sample", "feature"), computed_by="Dense.backward"
    )

"""Norms bring every token to the same scale: its features are divided by their size and get a learned gain."""

from typing import Generic, Self, TypeVar

import numpy as np

from nnviz.engine.arrays import Array, finite
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.parameters import is_number, is_whole
from nnviz.engine.tensors import inline, record, tensor

T = TypeVar("T", bound=LayerTrace)


class _Norm(Layer[T], Generic[T]):
    """What both norms share: tokens of one width, and gains that may be left out."""

    width: int
    steps: int
    gamma: Array | None
    eps: float

    def __post_init__(self) -> None:
        for name in self.parameter_names:
            self.__dict__[name] = finite(getattr(self, name), name)
        for name in ("width", "steps"):
            if not (is_whole(getattr(self, name)) and getattr(self, name) >= 1):
                raise ValueError(f"expected {name} as a whole number of at least 1, got {getattr(self, name)!r}")
        shapes = [array.shape for array in self.parameters]
        if any(shape[-1:] != (self.width,) for shape in shapes) or len(set(shapes)) > 1:
            raise ValueError(f"expected parameters of shape (..., {self.width}), one entry a feature, got {shapes}")
        if not (is_number(self.eps) and self.eps >= 0):
            raise ValueError(f"expected eps as a number of at least 0, such as 1e-5, got {self.eps!r}")
        shape = (self.steps, self.width)
        self.__dict__.update(in_shape=shape, out_shape=shape)

    @property
    def ensemble(self) -> tuple[int, ...]:
        """The leading axes of the gains."""
        return () if self.gamma is None else self.gamma.shape[:-1]

    def with_parameters(self, *arrays: Array) -> Self:
        """Return the layer with other parameters; nothing is checked again."""
        layer = object.__new__(type(self))
        layer.__dict__.update(self.__dict__)
        layer.__dict__.update(zip(self.parameter_names, arrays, strict=True))
        return layer

    def with_steps(self, steps: int) -> Self:
        """Return the layer for sequences of another length."""
        layer = object.__new__(type(self))
        layer.__dict__.update(self.__dict__, steps=steps)
        layer.__post_init__()
        return layer


@record
class LayerNorm(_Norm["LayerNormTrace"]):
    r"""``A = gamma (X - mu) / sigma + beta`` for each token, with the mean and the deviation of its own features.

    Ba, Kiros and Hinton 2016, "Layer normalization", eq. 4. The variance is the mean of the squares, over d.

    Attributes
    ----------
    width, steps : int
        d and T: X has shape (..., N, T, d).
    gamma, beta : ndarray, shape (..., d), or None
        Gain and bias of each feature; None for both leaves them out: ``A = (X - mu) / sigma``.
    eps : float
        Added to the variance, so that a token of equal features is no division by zero.

    Raises
    ------
    ValueError
        If the parameters are not of one shape or not finite, only one is given, width or steps are below one, or eps
        is negative.
    """

    width: int
    steps: int
    gamma: Array | None = tensor(
        r"\gamma", r"\gamma \leftarrow \gamma - \eta\, \mathrm{d}\gamma", axes=("feature",), default=None
    )
    beta: Array | None = tensor(
        r"\beta", r"\beta \leftarrow \beta - \eta\, \mathrm{d}\beta", axes=("feature",), default=None
    )
    eps: float = 1e-5

    def __post_init__(self) -> None:
        if (self.gamma is None) != (self.beta is None):
            raise ValueError("expected gamma and beta, or neither; give both, or leave both out")
        super().__post_init__()

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """Gains and biases, where there are any."""
        return () if self.gamma is None else ("gamma", "beta")

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "LayerNormTrace":
        """Subtract each token's mean, divide by its deviation, and apply gain and bias."""
        eps = self.eps
        mu = X.mean(-1, keepdims=True)
        sigma = np.sqrt(((X - mu) ** 2).mean(-1, keepdims=True) + eps)
        U = (X - mu) / sigma
        if self.gamma is not None and self.beta is not None:
            gamma, beta = self.gamma[..., None, None, :], self.beta[..., None, None, :]
            A = gamma * U + beta
        else:
            A = U
        return LayerNormTrace(X, self, mu, sigma, U, A)

    def backward(self, trace: "LayerNormTrace", dA: Array, need_dX: bool = True) -> "LayerNormGradients":
        r"""Apply the chain rule through gain, deviation and mean.

        With dU = dA gamma, the input's gradient is dX = (dU - mean(dU) - U mean(dU U)) / sigma. The two means are what
        comes back through mu and sigma: they make dX orthogonal to (1, ..., 1), since a shift of all features changes
        nothing, and to U, since a stretch changes nothing either (to the last digits where eps is small).
        """
        U, sigma = trace.U, trace.sigma
        dgamma = dbeta = None
        if self.gamma is not None:
            gamma = self.gamma[..., None, None, :]
            dgamma = (dA * U).sum((-3, -2))
            dbeta = dA.sum((-3, -2))
            dU = dA * gamma
        else:
            dU = dA
        along = (dU * U).mean(-1, keepdims=True)
        dX = (dU - dU.mean(-1, keepdims=True) - U * along) / sigma if need_dX else None
        return LayerNormGradients(dA, dgamma, dbeta, dU, dX)


_TOKENS = ("sample", "step", "feature")


@record
class LayerNormTrace(LayerTrace):
    """The tensors of the forward pass, and the parameters that were used."""

    X: Array = tensor("X", r"X", axes=_TOKENS)
    layer: LayerNorm = inline()
    mu: Array = tensor(
        r"\mu", r"\mu_t = \tfrac1d \sum_j x_{tj}", axes=("sample", "step", "mean"), computed_by="LayerNorm.forward"
    )
    sigma: Array = tensor(
        r"\sigma",
        r"\sigma_t = \sqrt{\tfrac1d \sum_j (x_{tj} - \mu_t)^2 + \varepsilon}",
        axes=("sample", "step", "deviation"),
        computed_by="LayerNorm.forward",
    )
    U: Array = tensor("U", r"u_t = (x_t - \mu_t) / \sigma_t", axes=_TOKENS, computed_by="LayerNorm.forward")
    A: Array = tensor("A", r"a_t = \gamma \odot u_t + \beta", axes=_TOKENS, computed_by="LayerNorm.forward")


@record
class LayerNormGradients(LayerGradients):
    """The tensors of the backward pass."""

    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A = \partial L / \partial A", axes=_TOKENS)
    dgamma: Array | None = tensor(
        r"\mathrm{d}\gamma",
        r"\mathrm{d}\gamma = \sum_{i,t} \mathrm{d}a_{it} \odot u_{it}",
        axes=("feature",),
        computed_by="LayerNorm.backward",
    )
    dbeta: Array | None = tensor(
        r"\mathrm{d}\beta",
        r"\mathrm{d}\beta = \sum_{i,t} \mathrm{d}a_{it}",
        axes=("feature",),
        computed_by="LayerNorm.backward",
    )
    dU: Array = tensor(
        r"\mathrm{d}U",
        r"\mathrm{d}u_t = \mathrm{d}a_t \odot \gamma",
        axes=_TOKENS,
        computed_by="LayerNorm.backward",
    )
    dX: Array | None = tensor(
        r"\mathrm{d}X",
        r"\mathrm{d}x_t = \tfrac{1}{\sigma_t}\left(\mathrm{d}u_t - \overline{\mathrm{d}u_t} "
        r"- u_t\, \overline{\mathrm{d}u_t \odot u_t}\right)",
        axes=_TOKENS,
        computed_by="LayerNorm.backward",
    )


@record
class RMSNorm(_Norm["RMSNormTrace"]):
    r"""``A = gamma X / rho`` for each token, with the root of the mean square of its own features.

    Zhang and Sennrich 2019, "Root mean square layer normalization", eq. 4: no mean is subtracted, no bias added.

    Attributes
    ----------
    width, steps : int
        d and T.
    gamma : ndarray, shape (..., d), or None
        None leaves the gains out.
    eps : float
        Added to the mean square.

    Raises
    ------
    ValueError
        As `LayerNorm`.
    """

    width: int
    steps: int
    gamma: Array | None = tensor(
        r"\gamma", r"\gamma \leftarrow \gamma - \eta\, \mathrm{d}\gamma", axes=("feature",), default=None
    )
    eps: float = 1e-5

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The gains, where there are any."""
        return () if self.gamma is None else ("gamma",)

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "RMSNormTrace":
        """Divide each token by the root of its mean square, and apply the gain."""
        eps = self.eps
        rho = np.sqrt((X * X).mean(-1, keepdims=True) + eps)
        U = X / rho
        if self.gamma is not None:
            gamma = self.gamma[..., None, None, :]
            A = gamma * U
        else:
            A = U
        return RMSNormTrace(X, self, rho, U, A)

    def backward(self, trace: "RMSNormTrace", dA: Array, need_dX: bool = True) -> "RMSNormGradients":
        r"""Apply the chain rule: dX = (dU - U mean(dU U)) / rho, the term of the mean is missing."""
        U, rho = trace.U, trace.rho
        dgamma = None
        if self.gamma is not None:
            gamma = self.gamma[..., None, None, :]
            dgamma = (dA * U).sum((-3, -2))
            dU = dA * gamma
        else:
            dU = dA
        along = (dU * U).mean(-1, keepdims=True)
        dX = (dU - U * along) / rho if need_dX else None
        return RMSNormGradients(dA, dgamma, dU, dX)


@record
class RMSNormTrace(LayerTrace):
    """The tensors of the forward pass, and the parameters that were used."""

    X: Array = tensor("X", r"X", axes=_TOKENS)
    layer: RMSNorm = inline()
    rho: Array = tensor(
        r"\rho",
        r"\rho_t = \sqrt{\tfrac1d \sum_j x_{tj}^2 + \varepsilon}",
        axes=("sample", "step", "size"),
        computed_by="RMSNorm.forward",
    )
    U: Array = tensor("U", r"u_t = x_t / \rho_t", axes=_TOKENS, computed_by="RMSNorm.forward")
    A: Array = tensor("A", r"a_t = \gamma \odot u_t", axes=_TOKENS, computed_by="RMSNorm.forward")


@record
class RMSNormGradients(LayerGradients):
    """The tensors of the backward pass."""

    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A = \partial L / \partial A", axes=_TOKENS)
    dgamma: Array | None = tensor(
        r"\mathrm{d}\gamma",
        r"\mathrm{d}\gamma = \sum_{i,t} \mathrm{d}a_{it} \odot u_{it}",
        axes=("feature",),
        computed_by="RMSNorm.backward",
    )
    dU: Array = tensor(
        r"\mathrm{d}U", r"\mathrm{d}u_t = \mathrm{d}a_t \odot \gamma", axes=_TOKENS, computed_by="RMSNorm.backward"
    )
    dX: Array | None = tensor(
        r"\mathrm{d}X",
        r"\mathrm{d}x_t = \tfrac{1}{\rho_t}\left(\mathrm{d}u_t - u_t\, \overline{\mathrm{d}u_t \odot u_t}\right)",
        axes=_TOKENS,
        computed_by="RMSNorm.backward",
    )

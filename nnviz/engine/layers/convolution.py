"""A convolution: one small kernel looks at every patch of an image, so that a pattern is found wherever it stands."""

from math import prod

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.engine.arrays import Array, product
from nnviz.engine.layers.kernel_layer import KernelLayer
from nnviz.engine.layers.layer import LayerGradients, LayerTrace
from nnviz.engine.layers.windows import Padding, Spatial, as_rows, patches_of, sum_patches, windows_along
from nnviz.engine.tensors import inline, record, tensor, unlisted


@record
class Convolution(KernelLayer):
    r"""``A = g(Z)``, and Z the sum of the products of K with every patch of X, plus b.

    The kernel is not turned over, so strictly this is a cross-correlation, as in every deep-learning library; a
    convolution in the sense of mathematics is the same layer with the kernel flipped along its spatial axes.

    Over patches it is a dense layer: with one patch a row, ``Z = patches W + b``, where the rows of W are the entries
    of K in the order (kernel row, kernel column, channel).

    Attributes
    ----------
    K : ndarray, shape (..., kernel rows, kernel columns, channels, filters), or (..., k, channels, filters)
        One kernel over all channels for each filter.
    b : ndarray, shape (..., filters), or None
        None switches the biases off.
    activation : Activation
    size : tuple of int
        (rows, columns) of an image or (positions,) of a signal, without channels.
    stride, dilation : int or tuple of int
        One for all axes, or one for each.
    padding : {'valid', 'same', 'full'}, int, (before, after), or a tuple with one of these for each axis
        Zeros around the image.

    Raises
    ------
    ValueError
        If shapes do not fit, a number is out of its range, or no output would be left.

    Examples
    --------
    >>> from nnviz.engine import activation
    >>> layer = Convolution(np.ones((3, 3, 1, 4)), np.zeros(4), activation("relu"), size=(8, 8))
    >>> layer.in_shape, layer.out_shape
    ((8, 8, 1), (6, 6, 4))
    """

    K: Array = tensor("K", r"K \leftarrow K - \eta\, \mathrm{d}K", axes_of="kernel_axes")
    b: Array | None = tensor("b", r"b \leftarrow b - \eta\, \mathrm{d}b", axes=("filter",))
    activation: Activation
    size: tuple[int, ...]
    stride: Spatial = 1
    padding: Padding | tuple[Padding, ...] = "valid"
    dilation: Spatial = 1

    def __post_init__(self) -> None:
        self._check()
        windows = windows_along(self.size, self.kernel, self.stride, self.padding, self.dilation)
        self.__dict__.update(windows=windows, out_shape=(*(w.out for w in windows), self.n_filters))

    @property
    def patch_axes(self) -> tuple[str, ...]:
        """The names of the axes of the patches."""
        return (*self.out_axes[:-1], *self.kernel_axes[:-1])

    @property
    def latex(self) -> str:
        """The formula of Z, with the layer's own strides, padding and dilation."""
        at, bias = self.letters, "" if self.b is None else " + b_f"
        return rf"Z_{{n{at.out}f}} = \sum_{{{at.over(at.entry)},c}} X_{{n,\,{at.at},\,c}}\, K_{{{at.entry}cf}}{bias}"

    @property
    def latex_of_dK(self) -> str:
        """The formula of dK: the sum over all places that an entry of K looked at."""
        at = self.letters
        summed = rf"X_{{n,\,{at.at},\,c}}\, \mathrm{{d}}Z_{{n{at.out}f}}"
        return rf"\mathrm{{d}}K_{{{at.entry}cf}} = \sum_{{n,{at.over(at.out)}}} {summed}"

    @property
    def latex_of_db(self) -> str:
        """The formula of db."""
        at = self.letters
        return rf"\mathrm{{d}}b_f = \sum_{{n,{at.over(at.out)}}} \mathrm{{d}}Z_{{n{at.out}f}}"

    @property
    def latex_of_dX(self) -> str:
        """The formula of dX: every place collects from all windows that look at it."""
        at = self.letters
        summed = rf"\mathrm{{d}}Z_{{n{at.out}f}}\, K_{{{at.entry}cf}}"
        return rf"\mathrm{{d}}X_{{n{at.place}c}} = \sum_f \sum_{{{at.meets}}} {summed}"

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "ConvolutionTrace":
        """Cut out the patches of X, multiply each with every filter's kernel, add the biases, and apply g."""
        X, b, g, windows, maps = self._checked(X), self.b, self.activation.f_of_float64, self.windows, self._maps
        patches = patches_of(X, windows)
        rows, W = self._rows(patches), as_rows(self.K, -len(windows) - 2, -1)
        if b is not None:  # noqa: SIM108 - the app shows the line that counts
            Z = maps(product(rows, W) + b[..., None, :])
        else:
            Z = maps(product(rows, W))
        A = g(Z)
        return ConvolutionTrace(X, patches, self, Z, A)

    def backward(self, trace: "ConvolutionTrace", dA: Array, need_dX: bool = True) -> "ConvolutionGradients":
        r"""Apply the chain rule through g, then through the product of patches and kernels.

        As in a dense layer over the patches, dW = patches^T dZ: an entry of K was multiplied with one place of every
        patch, and its gradient is the sum over all of them. db sums dZ over samples and places. dX = dZ W^T gives a
        gradient for each entry of each patch; a place of the image collects those of all patches that it is in.
        """
        Z, A, g, windows = trace.Z, trace.A, self.activation, self.windows
        dg, n = g.df_of_float64, len(windows)
        if g is not IDENTITY:  # noqa: SIM108 - the app shows the next line
            dZ = dA * dg(Z, A)
        else:
            dZ = dA  # times a slope of one
        rows, W = self._rows(trace.patches), as_rows(self.K, -n - 2, -1)
        dZ_rows = as_rows(dZ, -n - 2, -1)
        dK = self._kernels(product(rows.mT, dZ_rows))
        db: Array | None
        if self.b is not None:  # noqa: SIM108 - the app shows the next line
            db = np.add.reduce(dZ_rows, -2)
        else:
            db = None
        dX = sum_patches(self._patches(product(dZ_rows, W.mT)), windows) if need_dX else None
        return ConvolutionGradients(self, dA, dZ, dK, db, dX)

    def _rows(self, patches: Array) -> Array:
        """Return the patches as a matrix, one patch a row, its entries in the order of K."""
        n = len(self.size)
        return as_rows(patches, -2 * n - 2, -n - 1)

    def _patches(self, rows: Array) -> Array:
        """Return the rows of a matrix of patches in their places: the inverse of `_rows`."""
        out = tuple(w.out for w in self.windows)
        n_samples = rows.shape[-2] // prod(out)
        return rows.reshape(*rows.shape[:-2], n_samples, *out, *self.kernel, self.K.shape[-2])

    def _maps(self, rows: Array) -> Array:
        """Return a matrix with one place a row as maps."""
        out = self.out_shape
        return rows.reshape(*rows.shape[:-2], rows.shape[-2] // prod(out[:-1]), *out)

    def _kernels(self, dW: Array) -> Array:
        """Return the gradient of W in the shape of K."""
        return dW.reshape(*dW.shape[:-2], *self.K.shape[-len(self.size) - 2 :])


@record
class ConvolutionTrace(LayerTrace):
    """The tensors of a convolution's forward pass, including the parameters that were used."""

    X: Array = tensor("X", r"X^{[l]} = A^{[l-1]}", axes_of="layer.in_axes")
    patches: Array = tensor(
        r"X_\square",
        r"\text{the part of } X \text{ that each window looks at}",
        axes_of="layer.patch_axes",
        computed_by="Convolution.forward",
    )
    layer: Convolution = inline()
    Z: Array = tensor("Z", "", axes_of="layer.out_axes", computed_by="Convolution.forward", formula_of="layer.latex")
    A: Array = tensor("A", r"A = g(Z)", axes_of="layer.out_axes", computed_by="Convolution.forward")


@record
class ConvolutionGradients(LayerGradients):
    """The tensors of a convolution's backward pass, in the order in which the chain rule computes them."""

    layer: Convolution = unlisted()
    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A^{[l]} = \mathrm{d}X^{[l+1]}", axes_of="layer.out_axes")
    dZ: Array = tensor(
        r"\mathrm{d}Z",
        r"\mathrm{d}Z = \mathrm{d}A \odot g'(Z)",
        axes_of="layer.out_axes",
        computed_by="Convolution.backward",
    )
    dK: Array = tensor(
        r"\mathrm{d}K",
        "",
        axes_of="layer.kernel_axes",
        computed_by="Convolution.backward",
        formula_of="layer.latex_of_dK",
    )
    db: Array | None = tensor(
        r"\mathrm{d}b", "", axes=("filter",), computed_by="Convolution.backward", formula_of="layer.latex_of_db"
    )
    dX: Array | None = tensor(
        r"\mathrm{d}X",
        "",
        axes_of="layer.in_axes",
        computed_by="Convolution.backward",
        formula_of="layer.latex_of_dX",
    )

"""A convolution: one small kernel looks at every patch of an image, so that a pattern is found wherever it stands."""

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.engine.arrays import Array, product
from nnviz.engine.layers.kernel_layer import KernelLayer
from nnviz.engine.layers.layer import LayerGradients, LayerTrace
from nnviz.engine.layers.patches import as_rows, backward_rows, patch_rows, patches_of
from nnviz.engine.layers.windows import Padding, Spatial, windows_along
from nnviz.engine.tensors import inline, record, tensor, unlisted


@record
class Convolution(KernelLayer):
    r"""``A = g(Z)``, and Z the sum of the products of K with every patch of X, plus b.

    The kernel is not flipped, so strictly this is a cross-correlation, as in every deep-learning library; a
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
        X, b, g, maps, n = self._checked(X), self.b, self.activation.f_of_float64, self.as_maps, len(self.size)
        patches = patches_of(X, self.windows)
        if patches.size > BLOCK and X.shape[-n - 2] > 1:
            return self._forward_in_blocks(X, patches)
        rows, W = patch_rows(patches, self.windows), as_rows(self.K, -n - 2, -1)
        if b is not None:  # noqa: SIM108 - the app shows the line that counts
            Z = maps(product(rows, W) + b[..., None, :])
        else:
            Z = maps(product(rows, W))
        A = g(Z)
        return ConvolutionTrace(X, patches, self, Z, A)

    def backward(self, trace: "ConvolutionTrace", dA: Array, need_dX: bool = True) -> "ConvolutionGradients":
        r"""Apply the chain rule through g, then through the product of patches and kernels.

        As in a dense layer over the patches, dW = patches^T dZ: an entry of K was multiplied with one place of every
        patch, and its gradient is the sum over all of them. db sums dZ over samples and places. A place of X went into
        every output whose window looked at it, each time with another entry of K: dX sums over them, which is the
        product of the patches of dZ, spread out as far as the windows stood apart, with the flipped kernel.
        """
        patches, Z, A, g, n = trace.patches, trace.Z, trace.A, self.activation, len(self.size)
        dg = g.df_of_float64
        if patches.size > BLOCK and trace.X.shape[-n - 2] > 1:
            return self._backward_in_blocks(trace, dA, need_dX)
        if g is not IDENTITY:  # noqa: SIM108 - the app shows the next line
            dZ = dA * dg(Z, A)
        else:
            dZ = dA  # times a slope of one
        rows, dZ_rows = patch_rows(patches, self.windows), as_rows(dZ, -n - 2, -1)
        dK = self.as_kernels(product(rows.mT, dZ_rows))
        db: Array | None
        if self.b is not None:  # noqa: SIM108 - the app shows the next line
            db = np.ones(dZ_rows.shape[-2]) @ dZ_rows
        else:
            db = None
        dX: Array | None
        if need_dX:
            around, flipped, images = (
                backward_rows(dZ, self.windows),
                as_rows(self.flipped_K.mT, -n - 2, -1),
                self.as_images,
            )
            dX = images(product(around, flipped))
        else:
            dX = None
        return ConvolutionGradients(self, dA, dZ, dK, db, dX)

    def as_kernels(self, dW: Array) -> Array:
        """Return a matrix whose rows are the entries of the kernels in the shape of K."""
        return dW.reshape(*dW.shape[:-2], *self.K.shape[-len(self.size) - 2 :])

    def _forward_in_blocks(self, X: Array, patches: Array) -> "ConvolutionTrace":
        """Take a few samples at a time, so that the copies of their patches do not fill the memory."""
        axis = -len(self.in_shape) - 1
        parts = [self.forward(part) for part in np.split(X, _cuts(X, patches, axis), axis)]
        Z, A = (np.concatenate([getattr(part, name) for part in parts], axis) for name in ("Z", "A"))
        return ConvolutionTrace(X, patches, self, Z, A)

    def _backward_in_blocks(self, trace: "ConvolutionTrace", dA: Array, need_dX: bool) -> "ConvolutionGradients":
        """Take a few samples at a time, and sum their gradients of K and b."""
        axis, windows = -len(self.in_shape) - 1, self.windows
        cuts = _cuts(trace.X, trace.patches, axis)
        traces = [
            ConvolutionTrace(X, patches_of(X, windows), self, Z, A)
            for X, Z, A in zip(*(np.split(V, cuts, axis) for V in (trace.X, trace.Z, trace.A)), strict=True)
        ]
        parts = [self.backward(*part, need_dX) for part in zip(traces, np.split(dA, cuts, axis), strict=True)]
        of = {name: [getattr(part, name) for part in parts] for name in ("dZ", "dK", "db", "dX")}
        dZ, dK = np.concatenate(of["dZ"], axis), np.add.reduce(of["dK"])
        db = None if self.b is None else np.add.reduce(of["db"])
        return ConvolutionGradients(self, dA, dZ, dK, db, np.concatenate(of["dX"], axis) if need_dX else None)


BLOCK = 4_000_000
"""Entries of patches that are copied at once: 32 MB."""


def _cuts(X: Array, patches: Array, axis: int) -> list[int]:
    """Return where to cut the samples so that each part has no more patches than a block, or is a single sample."""
    n = X.shape[axis]
    step = max(1, n * BLOCK // patches.size)
    return list(range(step, n, step))


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

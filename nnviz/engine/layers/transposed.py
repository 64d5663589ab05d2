"""A transposed convolution: every entry of X stamps the kernel into the output, so that maps grow instead of shrink."""

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.engine.arrays import Array, product
from nnviz.engine.layers.kernel_layer import KernelLayer
from nnviz.engine.layers.layer import LayerGradients, LayerTrace
from nnviz.engine.layers.patches import as_rows, backward_rows, patch_rows, patches_of
from nnviz.engine.layers.windows import Padding, Spatial, Window, axis_names, check_count, ends, for_each
from nnviz.engine.tensors import inline, record, tensor, unlisted


@record
class TransposedConvolution(KernelLayer):
    r"""``A = g(Z)``, and Z what a convolution with these settings turns dZ into in its backward pass, plus b.

    Its matrix is the transpose of that convolution's (Dumoulin and Visin 2016, section 4); it does not undo it.

    Attributes
    ----------
    K : ndarray, shape (..., kernel rows, kernel columns, channels, filters), or (..., k, channels, filters)
        Channels are those of X, filters those of Z.
    b : ndarray, shape (..., filters), or None
    activation : Activation
    size : tuple of int
        (rows, columns) or (positions,) of its input X.
    stride : int or tuple of int
        Steps between two stamps in the output.
    padding : {'valid', 'same', 'full'}, int, (before, after), or a tuple with one of these for each axis
        The padding of the convolution whose transpose it is: so much of the output is cut off at its ends.
        "same" makes the output ``stride`` times as large as the input.
    dilation : int or tuple of int
    extra : int or tuple of int
        Places more at the end of the output, fewer than the stride: convolutions of several sizes give the same number
        of outputs, and this chooses one (a in relationship 14 of Dumoulin and Visin).

    Raises
    ------
    ValueError
        If shapes do not fit, a number is out of its range, or no output would be left.
    """

    K: Array = tensor("K", r"K \leftarrow K - \eta\, \mathrm{d}K", axes_of="kernel_axes")
    b: Array | None = tensor("b", r"b \leftarrow b - \eta\, \mathrm{d}b", axes=("filter",))
    activation: Activation
    size: tuple[int, ...]
    stride: Spatial = 1
    padding: Padding | tuple[Padding, ...] = "valid"
    dilation: Spatial = 1
    extra: Spatial = 0

    def __post_init__(self) -> None:
        self._check()
        names = axis_names(len(self.size))
        given = (for_each(getattr(self, name), self.size, name) for name in ("stride", "padding", "dilation", "extra"))
        windows = []
        for name, size, kernel, *rest in zip(names, self.size, self.kernel, *given, strict=True):
            try:
                windows.append(transposed_window(size, kernel, *rest))
            except ValueError as refusal:
                raise ValueError(f"{refusal} (along the {name}s)") from None
        self.__dict__.update(windows=tuple(windows), out_shape=(*(w.size for w in windows), self.n_filters))

    @property
    def latex(self) -> str:
        """The formula of Z: every place collects from all stamps that reach it."""
        at, bias = self.letters, "" if self.b is None else " + b_f"
        return rf"Z_{{n{at.place}f}} = \sum_c \sum_{{{at.meets}}} X_{{n{at.out}c}}\, K_{{{at.entry}cf}}{bias}"

    @property
    def latex_of_dK(self) -> str:
        """The formula of dK."""
        at = self.letters
        summed = rf"X_{{n{at.out}c}}\, \mathrm{{d}}Z_{{n,\,{at.at},\,f}}"
        return rf"\mathrm{{d}}K_{{{at.entry}cf}} = \sum_{{n,{at.over(at.out)}}} {summed}"

    @property
    def latex_of_db(self) -> str:
        """The formula of db."""
        at = self.letters
        return rf"\mathrm{{d}}b_f = \sum_{{n,{at.over(at.place)}}} \mathrm{{d}}Z_{{n{at.place}f}}"

    @property
    def latex_of_dX(self) -> str:
        """The formula of dX: an entry of X collects from the places that its stamp reached."""
        at = self.letters
        summed = rf"\mathrm{{d}}Z_{{n,\,{at.at},\,f}}\, K_{{{at.entry}cf}}"
        return rf"\mathrm{{d}}X_{{n{at.out}c}} = \sum_{{{at.over(at.entry)},f}} {summed}"

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "TransposedTrace":
        """Let the flipped kernel slide over X, spread out and with zeros around it; add b, and apply g."""
        X, b, g, maps, n = self._checked(X), self.b, self.activation.f_of_float64, self.as_maps, len(self.size)
        around, flipped = backward_rows(X, self.windows), as_rows(self.flipped_K, -n - 2, -1)
        if b is not None:  # noqa: SIM108 - the app shows the line that counts
            Z = maps(product(around, flipped) + b[..., None, :])
        else:
            Z = maps(product(around, flipped))
        A = g(Z)
        return TransposedTrace(X, self, Z, A)

    def backward(self, trace: "TransposedTrace", dA: Array, need_dX: bool = True) -> "TransposedGradients":
        r"""Apply the chain rule through g, then through the stamps.

        Every window of dZ stands where the stamp of one entry of X fell: dX = patches(dZ) W, and
        dW = patches(dZ)^T X, summed over samples and places. db sums dZ over samples and places.
        """
        X, Z, A, g, n = trace.X, trace.Z, trace.A, self.activation, len(self.size)
        dg = g.df_of_float64
        if g is not IDENTITY:  # noqa: SIM108 - the app shows the next line
            dZ = dA * dg(Z, A)
        else:
            dZ = dA  # times a slope of one
        X_rows, dZ_rows = as_rows(X, -n - 2, -1), as_rows(dZ, -n - 2, -1)
        patches, W = patch_rows(patches_of(dZ, self.windows), self.windows), as_rows(self.K.mT, -n - 2, -1)
        dK = self.as_kernels(product(patches.mT, X_rows))
        db: Array | None
        if self.b is not None:  # noqa: SIM108 - the app shows the next line
            db = np.ones(dZ_rows.shape[-2]) @ dZ_rows
        else:
            db = None
        dX = self.as_images(product(patches, W)) if need_dX else None
        return TransposedGradients(self, dA, dZ, dK, db, dX)

    def as_kernels(self, dW: Array) -> Array:
        """Return a matrix whose rows are kernel entries x filters, and whose columns are channels, as K."""
        return dW.reshape(*dW.shape[:-2], *self.kernel, self.n_filters, dW.shape[-1]).mT


def transposed_window(
    size: int, kernel: int, stride: int = 1, padding: Padding = "valid", dilation: int = 1, extra: int = 0
) -> Window:
    """Return the windows, along one axis of the output, of the convolution whose transpose it is.

    Parameters
    ----------
    size : int
        Places of the input of the transposed convolution: the number of windows.
    kernel, stride, padding, dilation, extra
        See `TransposedConvolution`.

    Raises
    ------
    ValueError
        If a number is out of its range, or no output would be left.
    """
    for name, value in (("size", size), ("kernel", kernel), ("stride", stride), ("dilation", dilation)):
        check_count(value, name, 1)
    check_count(extra, "extra", 0)
    if extra >= stride:
        raise ValueError(
            f"expected extra to be less than the stride, {stride}, got {extra}: no stamp would reach further places"
        )
    reach = dilation * (kernel - 1) + 1
    if isinstance(padding, str) and padding == "same":
        cut = max(reach - stride, 0)
        before, after, extra = cut // 2, cut - cut // 2, max(stride - reach, 0)
    else:
        before, after = ends(padding, reach)
        check_count(before, "padding before", 0)
        check_count(after, "padding after", 0)
    stamped = stride * (size - 1) + reach + extra
    if before + after >= stamped:
        raise ValueError(
            f"expected a padding of less than the {stamped} places of the output, got {before + after}; no output "
            f"would be left: cut off at most {stamped - 1}"
        )
    return Window(stamped - before - after, kernel, stride, before, after, dilation)


@record
class TransposedTrace(LayerTrace):
    """The tensors of a transposed convolution's forward pass, including the parameters that were used."""

    X: Array = tensor("X", r"X^{[l]} = A^{[l-1]}", axes_of="layer.in_axes")
    layer: TransposedConvolution = inline()
    Z: Array = tensor(
        "Z", "", axes_of="layer.out_axes", computed_by="TransposedConvolution.forward", formula_of="layer.latex"
    )
    A: Array = tensor("A", r"A = g(Z)", axes_of="layer.out_axes", computed_by="TransposedConvolution.forward")


@record
class TransposedGradients(LayerGradients):
    """The tensors of a transposed convolution's backward pass, in the order in which the chain rule computes them."""

    layer: TransposedConvolution = unlisted()
    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A^{[l]} = \mathrm{d}X^{[l+1]}", axes_of="layer.out_axes")
    dZ: Array = tensor(
        r"\mathrm{d}Z",
        r"\mathrm{d}Z = \mathrm{d}A \odot g'(Z)",
        axes_of="layer.out_axes",
        computed_by="TransposedConvolution.backward",
    )
    dK: Array = tensor(
        r"\mathrm{d}K",
        "",
        axes_of="layer.kernel_axes",
        computed_by="TransposedConvolution.backward",
        formula_of="layer.latex_of_dK",
    )
    db: Array | None = tensor(
        r"\mathrm{d}b",
        "",
        axes=("filter",),
        computed_by="TransposedConvolution.backward",
        formula_of="layer.latex_of_db",
    )
    dX: Array | None = tensor(
        r"\mathrm{d}X",
        "",
        axes_of="layer.in_axes",
        computed_by="TransposedConvolution.backward",
        formula_of="layer.latex_of_dX",
    )

"""Sizes: how large the output of a convolution is, which places each window looks at, and which ones none does.

The formulas are the numbered relationships of Dumoulin and Visin, "A guide to convolution arithmetic for deep learning"
(2016); the numbers in the cells are those of their figure 1.1, repeated where an image or a kernel is larger.
"""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Convolution, LayerTrace, TransposedConvolution, activation
from nnviz.engine.layers.windows import Padding, Window
from nnviz.experiments.convolution.sizes_settings import SizesFields

_IMAGE = np.array([[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]], float)
_KERNEL = np.array([[0, 1, 2], [2, 2, 0], [0, 1, 2]], float)


@dataclass(frozen=True, eq=False)
class Sizes:
    """One layer and its sizes along an axis; rows and columns are alike.

    Attributes
    ----------
    layer : Convolution or TransposedConvolution
    trace : LayerTrace
        Of one image with one channel.
    window : Window
        Of a convolution on its input, of a transposed one on its output.
    i, o, k, s, d, before, after : int
        Input, output, kernel, stride, dilation, zeros at the start and at the end (of a transposed convolution: what is
        cut off there).
    extra : int
        Added to the output of a transposed convolution.
    channels, filters : int
        For the counts; the layer itself has one of each.
    """

    layer: Convolution | TransposedConvolution
    trace: LayerTrace
    window: Window
    i: int
    o: int
    k: int
    s: int
    d: int
    before: int
    after: int
    extra: int
    channels: int
    filters: int

    @property
    def transposed(self) -> bool:
        """Whether the layer is a transposed convolution."""
        return isinstance(self.layer, TransposedConvolution)

    @property
    def reach(self) -> int:
        """Places from the first to the last entry of the kernel along an axis."""
        return self.window.reach

    @property
    def parameters(self) -> int:
        """Weights and biases of a layer with these channels and filters."""
        return (self.k**2 * self.channels + 1) * self.filters

    @property
    def products(self) -> int:
        """Multiplications for one image: each window, or each stamp of a transposed convolution, with the kernel."""
        places = self.i**2 if self.transposed else self.o**2
        return places * self.k**2 * self.channels * self.filters

    @property
    def dense_parameters(self) -> int:
        """Weights and biases of a dense layer between the same numbers of entries."""
        return (self.i**2 * self.channels + 1) * self.o**2 * self.filters

    @property
    def unreached(self) -> int:
        """Pixels, of a square image, that no window looks at or no stamp reaches."""
        size = self.window.size
        return size**2 - (size - len(self.window.unreached)) ** 2

    @property
    def relationship(self) -> str:
        """The number of the relationship of Dumoulin and Visin that holds, 1 to 15."""
        p = self.before if self.before == self.after else None
        if self.transposed:
            return _transposed_relationship(self, p)
        if self.d > 1:
            return "15"
        if self.s > 1:
            return "5" if p == 0 else "6"
        if p == 0:
            return "1"
        if p == self.k - 1:
            return "4"
        return "3" if self.k % 2 and p == self.k // 2 else "2"


def _transposed_relationship(sizes: Sizes, p: int | None) -> str:
    if sizes.d > 1:
        return "14, of a kernel that reaches over d(k - 1) + 1"
    if sizes.s > 1:
        return "14" if sizes.extra else "12" if p == 0 else "13"
    if p == 0:
        return "8"
    if p == sizes.k - 1:
        return "11"
    return "10" if sizes.k % 2 and p == sizes.k // 2 else "9"


def sizes(settings: SizesFields) -> Sizes:
    """Return the layer of the settings, having worked on one image.

    Raises
    ------
    ValueError
        If no output is left; it says which size does not fit and what would.

    Examples
    --------
    >>> from nnviz.experiments.convolution.settings import ConvolutionSettings
    >>> figure = sizes(ConvolutionSettings(size_in=5, size_stride=1))
    >>> figure.trace.A[0, :, :, 0].astype(int).tolist()
    [[12, 12, 17], [10, 17, 19], [9, 6, 14]]
    """
    now = settings
    padding: Padding = int(now.size_padding) if now.size_padding.isdigit() else now.size_padding  # type: ignore[assignment]
    X, K = _repeated(_IMAGE, now.size_in), _repeated(_KERNEL, now.size_kernel)
    kernel, identity = K[..., np.newaxis, np.newaxis], activation("identity")
    size, rules = (now.size_in, now.size_in), (now.size_stride, padding, now.size_dilation)
    layer: Convolution | TransposedConvolution
    if now.size_transposed:
        layer = TransposedConvolution(kernel, None, identity, size, *rules, extra=now.size_extra)
    else:
        layer = Convolution(kernel, None, identity, size, *rules)
    window = layer.windows[0]
    return Sizes(
        layer,
        layer.forward(X[np.newaxis, ..., np.newaxis]),
        window,
        i=now.size_in,
        o=layer.out_shape[0],
        k=now.size_kernel,
        s=now.size_stride,
        d=now.size_dilation,
        before=window.before,
        after=window.after,
        extra=_extra(layer) if now.size_transposed else 0,
        channels=now.size_channels,
        filters=now.size_filters,
    )


def _extra(layer: Convolution | TransposedConvolution) -> int:
    """Return how many places at the end no stamp reaches: those asked for, or those that "same" adds."""
    window = layer.windows[0]
    return window.padded - (window.stride * (layer.size[0] - 1) + window.reach)


def _repeated(pattern: Array, size: int) -> Array:
    """Return the pattern, repeated to a square of a size."""
    index = np.arange(size) % len(pattern)
    return np.array(pattern[np.ix_(index, index)])


def formula(sizes: Sizes) -> tuple[str, str]:
    r"""Return what the output's size is, in letters and with the numbers in, in LaTeX.

    Examples
    --------
    >>> from nnviz.experiments.convolution.settings import ConvolutionSettings
    >>> formula(sizes(ConvolutionSettings()))[1]
    '\\left\\lfloor \\frac{6 + 2 \\cdot 0 - 3}{2} \\right\\rfloor + 1 = 2'
    """
    even = sizes.before == sizes.after
    zeros, zero_numbers = (
        ("2p", rf"2 \cdot {sizes.before}")
        if even
        else (
            r"p_\text{start} + p_\text{end}",
            f"{sizes.before} + {sizes.after}",
        )
    )
    reach, reach_numbers = (
        ("k", f"{sizes.k}")
        if sizes.d == 1
        else (
            "[d(k - 1) + 1]",
            rf"[{sizes.d} \cdot {sizes.k - 1} + 1]",
        )
    )
    if sizes.transposed:
        extra, extra_number = (" + a", f" + {sizes.extra}") if sizes.extra else ("", "")
        cut, cut_numbers = (zeros, zero_numbers) if even else (f"({zeros})", f"({zero_numbers})")
        letters = f"s(i - 1) + {reach} - {cut}{extra}"
        numbers = rf"{sizes.s} \cdot {sizes.i - 1} + {reach_numbers} - {cut_numbers}{extra_number} = {sizes.o}"
        return letters, numbers
    letters = rf"\left\lfloor \frac{{i + {zeros} - {reach}}}{{s}} \right\rfloor + 1"
    top = f"{sizes.i} + {zero_numbers} - {reach_numbers}"
    return letters, rf"\left\lfloor \frac{{{top}}}{{{sizes.s}}} \right\rfloor + 1 = {sizes.o}"


def textbook(sizes: Sizes) -> str:
    """Return the output as a textbook computes it, with the numbers of the settings.

    Examples
    --------
    >>> from nnviz.experiments.convolution.settings import ConvolutionSettings
    >>> print(textbook(sizes(ConvolutionSettings())))
    for i in range(2):
        for j in range(2):
            Z[i, j] = np.sum(X[2*i : 2*i + 3, 2*j : 2*j + 3] * K)
    """
    i, j = (f"{sizes.s}*{letter}" if sizes.s > 1 else letter for letter in "ij")
    step = f" : {sizes.d}" if sizes.d > 1 else ""
    window = f"{i} : {i} + {sizes.reach}{step}, {j} : {j} + {sizes.reach}{step}"
    if sizes.transposed:
        side = sizes.before + sizes.o + sizes.after
        lines = [f"Z = np.zeros(({side}, {side}))", *_loops(sizes.i), f"        Z[{window}] += X[i, j] * K"]
        cut = f"{sizes.before} : {sizes.before + sizes.o}"
        return "\n".join([*lines, f"Z = Z[{cut}, {cut}]"] if side > sizes.o else lines)
    pad = f"({sizes.before}, {sizes.after})"
    lines = [f"X = np.pad(X, ({pad}, {pad}))"] if sizes.before or sizes.after else []
    return "\n".join([*lines, *_loops(sizes.o), f"        Z[i, j] = np.sum(X[{window}] * K)"])


def _loops(count: int) -> list[str]:
    return [f"for i in range({count}):", f"    for j in range({count}):"]

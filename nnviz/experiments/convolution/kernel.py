"""Kernel by hand: nine or twenty-five numbers laid on every place of an image, and what comes out of each."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnviz.engine import Array, Convolution, ConvolutionTrace, Network, Trace, activation
from nnviz.experiments.convolution.images import image_of
from nnviz.experiments.convolution.kernel_settings import KERNEL_SIZES
from nnviz.experiments.convolution.settings import ConvolutionSettings

KernelName = Literal["sobel_x", "sobel_y", "blur", "gaussian", "sharpen", "edges", "shift", "identity"]
KERNELS: dict[KernelName, str] = {
    "sobel_x": "Sobel x",
    "sobel_y": "Sobel y",
    "blur": "blur",
    "gaussian": "Gaussian",
    "sharpen": "sharpen",
    "edges": "edges",
    "shift": "shift",
    "identity": "identity",
}
"""With their titles."""

_SMOOTH = {3: (1, 2, 1), 5: (1, 4, 6, 4, 1)}
_SLOPE = {3: (-1, 0, 1), 5: (-1, -2, 0, 2, 1)}
_SHARPEN = {
    3: ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
    5: ((-1, -1, -1, -1, -1), (-1, 2, 2, 2, -1), (-1, 2, 8, 2, -1), (-1, 2, 2, 2, -1), (-1, -1, -1, -1, -1)),
}


@dataclass(frozen=True, eq=False)
class Filtered:
    """An image, a kernel, and what the layer that they make has computed.

    Attributes
    ----------
    kernel : ndarray of shape (k, k, C)
        As it was typed.
    network : Network
        The layer alone, without a bias or an activation.
    trace : Trace
        Of the one image.
    """

    kernel: Array
    network: Network
    trace: Trace

    @property
    def layer(self) -> Convolution:
        """The engine's layer; its K is the kernel, flipped where a convolution of mathematics is asked for."""
        layer = self.network.layers[0]
        assert isinstance(layer, Convolution)
        return layer

    @property
    def X(self) -> Array:
        """The image, shape (H, W, C)."""
        return np.asarray(self.trace.layers[0].X[0])

    @property
    def K(self) -> Array:
        """The kernel as the layer lays it on the image, shape (k, k, C)."""
        return np.asarray(self.layer.K[..., 0])

    @property
    def before(self) -> int:
        """Rows of zeros above the image, which are also the columns to its left."""
        return self.layer.windows[0].before

    @property
    def Z(self) -> Array:
        """The output, shape (Ho, Wo)."""
        return np.asarray(self.trace.A[0, ..., 0])

    @property
    def products(self) -> Array:
        """What each place of the output sums up, shape (Ho, Wo, k, k, C)."""
        trace = self.trace.layers[0]
        assert isinstance(trace, ConvolutionTrace)
        return np.asarray(trace.patches[0] * self.K)


def filtered(settings: ConvolutionSettings) -> Filtered:
    """Lay the kernel of the settings on their image.

    Examples
    --------
    >>> from nnviz.experiments.convolution.settings import ConvolutionSettings
    >>> spot = ConvolutionSettings(image="spot", kernel=(1, 2, 3, 4, 5, 6, 7, 8, 9))
    >>> filtered(spot).Z[3:6, 3:6].astype(int).tolist()
    [[9, 8, 7], [6, 5, 4], [3, 2, 1]]
    """
    X = image_of(settings)
    kernel = kernel_of(settings, X.shape[-1])
    K = np.ascontiguousarray(kernel[::-1, ::-1] if settings.kernel_flipped else kernel)[..., np.newaxis]
    layer = Convolution(K, None, activation("identity"), X.shape[:2], padding=settings.kernel_padding)
    network = Network((layer,))
    return Filtered(kernel, network, network.forward(X[np.newaxis]))


def kernel_of(settings: ConvolutionSettings, channels: int) -> Array:
    """Return the kernel for an image of so many channels; shape (k, k, C).

    A kernel of one channel counts for all of them; of one with three, an image in grey takes the first.
    """
    size = settings.kernel_size
    kernel = np.array(settings.kernel, float).reshape(size, size, -1)
    return kernel[..., :1] if channels == 1 else np.broadcast_to(kernel, (size, size, channels))


def named_kernel(name: KernelName, size: int) -> Array:
    """Return a kernel with a name; shape (k, k).

    Examples
    --------
    >>> named_kernel("sobel_y", 3).astype(int).tolist()
    [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]
    """
    identity, ones = np.zeros((size, size)), np.ones((size, size))
    identity[size // 2, size // 2] = 1.0
    smooth, slope = np.array(_SMOOTH[size], float), np.array(_SLOPE[size], float)
    sharpen = np.array(_SHARPEN[size], float)
    shift = np.zeros((size, size))
    shift[size // 2, 0] = 1.0
    kernels: dict[KernelName, Array] = {
        "sobel_x": np.outer(smooth, slope),
        "sobel_y": np.outer(slope, smooth),
        "blur": ones / size**2,
        "gaussian": np.outer(smooth, smooth) / smooth.sum() ** 2,
        "sharpen": sharpen / sharpen.sum(),
        "edges": size**2 * identity - ones,
        "shift": shift,
        "identity": identity,
    }
    return kernels[name]


def name_of(settings: ConvolutionSettings) -> KernelName | None:
    """Return which of the named kernels the settings hold, or None."""
    held = np.array(settings.kernel)
    size = settings.kernel_size
    for name in KERNELS:
        if held.size == size**2 and np.allclose(held, named_kernel(name, size).ravel(), rtol=0, atol=1e-9):
            return name
    return None


def with_named(settings: ConvolutionSettings, name: KernelName) -> ConvolutionSettings:
    """Return settings with a named kernel, the same for every channel."""
    return settings.changed(kernel=tuple(named_kernel(name, settings.kernel_size).ravel().tolist()))


def with_size(settings: ConvolutionSettings, size: int) -> ConvolutionSettings:
    """Return settings with another size of kernel: a named one stays what it is, another one is framed or cut."""
    if size not in KERNEL_SIZES or size == settings.kernel_size:
        return settings.changed(kernel_size=size)
    if name := name_of(settings):
        return with_named(settings.changed(kernel_size=size, kernel=(0.0,) * size**2), name)
    old = np.array(settings.kernel).reshape(settings.kernel_size, settings.kernel_size, -1)
    by = (size - settings.kernel_size) // 2
    new = np.pad(old, ((by, by), (by, by), (0, 0))) if by > 0 else old[-by:by, -by:by]
    return settings.changed(kernel_size=size, kernel=tuple(new.ravel().tolist()))


def with_weight(
    settings: ConvolutionSettings, row: int, column: int, channel: int, value: float, channels: int
) -> ConvolutionSettings:
    """Return settings with one number of the kernel changed; a kernel that all channels share is copied first."""
    kernel = np.array(kernel_of(settings, channels))
    if not (0 <= row < len(kernel) and 0 <= column < len(kernel) and 0 <= channel < channels):
        raise ValueError(f"expected a place inside of the kernel {kernel.shape}, got {(row, column, channel)}")
    kernel[row, column, channel] = value
    return settings.changed(kernel=tuple(kernel.ravel().tolist()))


def textbook(settings: ConvolutionSettings) -> str:
    """Return the output as a textbook computes it, with the numbers of the settings.

    Examples
    --------
    >>> from nnviz.experiments.convolution.settings import ConvolutionSettings
    >>> print(textbook(ConvolutionSettings(kernel_padding="valid", kernel_flipped=True)))
    K = K[::-1, ::-1]
    for i in range(6):
        for j in range(6):
            Z[i, j] = np.sum(X[i : i + 3, j : j + 3] * K)
    """
    result = filtered(settings)
    (rows, columns), size, before = result.Z.shape, settings.kernel_size, result.before
    lines = ["K = K[::-1, ::-1]"] if settings.kernel_flipped else []
    if before:
        lines.append(f"X = np.pad(X, (({before}, {before}), ({before}, {before}), (0, 0)))")
    lines += [f"for i in range({rows}):", f"    for j in range({columns}):"]
    return "\n".join([*lines, f"        Z[i, j] = np.sum(X[i : i + {size}, j : j + {size}] * K)"])


def table(result: Filtered) -> list[dict[str, object]]:
    """Return the output as rows of a table: each place with its number."""
    return [{"row": i, "column": j, "Z": float(z)} for (i, j), z in np.ndenumerate(result.Z)]

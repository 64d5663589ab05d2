"""The backward pass of a convolution with mistakes in it, and what the numeric check says of every entry."""

from collections.abc import Callable, Sequence

import numpy as np

from nnviz.engine import Array, TensorCheck, central_differences
from nnviz.experiments.convolution import mistaken_convolution_lines as lines
from nnviz.experiments.convolution.backward_settings import ConvolutionMistake
from nnviz.experiments.convolution.patch_backward import LAYER, PatchBackward, spread_gradients
from nnviz.experiments.inspection.checked_gradients import CheckedGradients, Mistake, failing, mistake_of
from nnviz.experiments.inspection.formula import counted

MISTAKES: dict[ConvolutionMistake, Mistake] = {
    "flip": mistake_of("no flip", "dX", (lines.image_gradient,), (lines.image_gradient_not_flipped,)),
    "places": mistake_of(
        "no sum over places",
        "dK db",
        (lines.kernel_gradient, lines.bias_gradient),
        (lines.kernel_gradient_of_last_place, lines.bias_gradient_of_last_place),
    ),
    "crop": mistake_of("forgotten crop", "dX", (lines.crop,), (lines.crop_forgotten,)),
    "mean": mistake_of(
        "mean instead of sum",
        "dK db",
        (lines.kernel_gradient, lines.bias_gradient),
        (lines.mean_over_places, lines.bias_mean_over_places),
    ),
}
"""Every mistake by its name."""


def numeric_check(one: PatchBackward) -> CheckedGradients:
    """Compare the engine's gradients with two-sided differences of the loss, entry by entry."""
    layer = one.convolution

    def loss_of(K: Array, b: Array, X: Array) -> float:
        layers = list(one.network.layers)
        layers[LAYER] = layer.with_parameters(K, b)
        A = X
        for part in layers:
            A = part.forward(A).A
        return float(one.loss.forward(A, one.Y).L)

    K, b = layer.K.copy(), layer.biases.copy()
    numeric_K = central_differences(lambda moved: loss_of(moved, b, one.X), K)[:, :, 0]
    numeric_b = central_differences(lambda moved: loss_of(K, moved, one.X), b)
    numeric_X = central_differences(lambda moved: loss_of(K, b, moved), one.X)
    parts = (
        TensorCheck("K", one.backward.dK[:, :, 0], numeric_K),
        TensorCheck("b", one.db, numeric_b),
        TensorCheck("X", one.dX, numeric_X.reshape(one.dX.shape)),
    )
    return CheckedGradients({f"d{part.path}": part for part in parts})


def mistaken_check(
    one: PatchBackward, mistakes: Sequence[ConvolutionMistake], numeric: CheckedGradients
) -> CheckedGradients:
    """Check a backward pass with mistakes against the same differences.

    Parameters
    ----------
    one : PatchBackward
    mistakes : sequence of ConvolutionMistake
        All of them are made at once; of two that change one line, the later one counts.
    numeric : CheckedGradients
        Of the same pass.
    """
    dZ, K = one.backward.dZ, one.convolution.K[:, :, 0]
    seen = one.forward.patches[..., 0]
    dK, db = lines.kernel_gradient(seen, dZ), lines.bias_gradient(dZ)
    if "places" in mistakes:
        dK, db = lines.kernel_gradient_of_last_place(seen, dZ), lines.bias_gradient_of_last_place(dZ)
    if "mean" in mistakes:
        dK, db = lines.mean_over_places(seen, dZ), lines.bias_mean_over_places(dZ)
    windows = np.lib.stride_tricks.sliding_window_view(spread_gradients(one), K.shape[:2], axis=(1, 2))
    slide = lines.image_gradient_not_flipped if "flip" in mistakes else lines.image_gradient
    padded_dX = slide(windows, K)
    H, W, _ = one.convolution.in_shape
    dX = lines.crop_forgotten(padded_dX, H, W) if "crop" in mistakes else lines.crop(padded_dX, *one.padding, H, W)
    return numeric.of({"dK": dK, "db": db, "dX": dX})


def explained(one: PatchBackward, mistake: ConvolutionMistake, numeric: CheckedGradients) -> str:
    """Say why a mistake fails where it does, from a run with this mistake alone.

    Parameters
    ----------
    one : PatchBackward
    mistake : ConvolutionMistake
    numeric : CheckedGradients
        Of the same pass.
    """
    check = mistaken_check(one, (mistake,), numeric)
    return f"{_REASONS[mistake](one, check)} Wrong: {failing(check.wrong) or 'nothing'}."


def _flip(one: PatchBackward, check: CheckedGradients) -> str:
    kh, kw = one.convolution.kernel
    if not check.wrong["dX"].any():
        return (
            f"This {kh} × {kw} kernel reads the same turned round." if kh * kw == 1 else "Both sums are the same here."
        )
    still = int((~check.wrong["dX"]).sum())
    same = f" In {counted(still, 'entry', 'entries')} both sums are the same, such as 0." if still else ""
    return (
        "The place i used the pixel i + u with K[u], so the pixel p collects dZ at the place p − u with K[u]: the "
        f"later the entry, the earlier the place, and the kernel lies turned round. dK and db do not use it.{same}"
    )


def _places(one: PatchBackward, check: CheckedGradients) -> str:
    _, rows, columns, _ = one.forward.Z.shape
    if rows * columns == 1:
        return "The kernel has only one place here, so there is nothing to sum."
    share = float(np.abs(check["dK"].analytic).sum() / np.abs(check["dK"].numeric).sum())
    return (
        f"The kernel was used at {rows * columns} places, and each use moves the loss. With = instead of += in a loop "
        f"only the last place, [{rows - 1}, {columns - 1}], is left, and dK has {share:.2g} times its size. dX uses "
        "neither line."
    )


def _crop(one: PatchBackward, check: CheckedGradients) -> str:
    top, left = one.padding
    H, W, _ = one.convolution.in_shape
    if not top and not left:
        return "There is no padding, so there is nothing to crop."
    shifted = np.allclose(check["dX"].analytic[:, top:, left:], one.dX[:, : H - top, : W - left], rtol=1e-9, atol=1e-15)
    moved = f": every number stands {top} lower and {left} further right than it should" if shifted else ""
    return (
        f"The gradient of the padded image has the shape ({H + 2 * top}, {W + 2 * left}), not ({H}, {W}). To take its "
        f"first {H} rows and {W} columns makes the shapes fit{moved}."
    )


def _mean(one: PatchBackward, check: CheckedGradients) -> str:
    n = one.forward.Z[0, ..., 0].size
    if n == 1:
        return "The kernel has only one place here, and the mean of one number is that number."
    large = np.abs(check["dK"].numeric) > 1e-9
    ratios = check["dK"].numeric[large] / check["dK"].analytic[large]
    constant = ratios.size > 0 and np.allclose(ratios, n, rtol=1e-4)
    factor = f" Each is {n} times too small: the direction of dK is right, its length is not." if constant else ""
    return (
        f"The loss divides by the number of samples; the {n} places are no samples, and what they do adds up.{factor}"
    )


_REASONS: dict[ConvolutionMistake, Callable[[PatchBackward, CheckedGradients], str]] = {
    "flip": _flip,
    "places": _places,
    "crop": _crop,
    "mean": _mean,
}

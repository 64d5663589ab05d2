"""What should have been seen in the topic "Backward, patch by patch", with the numbers of its settings."""

from typing import get_args

import numpy as np

from nnviz.experiments.convolution.backward_settings import BackwardFields, ConvolutionMistake
from nnviz.experiments.convolution.convolution_check import MISTAKES, mistaken_check, numeric_check
from nnviz.experiments.convolution.patch_backward import image_products, kernel_products, patch_backward
from nnviz.experiments.inspection.checked_gradients import failing
from nnviz.experiments.inspection.formula import counted, power


def conclusions(settings: BackwardFields) -> tuple[str, ...]:
    """Return what the sums, the numeric check and each of the mistakes show."""
    one = patch_backward(settings)
    numeric = numeric_check(one)
    N, rows, columns = one.forward.Z.shape[:3]
    gaps = (
        float(np.abs(kernel_products(one).sum((3, 4, 5)) - one.backward.dK[:, :, 0]).max()),
        float(np.abs(image_products(one).sum((3, 4, 5)) - one.dX).max()),
    )
    agree = sum(part.analytic.size for part in numeric.tensors.values())
    wrong = "; ".join(
        f"{MISTAKES[name].title}: {failing(mistaken_check(one, (name,), numeric).wrong) or 'none'}"
        for name in get_args(ConvolutionMistake)
    )
    return (
        f"Every entry of dK is the sum of **{counted(N * rows * columns, 'product')}**, one for each of "
        f"{rows} × {columns} places in {counted(N, 'image')}; the sums differ from the engine's dK by at most "
        f"{power(gaps[0])}.",
        f"An entry of dX is the flipped kernel over dZ with zeros around it; largest difference {power(gaps[1])}.",
        f"The numeric check of {counted(agree, 'entry', 'entries')} finds a largest relative error of "
        f"{power(numeric.largest_error)}. What each mistake makes wrong: {wrong}.",
    )

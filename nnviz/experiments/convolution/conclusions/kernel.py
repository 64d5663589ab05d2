"""What should have been seen in "Kernel by hand", with the numbers of what is on view."""

import numpy as np

from nnviz.experiments.convolution.kernel import filtered
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.inspection.formula import counted


def conclusions(settings: ConvolutionSettings) -> tuple[str, ...]:
    """Return them.

    Parameters
    ----------
    settings : ConvolutionSettings
    """
    result = filtered(settings)
    size = settings.kernel_size
    other = filtered(settings.changed(kernel_flipped=not settings.kernel_flipped))
    apart = float(np.abs(result.Z - other.Z).max())
    row, column = (
        min(at, n - 1) for at, n in zip((settings.output_row, settings.output_column), result.Z.shape, strict=True)
    )
    total = float(result.K.sum())
    numbers = min(len(settings.kernel), result.K.size)
    return (
        f"Z[{row}, {column}] = **{result.Z[row, column]:.4g}** is the sum of {size**2 * result.X.shape[-1]} products: "
        f"the same {numbers} numbers are used at {'all ' * (result.Z.size > 1)}{counted(result.Z.size, 'place')}.",
        f"The numbers of the kernel add up to {total:.4g}, so an even area of grey 1 gives {total:.4g}.",
        f"Correlation and convolution differ by at most **{apart:.4g}** here"
        + (
            "; a kernel that looks the same after half a turn makes no difference."
            if np.array_equal(result.K, result.K[::-1, ::-1])
            else "."
            if apart
            else "; the kernel looks another way after half a turn, but this image does not show it."
        ),
    )

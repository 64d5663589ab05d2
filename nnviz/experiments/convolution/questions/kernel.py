"""What "Kernel by hand" asks before it shows the output."""

from functools import cache

import numpy as np

from nnviz.experiments.convolution.kernel import filtered
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.questions.question import Option, Question


@cache
def impulse_question() -> Question:
    """Ask what a layer makes of a single pixel: the layer tells."""
    kernel = np.arange(1.0, 10.0).reshape(3, 3)
    spot = ConvolutionSettings(image="spot", kernel=tuple(kernel.ravel().tolist()), kernel_padding="valid")
    Z = filtered(spot).Z
    rows, columns = np.nonzero(Z)
    around = Z[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    same = [np.array_equal(around, one) for one in (kernel, kernel[::-1, ::-1], kernel[:, ::-1])]
    return Question(
        "an image holds a single 1, all other pixels are 0. A convolutional layer as deep learning uses it has the "
        "kernel 1 2 3 / 4 5 6 / 7 8 9. What does its output show?",
        (
            Option("the kernel as it is", same[0]),
            Option("the kernel turned by 180°", same[1]),
            Option("the kernel mirrored left to right", same[2]),
        ),
        f"Its first row is {' '.join(f'{x:g}' for x in around[0])}. The layer lays the kernel on the image as it "
        "stands: that is a *correlation*. Mathematics calls it a convolution only where the kernel is flipped first. "
        "Choose the image “one pixel” and try both.",
    )

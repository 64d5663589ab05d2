"""What "Sizes" asks before it shows the output."""

from nnviz.experiments.convolution.sizes import Sizes
from nnviz.experiments.questions.question import Question


def size_question(sizes: Sizes) -> Question:
    """Ask how many rows the output has.

    Parameters
    ----------
    sizes : Sizes
    """
    padding = f"{sizes.before}" if sizes.before == sizes.after else f"{sizes.before} and {sizes.after}"
    dilation = f", dilation {sizes.d}" if sizes.d > 1 else ""
    if sizes.transposed:
        where = (
            f"of which {padding} at each end are cut off" if sizes.before or sizes.after else "and nothing is cut off"
        )
        text = (
            f"a transposed convolution stamps its kernel of {sizes.k} × {sizes.k} once for each pixel of an input of "
            f"{sizes.i} × {sizes.i}, at stride {sizes.s}{dilation}, {where}. How many rows has the output?"
        )
        because = "The last stamp begins s(i − 1) rows below the first one and is as long as the kernel reaches."
    else:
        text = (
            f"a kernel of {sizes.k} × {sizes.k} walks over an image of {sizes.i} × {sizes.i}: stride {sizes.s}, "
            f"{padding} zeros at each end{dilation}. How many rows has the output?"
        )
        because = (
            f"The window reaches over {sizes.reach} of {sizes.window.padded} rows, so its start can move by "
            f"{sizes.window.padded - sizes.reach}: in steps of {sizes.s} that are {sizes.o - 1} moves, "
            "and the place it began at."
        )
    near = {sizes.o, sizes.i, abs(sizes.i - sizes.k) + 1, -(-sizes.i // sizes.s), sizes.o + 1}
    nearest = sorted(near - {0}, key=lambda n: (n != sizes.o, abs(n - sizes.o), n))[:4]
    options = [str(n) for n in sorted(nearest)]
    return Question.pick(text, options, options.index(str(sizes.o)), because)

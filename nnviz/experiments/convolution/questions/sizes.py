"""What "Sizes" asks before it shows the output."""

from nnviz.experiments.convolution.sizes import Sizes
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.questions.question import Question


def size_question(sizes: Sizes) -> Question:
    """Ask how many rows the output has.

    Parameters
    ----------
    sizes : Sizes
    """
    cut, dilation = _ends(sizes), f", dilation {sizes.d}" if sizes.d > 1 else ""
    if sizes.transposed:
        where = f"; {cut} at the ends are cut off" if cut else ""
        text = (
            f"a transposed convolution stamps its kernel of {sizes.k} × {sizes.k} once for each pixel of an input of "
            f"{sizes.i} × {sizes.i}: stride {sizes.s}{dilation}{where}. How many rows does the output have?"
        )
        because = "The last stamp begins s(i − 1) rows below the first one, and is as long as the kernel reaches."
    else:
        where = f"{cut} of zeros at the ends" if cut else "no padding"
        text = (
            f"a kernel of {sizes.k} × {sizes.k} walks over an image of {sizes.i} × {sizes.i}: stride {sizes.s}"
            f"{dilation}, {where}. How many rows does the output have?"
        )
        because = (
            f"The window reaches over {sizes.reach} of {counted(sizes.window.padded, 'row')}, so it can move by "
            f"{sizes.window.padded - sizes.reach}: {counted(sizes.o - 1, 'step')} of {sizes.s}, and the place where it "
            "began."
        )
    near = {sizes.o, sizes.i, abs(sizes.i - sizes.k) + 1, -(-sizes.i // sizes.s), sizes.o + 1}
    nearest = sorted(near - {0}, key=lambda n: (n != sizes.o, abs(n - sizes.o), n))[:4]
    options = [str(n) for n in sorted(nearest)]
    return Question.pick(text, options, options.index(str(sizes.o)), because)


def _ends(sizes: Sizes) -> str:
    """Say how many rows of padding there are at both ends; empty where there are none."""
    if not (sizes.before or sizes.after):
        return ""
    return f"{sizes.before} + {counted(sizes.after, 'row')}"

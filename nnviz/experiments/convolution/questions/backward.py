"""What the topic "Backward, patch by patch" asks before it shows an entry's products and the check."""

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.convolution.backward_settings import GradientName
from nnviz.experiments.convolution.convolution_check import mistaken_check
from nnviz.experiments.convolution.patch_backward import PatchBackward, kernel_products, spread_gradients
from nnviz.experiments.inspection.checked_gradients import CheckedGradients, failing
from nnviz.experiments.inspection.formula import counted, measured_value
from nnviz.experiments.questions.question import Option, Question


def entry_question(one: PatchBackward, gradient: GradientName) -> Question | None:
    """Ask what an entry of a gradient is made of; every answer is computed and compared with the engine's.

    Parameters
    ----------
    one : PatchBackward
    gradient : {'dK', 'dX', 'db'}
        None comes back where two answers give the same numbers.
    """
    return {"dK": _kernel, "dX": _image, "db": _bias}[gradient](one)


def _kernel(one: PatchBackward) -> Question | None:
    products = kernel_products(one)[0, 0, 0]
    N, rows, columns = products.shape
    kh, kw = one.convolution.K.shape[:2]
    tried = {"1: the pixel and the gradient at the kernel's first place": products[0, 0, 0]}
    if N > 1:
        tried[f"{rows * columns}: one for each place in the first image"] = products[0].sum()
    tried |= {
        f"{N * rows * columns}: one for each place in each image": products.sum(),
        f"{kh * kw}: one for each entry of the kernel": products[0].ravel()[: kh * kw].sum(),
    }
    return _tried(
        f"the {kh} × {kw} kernel lies at {rows} × {columns} places of {counted(N, 'image')}. Of how many products is "
        "the one number dK[0, 0] the sum?",
        tried,
        float(one.backward.dK[0, 0, 0, 0]),
        "dK[0, 0]",
        "K[0, 0] was used at every place of every image, and each use moves the loss.",
    )


def _bias(one: PatchBackward) -> Question | None:
    dZ = one.backward.dZ[..., 0]
    tried = {"the sum of dZ over all places and images": dZ.sum()}
    if len(dZ) > 1:
        tried["the sum of dZ over the places of the first image"] = dZ[0].sum()
    tried |= {
        "the mean of dZ over the places, summed over the images": dZ.mean((1, 2)).sum(),
        "the largest entry of dZ": dZ.ravel()[np.argmax(np.abs(dZ))],
    }
    return _tried(
        f"b is one number, added to Z at {dZ[0].size} places of {counted(len(dZ), 'image')}. What is db?",
        tried,
        float(one.db[0]),
        "db",
        "The 1/N of the mean loss is in dZ already.",
    )


def _image(one: PatchBackward) -> Question | None:
    K = one.convolution.K[:, :, 0]
    H, W, _ = one.convolution.in_shape
    top, left = one.padding
    windows = np.lib.stride_tricks.sliding_window_view(spread_gradients(one), K.shape[:2], axis=(1, 2))

    def slid(kernel: Array) -> Array:
        dX: Array = np.einsum("npqfuv,uvf->npq", windows, kernel)[:, top : top + H, left : left + W]
        return dX

    tried = {
        "as it is": slid(K),
        "turned by 180°": slid(K[::-1, ::-1]),
        "mirrored left to right": slid(K[:, ::-1]),
    }
    largest = np.abs(one.dX).max()
    apart = {text: float(np.abs(found - one.dX).max()) for text, found in tried.items()}
    options = [Option(text, far <= 1e-12 * largest) for text, far in apart.items()]
    found = "; ".join(
        f"{text} {'gives dX' if far <= 1e-12 * largest else f'is off by up to {measured_value(far)}'}"
        for text, far in apart.items()
    )
    return Question.unique(
        "dX comes from sliding the kernel over dZ with zeros around it. How does the kernel lie there?",
        options,
        f"All three were tried: {found}. The place i used the pixel i + u with K[u], so the pixel p collects dZ at the "
        "place p − u with K[u]: the later the entry, the earlier the place.",
    )


def _tried(text: str, tried: dict[str, Array], truth: float, name: str, rule: str) -> Question | None:
    size = max(abs(truth), *(abs(float(value)) for value in tried.values()))
    right = [abs(float(value) - truth) <= 1e-12 * size for value in tried.values()]
    numbers = "; ".join(f"{option} gives {measured_value(float(value))}" for option, value in tried.items())
    return Question.unique(
        text,
        [Option(option, bool(same)) for option, same in zip(tried, right, strict=True)],
        f"The engine's {name} is {measured_value(truth)}. {rule} Tried: {numbers}.".replace("-", "−"),
    )


def check_question(one: PatchBackward, numeric: CheckedGradients) -> Question | None:
    """Ask which gradients the numeric check flags if the flip is forgotten; it is tried.

    Parameters
    ----------
    one : PatchBackward
    numeric : CheckedGradients
        Of the same pass.
    """
    check = mistaken_check(one, ("flip",), numeric)
    wrong = {name for name, bad in check.wrong.items() if bad.any()}
    options = (
        Option("dK and db", wrong == {"dK", "db"}),
        Option("dX", wrong == {"dX"}),
        Option("all three", len(wrong) == 3),
        Option("none", not wrong),
    )
    found = (
        f"The check flags {failing(check.wrong)}." if wrong else "The check flags nothing: this kernel is its own flip."
    )
    return Question.unique(
        "the backward pass forgets to turn the kernel by 180°. The check nudges every entry of K, b and X up and down "
        "and measures the loss. Which gradients does it flag?",
        options,
        f"{found} Only the line of dX uses the kernel, but every layer below would get a wrong gradient.",
    )

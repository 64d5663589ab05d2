"""Two networks of convolutions, layer by layer: the sizes, the parameters and the products of each.

LeNet-5 is that of LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition" (1998),
section II.B; Tiny-VGG is the network of CNN Explainer (Wang et al. 2020).
"""

from dataclasses import dataclass

from nnviz.engine.layers.windows import Window
from nnviz.experiments.convolution.sizes_settings import Stack


@dataclass(frozen=True)
class Stage:
    """One layer of a stack.

    Attributes
    ----------
    name, what : str
        Such as "C1" and "convolution 5 x 5".
    side, channels : int
        Of its output: side x side x channels.
    parameters : int
    products : int
        Multiplications for one image.
    arithmetic : str
        How the side follows from that of the layer before.
    remark : str
        What is unusual.
    """

    name: str
    what: str
    side: int
    channels: int
    parameters: int
    products: int
    arithmetic: str = ""
    remark: str = ""


STACKS: dict[Stack, str] = {"lenet": "LeNet-5 (1998)", "tiny_vgg": "Tiny-VGG"}
"""With their titles."""

SEEN_BY_C3 = 6 * 3 + 9 * 4 + 6
"""Maps of S2 that the sixteen maps of C3 see, added up: six see 3, nine see 4, one sees all 6 (their table I)."""


def stages(stack: Stack) -> tuple[Stage, ...]:
    """Return the layers of a stack, the input first.

    Examples
    --------
    >>> [stage.parameters for stage in stages("lenet")]
    [0, 156, 12, 1516, 32, 48120, 10164]
    >>> sum(stage.parameters for stage in stages("tiny_vgg"))
    19920
    """
    return _lenet() if stack == "lenet" else _tiny_vgg()


def _convolution(name: str, before: Stage, kernel: int, filters: int, pairs: int = 0, remark: str = "") -> Stage:
    """Return a convolution without padding; ``pairs`` of a map and one that it sees, where not all see all."""
    side = Window(before.side, kernel).out
    how = f"{before.side} − {kernel} + 1 = {side}"
    pairs = pairs or before.channels * filters
    weights = pairs * kernel**2
    return Stage(
        name, f"convolution {kernel} × {kernel}", side, filters, weights + filters, weights * side**2, how, remark
    )


def _pooled(name: str, before: Stage, what: str, parameters: int = 0, remark: str = "") -> Stage:
    side = Window(before.side, 2, 2).out
    left = before.side - 2 * side
    how = f"({before.side} − 2) / 2{', rounded down,' if left else ''} + 1 = {side}"
    remark = remark or ("the last row and column are left out" if left else "")
    return Stage(name, what, side, before.channels, parameters, parameters and before.channels * side**2, how, remark)


def _dense(name: str, before: Stage, units: int) -> Stage:
    weights = before.side**2 * before.channels * units
    return Stage(name, "dense", 1, units, weights + units, weights)


def _lenet() -> tuple[Stage, ...]:
    image = Stage("input", "image", 32, 1, 0, 0)
    c1 = _convolution("C1", image, 5, 6)
    scaled = "one weight and one bias a map"
    s2 = _pooled("S2", c1, "average pooling 2 × 2", 2 * c1.channels, scaled)
    c3 = _convolution("C3", s2, 5, 16, SEEN_BY_C3, "a map sees 3, 4 or 6 maps of S2")
    s4 = _pooled("S4", c3, "average pooling 2 × 2", 2 * c3.channels, scaled)
    c5 = _convolution("C5", s4, 5, 120, remark="one place: the same as dense")
    return image, c1, s2, c3, s4, c5, _dense("F6", c5, 84)


def _tiny_vgg() -> tuple[Stage, ...]:
    stack = [Stage("input", "image", 64, 3, 0, 0)]
    for block in (1, 2):
        for k in (1, 2):
            stack.append(_convolution(f"conv {block}.{k}", stack[-1], 3, 10))
        stack.append(_pooled(f"pool {block}", stack[-1], "max pooling 2 × 2"))
    return (*stack, _dense("output", stack[-1], 10))

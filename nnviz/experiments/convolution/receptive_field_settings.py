"""The settings of "Receptive field" on the page "Convolution"."""

import re
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator

from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.seeds import Seed

LayerKind = Literal["conv", "max", "avg"]
LAYER_KINDS: dict[LayerKind, str] = {"conv": "convolution", "max": "max pooling", "avg": "average pooling"}
MOST_LAYERS = 8
LARGEST_KERNEL, LARGEST_STRIDE, LARGEST_DILATION = 7, 4, 4
FieldWeights = Literal["random", "equal", "trained"]
DIGIT_SIDE = 8


class StackLayer(NamedTuple):
    """One layer of a stack: what a convolution or a pooling does along either axis.

    Attributes
    ----------
    kind : LayerKind
    kernel, stride, dilation : int
    """

    kind: LayerKind
    kernel: int
    stride: int = 1
    dilation: int = 1

    @property
    def reach(self) -> int:
        """Places from the first entry of the kernel to the last, both included."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def text(self) -> str:
        """As the address has it."""
        usual = 1 if self.kind == "conv" else self.kernel
        stride = f"s{self.stride}" if self.stride != usual else ""
        return f"{self.kind}{self.kernel}{stride}" + (f"d{self.dilation}" if self.dilation != 1 else "")

    @property
    def title(self) -> str:
        """In a picture."""
        said = f"{self.kind} {self.kernel}×{self.kernel}"
        if self.stride != 1:
            said += f", stride {self.stride}"
        return said + (f", dilation {self.dilation}" if self.dilation != 1 else "")


def stack_layer(text: str) -> StackLayer:
    """Read a layer such as ``conv3``, ``conv3s2``, ``conv3d2``, ``max2`` or ``avg3s2``.

    The stride of a pooling is its window where none is given.

    Raises
    ------
    ValueError
        If it is no such text, or a number is out of its range.

    Examples
    --------
    >>> stack_layer("conv3d2")
    StackLayer(kind='conv', kernel=3, stride=1, dilation=2)
    >>> stack_layer("max2").stride
    2
    """
    found = re.fullmatch(r"(conv|max|avg)(\d)(?:s(\d))?(?:d(\d))?", text)
    if found is None:
        raise ValueError(
            f"expected a layer such as conv3, conv3s2, conv3d2, max2 or avg2, got '{echo(text)}'; write what it is, "
            "its kernel, and after s and d its stride and its dilation"
        )
    kind, kernel = found[1], int(found[2])
    stride = int(found[3] or (1 if kind == "conv" else kernel))
    dilation = int(found[4] or 1)
    layer = StackLayer(kind, kernel, stride, dilation)  # type: ignore[arg-type]
    limits = {
        "kernel": (kernel, LARGEST_KERNEL),
        "stride": (stride, LARGEST_STRIDE if kind == "conv" else LARGEST_KERNEL),
        "dilation": (dilation, LARGEST_DILATION),
    }
    for name, (value, most) in limits.items():
        if not 1 <= value <= most:
            raise ValueError(f"expected a {name} from 1 to {most}, got {value} in '{echo(text)}'; choose another one")
    if kind != "conv" and dilation != 1:
        raise ValueError(f"expected a pooling without dilation, got '{echo(text)}'; leave out d{dilation}")
    return layer


def _readable(layers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(stack_layer(text).text for text in layers)


class ReceptiveFieldFields(BaseModel):
    """A stack of layers, and the unit that is looked at."""

    field_stack: Annotated[tuple[str, ...], AfterValidator(_readable)] = Field(
        ("conv3", "conv3", "max2", "conv3", "conv3"), min_length=1, max_length=MOST_LAYERS
    )
    field_size: int = Field(20, ge=DIGIT_SIDE, le=32)
    """Rows and columns of the image."""
    field_padding: bool = True
    """Whether a convolution is given as many zeros as keep its map as large as the one before."""
    field_relu: bool = True
    field_weights: FieldWeights = "random"
    field_seed: Seed = 0
    field_layer: int = Field(5, ge=1, le=MOST_LAYERS)
    field_row: int = Field(5, ge=0, lt=32)
    field_column: int = Field(5, ge=0, lt=32)
    """The unit; one that the layer does not have stands for the last of its row or column."""

    @model_validator(mode="after")
    def _field_fits(self) -> Self:
        if self.field_layer > len(self.field_stack):
            raise ValueError(
                f"expected a layer from 1 to {len(self.field_stack)}, got {self.field_layer}; the stack has no more"
            )
        map_sizes(self)
        return self


def stack_of(settings: ReceptiveFieldFields) -> tuple[StackLayer, ...]:
    """Return the layers of the settings."""
    return tuple(stack_layer(text) for text in settings.field_stack)


def side_of(settings: ReceptiveFieldFields) -> int:
    """Return the rows of the image: those of a digit where the weights are trained on digits."""
    return DIGIT_SIDE if settings.field_weights == "trained" else settings.field_size


def zeros_of(layer: StackLayer, padded: bool) -> int:
    """Return how many zeros a layer is given at either end."""
    return (layer.reach - 1) // 2 if padded and layer.kind == "conv" else 0


def map_sizes(settings: ReceptiveFieldFields) -> tuple[int, ...]:
    """Return the rows of the image and of every layer's map.

    Raises
    ------
    ValueError
        If a layer's kernel is larger than the map that it is given.
    """
    sizes = [side_of(settings)]
    for i, layer in enumerate(stack_of(settings)):
        room = sizes[-1] + 2 * zeros_of(layer, settings.field_padding)
        if layer.reach > room:
            raise ValueError(
                f"layer {i + 1} ({layer.title}) reaches over {layer.reach} places, but is given {room}; take a larger "
                "image, fewer or smaller layers before it, or padding"
            )
        sizes.append((room - layer.reach) // layer.stride + 1)
    return tuple(sizes)

"""The settings of a convolution or pooling layer, which stand before the dense hidden ones; how an address writes them.

``conv(8)``, ``pool`` and ``pool(all)``; what is not usual stands in the brackets, and behind them a convolution's
activation and its switched off biases, as with a dense layer: ``conv(8;kernel=5;padding=valid):tanh:no_biases``.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from nnviz.engine import Convolved, Pooled
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.refusal import refusal
from nnviz.experiments.run.choice import ActivationChoice, activation_of
from nnviz.experiments.run.hidden import NO_BIASES
from nnviz.experiments.run.layer_form import brackets, read_brackets, unusual

MAX_IMAGE_LAYERS = 8
"""Convolution and pooling layers that the Playground offers."""

MOST_CHANNELS = 64
LONGEST_WINDOW = 40
"""Of a kernel or a pooling window along each axis, and of a stride: the longest signal of the data sets."""

MAX_BATCH_ENTRIES = 32_000_000
"""Numbers in the patches that a convolution cuts out of a batch: 256 MB, and the backward pass holds as many again."""

ALL = "all"
"""What an address writes for a pooling window over all places."""

PADDINGS = ("same", "valid", "full")
POOLINGS = {"max": "max pooling", "average": "average pooling"}

_FORM = re.compile(r"(conv|pool)(?:\(([^()]*)\))?((?::.*)?)", re.DOTALL)
_EXAMPLES = "expected conv(8), conv(8;kernel=5;stride=2), pool, pool(3;kind=average) or pool(all)"


class ConvolvedSettings(BaseModel):
    """A convolution layer: its channels, the kernel and how it moves, the activation (a choice) and its biases."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    channels: int = Field(8, ge=1, le=MOST_CHANNELS)
    kernel: int = Field(3, ge=1, le=LONGEST_WINDOW)
    """Places along each axis."""
    stride: int = Field(1, ge=1, le=LONGEST_WINDOW)
    padding: Literal["same", "valid", "full"] = "same"
    dilation: int = Field(1, ge=1, le=LONGEST_WINDOW)
    activation: ActivationChoice = "relu"
    biases: bool = True

    @property
    def part(self) -> Convolved:
        """The layer as the engine's architecture takes it."""
        return Convolved(
            self.channels,
            self.kernel,
            self.stride,
            self.padding,
            self.dilation,
            activation_of(self.activation),
            self.biases,
        )

    def patch_entries(self, shape: tuple[int, ...]) -> int:
        """Return how many numbers stand in all patches that it cuts out of one sample of a shape."""
        return self.part.n_products(shape) // self.channels

    def __str__(self) -> str:
        """Write the form of an address."""
        activation = "" if self.activation == "relu" and self.biases else f":{self.activation}"
        inside = brackets(self, str(self.channels), ("kernel", "stride", "padding", "dilation"))
        return f"conv({inside}){activation}" + ("" if self.biases else f":{NO_BIASES}")


class PooledSettings(BaseModel):
    """A pooling layer: its window, how far it moves, and what it takes of its places."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    window: int | None = Field(2, ge=1, le=LONGEST_WINDOW)
    """Places along each axis; None for all of them: each channel becomes one number."""
    stride: int | None = Field(None, ge=1, le=LONGEST_WINDOW)
    """None moves it by its own length."""
    kind: Literal["max", "average"] = "max"

    @property
    def part(self) -> Pooled:
        """The layer as the engine's architecture takes it."""
        return Pooled(self.kind, self.window, self.stride)

    def __str__(self) -> str:
        """Write the form of an address."""
        first = ALL if self.window is None else "" if self.window == 2 else str(self.window)
        inside = brackets(self, first, ("stride", "kind"))
        return f"pool({inside})" if inside else "pool"


def check_patches(samples: int, entries: int) -> None:
    """Refuse a batch whose patches would fill the memory, before any of them is cut out.

    Parameters
    ----------
    samples : int
        In a batch.
    entries : int
        Numbers in all patches of one sample (`ConvolvedSettings.patch_entries`).

    Raises
    ------
    ValueError
        If there would be more than `MAX_BATCH_ENTRIES`.
    """
    if samples * entries > MAX_BATCH_ENTRIES:
        raise ValueError(
            f"expected at most {MAX_BATCH_ENTRIES // 10**6} million numbers in the patches of a batch, got "
            f"{samples * entries // 10**6:,} million ({samples:,} samples, {entries:,} each); use a smaller batch, "
            "fewer channels or smaller kernels"
        )


ImageLayerSettings = ConvolvedSettings | PooledSettings


def image_layer(given: Any) -> ImageLayerSettings:
    """Return one layer for what an address, a file or a control gives.

    Parameters
    ----------
    given : ConvolvedSettings, PooledSettings, str or mapping
        A text has the form of an address; a mapping the fields of a convolution, or of pooling if it has a window.

    Raises
    ------
    ValueError
        If it is none; the message is for a person.
    """
    if isinstance(given, ConvolvedSettings | PooledSettings):
        return given
    fields = _parsed(given) if isinstance(given, str) else given
    if not isinstance(fields, Mapping):
        raise ValueError(f"{_EXAMPLES}, got {echo(given)}; write one of them")
    kind = PooledSettings if "window" in fields else ConvolvedSettings
    try:
        return kind.model_validate(dict(fields))
    except ValidationError as error:
        raise ValueError(refusal(error, kind)) from None


ImageLayer = Annotated[ImageLayerSettings, BeforeValidator(image_layer)]
"""The type of a setting that holds such a layer: whatever is given is checked."""


def in_words(layer: ImageLayerSettings) -> str:
    """Return a layer as a table shows it: ``conv 8, kernel 5, tanh``, ``max pool 2``, ``global average pool``."""
    if isinstance(layer, PooledSettings):
        stride = "" if layer.stride is None else f", stride {layer.stride}"
        return f"global {layer.kind} pool" if layer.window is None else f"{layer.kind} pool {layer.window}{stride}"
    return ", ".join(
        [
            f"conv {layer.channels}",
            *(f"{name} {value}" for name, value in unusual(layer, ("kernel", "stride", "padding", "dilation"))),
            layer.activation,
            *([] if layer.biases else ["no biases"]),
        ]
    )


def _parsed(text: str) -> dict[str, Any]:
    """Read the form of an address; the values stay texts."""
    form = _FORM.fullmatch(text)
    if form is None:
        raise ValueError(f"{_EXAMPLES}, got '{echo(text)}'; write one of them")
    convolved, (_, inside, behind) = form[1] == "conv", form.groups()
    names = ("channels", "kernel", "stride", "padding", "dilation") if convolved else ("window", "stride", "kind")
    fields: dict[str, Any] = dict(read_brackets(inside or "", names, form[1]))
    if fields.get("window") == ALL:
        fields["window"] = None
    if behind and not convolved:
        raise ValueError(f"expected nothing behind {echo(text.partition(':')[0])}, got '{echo(behind)}'; leave it out")
    activation = behind.removesuffix(f":{NO_BIASES}")
    if not convolved:
        return {"window": 2} | fields
    return fields | {"activation": activation[1:] or "relu", "biases": activation == behind}

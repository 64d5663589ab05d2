"""Changing a stack of layers on the page "Convolution", one layer at a time."""

from nnviz.experiments.convolution.receptive_field_settings import (
    LayerKind,
    StackLayer,
    map_sizes,
    stack_layer,
    stack_of,
)
from nnviz.experiments.convolution.settings import ConvolutionSettings


def chosen(settings: ConvolutionSettings) -> StackLayer:
    """Return the layer of the unit."""
    return stack_of(settings)[settings.field_layer - 1]


def with_layer(settings: ConvolutionSettings, **changes: int) -> ConvolutionSettings:
    """Return settings in which the unit's layer has another kernel, stride or dilation, and a unit in its middle.

    Examples
    --------
    >>> with_layer(ConvolutionSettings(field_layer=2), dilation=2).field_stack[1]
    'conv3d2'
    """
    layer = chosen(settings)._replace(**changes)  # type: ignore[arg-type]
    return _with_stack(settings, settings.field_layer, layer.text)


def with_kind(settings: ConvolutionSettings, kind: LayerKind) -> ConvolutionSettings:
    """Return settings in which the unit's layer is of another kind; it begins with what is usual.

    Examples
    --------
    >>> with_kind(ConvolutionSettings(field_layer=2), "max").field_stack[1]
    'max2'
    """
    if kind == chosen(settings).kind:
        return settings
    usual = {"conv": "conv3", "max": "max2", "avg": "avg2"}[kind]
    return _with_stack(settings, settings.field_layer, usual)


def with_stack(settings: ConvolutionSettings, text: str) -> ConvolutionSettings:
    """Return settings with a stack that was typed, its layers separated by spaces or commas."""
    layers = text.replace(",", " ").split()
    if not layers:
        raise ValueError("expected at least one layer, got none; write conv3, say")
    return centred(settings.changed(field_stack=tuple(layers), field_layer=min(settings.field_layer, len(layers))))


def with_one_more(settings: ConvolutionSettings) -> ConvolutionSettings:
    """Return settings with a convolution on top, and a unit of it."""
    stack = (*settings.field_stack, "conv3")
    return centred(settings.changed(field_stack=stack, field_layer=len(stack)))


def without_layer(settings: ConvolutionSettings) -> ConvolutionSettings:
    """Return settings without the unit's layer; the only one stays."""
    stack = list(settings.field_stack)
    if len(stack) == 1:
        raise ValueError("expected at least one layer, got none left; change it instead")
    del stack[settings.field_layer - 1]
    return centred(settings.changed(field_stack=tuple(stack), field_layer=min(settings.field_layer, len(stack))))


def centred(settings: ConvolutionSettings) -> ConvolutionSettings:
    """Return settings with a unit in the middle of its map."""
    middle = map_sizes(settings)[settings.field_layer] // 2
    return settings.changed(field_row=middle, field_column=middle)


def _with_stack(settings: ConvolutionSettings, layer: int, text: str) -> ConvolutionSettings:
    stack = list(settings.field_stack)
    stack[layer - 1] = stack_layer(text).text
    return centred(settings.changed(field_stack=tuple(stack)))

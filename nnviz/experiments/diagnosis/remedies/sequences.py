"""Remedies for recurrent layers: how they start, how large a gradient may be, which cell they are made of."""

from nnviz.experiments.diagnosis.remedies.remedy import Remedy
from nnviz.experiments.run.sequence_layers import CHRONO, RecurrentSettings
from nnviz.experiments.run.settings import RunSettings

KEEPING = 3.0
"""First bias of the gate that keeps: sigma(3) = 0.95, of which a third is left after 20 steps."""

LONG = 30
"""Steps from which on that is too little: biases are then spread over all time scales (chrono)."""


def keeping_bias(settings: RunSettings) -> Remedy:
    """Let the gates keep what they hold from the start."""
    bias = _bias(settings)
    layers = tuple(_biased(layer, settings) for layer in settings.sequence_layers)
    return Remedy(
        "bias",
        "chrono biases of the gates that keep" if bias == CHRONO else f"bias {bias:g} of the gate that keeps",
        "The gate multiplies the state at every step: near 1, what was heard is still there, and so is its gradient.",
        (("sequence_layers", layers),),
    )


def orthogonal_start(settings: RunSettings) -> Remedy:
    """Draw W_hh of tanh layers orthogonal, with a spectral radius of 1."""
    layers = tuple(
        layer.model_copy(update={"start": "orthogonal", "gain": 1.0})
        if layer.cell == "elman" and layer.activation == "tanh"
        else layer
        for layer in settings.sequence_layers
    )
    return Remedy(
        "orthogonal",
        "an orthogonal W_hh",
        "An orthogonal matrix keeps every length: what remains to shrink or to grow is up to the slopes of tanh.",
        (("sequence_layers", layers),),
    )


def gated_cell(settings: RunSettings) -> Remedy:
    """Put an LSTM that keeps in the place of Elman layers."""
    bias = _bias(settings)
    layers = tuple(
        RecurrentSettings(cell="lstm", units=layer.units, bias=bias) if layer.cell == "elman" else layer
        for layer in settings.sequence_layers
    )
    return Remedy(
        "gated",
        f"LSTM, {'chrono biases' if bias == CHRONO else f'forget bias {bias:g}'}",
        "Its cell is not multiplied by W_hh from step to step: its gradient comes back times the forget gate alone.",
        (("sequence_layers", layers),),
    )


def clipped(settings: RunSettings) -> Remedy:
    """Clip the gradient at a norm of 1."""
    return Remedy(
        "clip",
        "gradient norm clipped at 1",
        "The gradient keeps its direction, and the step that an explosion would have made stays a small one.",
        (("clip_norm", 1.0),) if settings.clip_norm is None else (),
    )


def _bias(settings: RunSettings) -> float | str:
    return CHRONO if settings.sequence_length > LONG else KEEPING


def _biased(layer: RecurrentSettings, settings: RunSettings) -> RecurrentSettings:
    keeps = layer.bias == CHRONO or (isinstance(layer.bias, float) and layer.bias >= KEEPING)
    return layer if layer.cell == "elman" or keeps else layer.model_copy(update={"bias": _bias(settings)})

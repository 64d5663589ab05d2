"""The controls that stand on the picture itself: the settings used most, in one row, and the layers of the diagram.

They are bound to the same settings as the sidebar's: the stage sends what a person chose, and the settings take or
refuse it.
"""

from collections.abc import Callable
from functools import partial

from nnviz.datasets import DATASETS, SEQUENCE_DATASETS
from nnviz.engine import ACTIVATIONS, PENALTIES, activation
from nnviz.experiments import MAX_HIDDEN, OWN, RunSettings
from nnviz.experiments.address.echo import echo
from nnviz.experiments.run.choice import name_of
from nnviz.experiments.run.image_layers import ConvolvedSettings
from nnviz.stage.controls import Control, Controls
from nnviz.stage.requests import Command
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.controls.learning import BATCH_SIZES, PENALTY_RATES, RATES
from nnviz.ui.controls.network import MOST_UNITS, with_depth, with_layer
from nnviz.ui.widgets.fields import including

NOISE = tuple(5.0 * k for k in range(11))
"""Per cent."""

ROW = ("dataset", "noise", "learning_rate", "batch_size", "penalty", "penalty_rate")
"""Settings of the row."""


def controls_on_picture(settings: RunSettings) -> Controls:
    """Return what can be set on the picture, and what is set."""
    return Controls(
        tuple(_row(settings)),
        tuple(part.units for part in settings.hidden),
        tuple(name_of(part.activation) for part in settings.hidden),
        tuple((name, activation(name).title) for name in ACTIVATIONS),
        MAX_HIDDEN,
        MOST_UNITS,
        tuple(name_of(part.activation) for part in settings.image_layers if isinstance(part, ConvolvedSettings)),
        name_of(settings.schedule) != "constant",
    )


def _row(now: RunSettings) -> list[Control]:
    data = [(name, known.title) for name, known in {**DATASETS, **SEQUENCE_DATASETS}.items()]
    if now.own is not None:
        data.append((OWN, now.own.info.title))
    noise = []
    if now.generated:
        noise = [_numbers(now, "noise", "Noise", NOISE, "{:g} %", "Fraction of the data that noise moves or relabels.")]
    penalties = tuple((name, name if name == "none" else name.upper()) for name in PENALTIES)
    off = now.penalty == "none"
    return [
        Control("dataset", "Data set", "Data", tuple(data), now.dataset, now.info.description),
        *noise,
        _numbers(now, "learning_rate", "Learning rate", RATES, "{:g}", "How far one update goes."),
        _numbers(now, "batch_size", "Batch size", BATCH_SIZES, "{:d}", "Samples of one update."),
        Control("penalty", "Penalty", "Penalty", penalties, now.penalty, "Added to the loss for large weights."),
        _numbers(now, "penalty_rate", "Penalty rate", PENALTY_RATES, "{:g}", "How much the penalty counts.", off),
    ]


def _numbers(
    now: RunSettings, name: str, title: str, usual: tuple[float, ...], form: str, help: str, off: bool = False
) -> Control:
    value = getattr(now, name)
    options = tuple((number, form.format(number)) for number in including(usual, value))
    return Control(name, title, "" if name == "penalty_rate" else title, options, value, help, off)


def set_live(player: RunPlayer, command: Command) -> bool:
    """Carry out a command `set` with which the training goes on, while no page runs; False leaves it to the page."""
    before = player.settings
    try:
        settings = with_setting(command.value["name"], command.value["value"], before)  # type: ignore[index]
        if before.must_restart(settings) or settings.view != before.view:
            return False
        player.apply(settings)
    except ValueError:
        return False
    player.controls, player.ahead_of_page = controls_on_picture(settings), True
    player.answer(command)
    return True


def set_on_picture(command: Command, attempt: Callable[[Callable[[RunSettings], RunSettings]], str]) -> str:
    """Carry out a command `set` by a function that takes or refuses other settings; return why it was refused."""
    assert isinstance(command.value, dict)
    return attempt(partial(with_setting, command.value["name"], command.value["value"]))


def with_setting(name: str, value: str | float, now: RunSettings) -> RunSettings:
    """Return settings with one changed that stands on the picture.

    Parameters
    ----------
    name : str
        One of `ROW`; ``layers``; ``activation`` of all layers, or ``activation.0``; ``units.0``.
    value : str or float
        What the browser sent; nothing about it is taken for granted.
    now : RunSettings

    Raises
    ------
    ValueError
        If there is no such setting, or it refuses the value.
    """
    field, _, layer = name.partition(".")
    i = int(layer) if layer.isascii() and layer.isdecimal() and len(layer) < 3 else len(now.hidden)
    if name in ROW:
        return now.changed(**{name: value})
    if name == "layers" and isinstance(value, int) and 0 <= value <= MAX_HIDDEN:
        return with_depth(now, value)
    if name == "activation":
        image_layers = tuple(
            part.model_dump() | {"activation": value} if isinstance(part, ConvolvedSettings) else part
            for part in now.image_layers
        )
        hidden = tuple(part.model_dump() | {"activation": value} for part in now.hidden)
        return now.changed(image_layers=image_layers, hidden=hidden)
    if field in ("units", "activation") and i < len(now.hidden):
        return with_layer(i, field, now, value)
    raise ValueError(
        f"expected one of {', '.join(ROW)}, layers from 0 to {MAX_HIDDEN}, or units and activation of a layer, "
        f"got {echo(name)}={echo(str(value))}"
    )

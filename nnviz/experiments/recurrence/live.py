"""Live: a recurrent network on a task of its own, trained step by step, and the address of every step."""

from functools import lru_cache
from typing import Any

from nnviz.datasets import SEQUENCES
from nnviz.experiments.recurrence.live_settings import LIVE_BIASES, LiveFields
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.replay.recipe import CHANGES, MAX_TEXT, STEP, RunRecipe
from nnviz.experiments.run.run import start
from nnviz.experiments.run.sequence_layers import CHRONO, RecurrentSettings
from nnviz.experiments.run.settings import LIVE, RunSettings
from nnviz.experiments.run.through_time import GradientThroughTime, gradient_through_time

TASKS = {name: SEQUENCES[name].title for name in ("first-symbol", "parity", "echo", "adding", "temporal-xor")}
DELAY = 3
"""Steps after which a symbol is echoed."""


def run_settings(settings: LiveFields) -> RunSettings:
    """Return the run that the topic trains.

    Examples
    --------
    >>> run_settings(LiveFields(live_cell="gru", live_bias="chrono")).sequence_layers[0]
    RecurrentSettings(cell='gru', units=16, start='orthogonal', gain=1.0, bias='chrono', activation='tanh')
    """
    gated = settings.live_cell != "elman"
    bias: Any = settings.live_bias if settings.live_bias == CHRONO else float(settings.live_bias)
    layer = RecurrentSettings(
        cell=settings.live_cell,
        units=settings.live_units,
        start=settings.live_start,
        bias=bias if gated else 1.0,
    )
    return RunSettings().changed(
        dataset=settings.live_task,
        sequence_length=settings.live_length,
        delay=DELAY,
        sequence_layers=(layer,),
        hidden=(),
        optimizer="adam",
        learning_rate=settings.live_rate,
        clip_norm=settings.live_clip,
        batch_size=32,
        train_share=0.8,
        seed=settings.live_seed,
    )


def live_recipe(settings: LiveFields) -> tuple[RunRecipe, tuple[str, ...]]:
    """Return the way to the step of an address, and what of it was left out and why.

    Parameters
    ----------
    settings : LiveFields
    """
    query = run_settings(settings).to_query() | {STEP: str(settings.live_step), CHANGES: settings.live_changes}
    return RunRecipe.from_query(query)


def at_step(settings: RecurrenceSettings, recipe: RunRecipe) -> RecurrenceSettings:
    """Return settings that lead to the end of a way.

    The address holds the rates that are in force there. Where the way began with others, a change at its first step
    says so: the same numbers, bit for bit.

    Parameters
    ----------
    settings : RecurrenceSettings
    recipe : RunRecipe
        That began with the network and data of these settings.

    Raises
    ------
    ValueError
        If an address cannot hold its changes.
    """
    text = ""
    if recipe.changes:
        now, then = recipe.settings, recipe.start
        first = {name: getattr(then, name) for name in LIVE if getattr(then, name) != getattr(now, name)}
        way = RunRecipe(now).with_fields(0, **first) if first else RunRecipe(now)
        text = "~".join(map(str, (*way.changes, *recipe.changes)))
    if len(text) > MAX_TEXT:
        raise ValueError(
            f"an address holds changes of at most {MAX_TEXT:,} characters, and this run had {len(text):,}, such as "
            "weights out of a file; save the weights and pass that file on"
        )
    return settings.changed(live_step=recipe.step, live_changes=text)


def settings_of(settings: RecurrenceSettings, run: RunSettings) -> RecurrenceSettings:
    """Return settings that train a run, such as a past one of this topic.

    Parameters
    ----------
    settings : RecurrenceSettings
    run : RunSettings
    """
    (layer,) = run.sequence_layers
    bias = layer.bias if isinstance(layer.bias, str) else f"{layer.bias:g}"
    return settings.changed(
        live_task=run.dataset,
        live_length=run.sequence_length,
        live_cell=layer.cell,
        live_units=layer.units,
        live_start=layer.start,
        live_bias=bias if bias in LIVE_BIASES else settings.live_bias,
        live_rate=run.learning_rate,
        live_clip=run.clip_norm,
        live_seed=run.seed,
    )


def gradient_at_start(settings: LiveFields) -> GradientThroughTime:
    """Return how much of the last step's gradient gets through time before any training, from seed 0."""
    fields = {name: getattr(settings, name) for name in LiveFields.model_fields}
    untrained = LiveFields.model_validate(fields | {"live_seed": 0})
    return _at_start(run_settings(untrained))


@lru_cache(maxsize=32)
def _at_start(settings: RunSettings) -> GradientThroughTime:
    return gradient_through_time(start(settings))

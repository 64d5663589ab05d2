"""Remedies that change the steps: the learning rate, the optimizer, clipping, the penalty, the end."""

from nnviz.engine import optimizer_parameters
from nnviz.experiments.diagnosis.remedies.remedy import Changes, Remedy, careful_rate, fresh_weights, usual_rate
from nnviz.experiments.run.choice import name_of, values_of, written
from nnviz.experiments.run.settings import RunSettings

CLIPPED_RATE = 0.3
"""Up to this learning rate a gradient clipped to length 1 makes no large step."""

MODEST_PENALTY = 0.003


def smaller_rate(settings: RunSettings, rate: float | None = None) -> Remedy:
    """Take shorter steps, from weights that fit."""
    rate, fresh = rate or careful_rate(settings), fresh_weights(settings)
    return Remedy(
        "rate",
        f"learning rate {rate:g}{' and a suitable initialization' if fresh else ''}",
        "Below 2 over the curvature a deviation shrinks from step to step instead of growing.",
        (("learning_rate", rate), *fresh),
    )


def early_smaller_rate(settings: RunSettings) -> Remedy:
    """Take shorter steps from the start, before a unit is lost."""
    rate = careful_rate(settings)
    return Remedy(
        "early",
        f"learning rate {rate:g} from the start",
        f"At a rate of {rate:g} no step throws a unit to where every sample gives a negative sum.",
        (("learning_rate", rate), *fresh_weights(settings)) if settings.learning_rate > usual_rate(settings) else (),
    )


def clipping(settings: RunSettings) -> Remedy:
    """Clip the gradient, where steps of at most the learning rate are short ones."""
    small = settings.learning_rate <= CLIPPED_RATE and settings.optimizer == "sgd" and not fresh_weights(settings)
    return Remedy(
        "clip",
        "gradient norm clipped at 1",
        "The gradient keeps its direction, but no step is longer than the rate times 1.",
        (("clip_norm", 1.0),) if small else (),
    )


def usual_epsilon(settings: RunSettings) -> Remedy:
    """Put the optimizer's epsilon back."""
    name = name_of(settings.optimizer)
    known = {parameter.name: parameter.default for parameter in optimizer_parameters(name)}
    values = values_of("optimizer", settings.optimizer)
    usual = written("optimizer", name, values | {"epsilon": known.get("epsilon")})
    return Remedy(
        "epsilon",
        f"the usual epsilon of {known.get('epsilon', 0.0):g}",
        "A gradient of 0 is then divided by epsilon and not by 0: such a parameter stays where it is.",
        (("optimizer", usual),),
    )


def weaker_penalty(settings: RunSettings, at_most: float = MODEST_PENALTY) -> Remedy:
    """Keep the penalty, but weak enough to leave the weights something to do."""
    rate = float(f"{min(at_most, MODEST_PENALTY, settings.penalty_rate / 10.0):.1g}")
    kind = settings.penalty.upper()
    return Remedy(
        "weaker",
        f"penalty {rate:g}",
        f"{kind} at {rate:g} costs less than what the weights gain by learning.",
        (("penalty_rate", rate),) if settings.penalty != "none" else (),
    )


def no_penalty(settings: RunSettings) -> Remedy:
    """Switch the penalty off, AdamW's decay too."""
    decay: Changes = {}
    if name_of(settings.optimizer) == "adamw":
        values = values_of("optimizer", settings.optimizer)
        decay = {"optimizer": written("optimizer", "adam", {key: values[key] for key in ("beta1", "beta2", "epsilon")})}
    return Remedy(
        "none",
        "no weight decay (Adam)" if decay and settings.penalty == "none" else "no penalty",
        "Nothing pulls the weights to 0 any more, so the loss alone decides.",
        (("penalty", "none"), *decay.items()),
    )


def larger_rate(settings: RunSettings) -> Remedy:
    """Take longer steps."""
    rate = usual_rate(settings)
    return Remedy(
        "rate",
        f"learning rate {rate:g}",
        f"The direction was right all along; {rate:g} makes the steps as long as they can usefully be.",
        (("learning_rate", rate), ("schedule", "constant"), ("clip_norm", None))
        if rate > settings.learning_rate
        else (),
    )


def adam(settings: RunSettings) -> Remedy:
    """Use Adam."""
    return Remedy(
        "adam",
        "Adam, rate 0.01",
        "Adam divides each step by the gradient's usual size: now the rate alone determines how long a step is.",
        (("optimizer", "adam"), ("learning_rate", 0.01), ("schedule", "constant")),
    )


def stop_at(epoch: int) -> Remedy:
    """Return the remedy that stops in an epoch: the one in which the test loss was lowest."""
    return Remedy(
        "stop",
        f"a stop after epoch {epoch}",
        f"In epoch {epoch} the test loss was lowest; what is learned later is overfitting.",
        (("max_epochs", epoch),),
    )

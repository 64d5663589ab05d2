"""The same units twice: built to follow a function, and trained to follow it from many seeds."""

from nnviz.experiments.width_and_depth.bumps import Construction, build
from nnviz.experiments.width_and_depth.ensembles import SEEDS, random_networks, shaken
from nnviz.experiments.width_and_depth.fitting import FitTrajectory, begin, function_task
from nnviz.experiments.width_and_depth.settings import STEEPNESS, WidthAndDepthSettings

STEPS = 1000
"""Steps of a training on the page."""

TRAINED_KINDS = {"relu": "relu", "step": "tanh", "sigmoid": "sigmoid"}
"""Hidden units of networks with random weights, by the kind of the built one: a step has no slope to learn by."""


def built_network(settings: WidthAndDepthSettings) -> Construction:
    """Build the network of the page's first section.

    Parameters
    ----------
    settings : WidthAndDepthSettings
    """
    return build(settings.target, settings.units, settings.kind, steepness=STEEPNESS)


def begin_approximation(settings: WidthAndDepthSettings, steps: int = STEPS, seeds: int = SEEDS) -> FitTrajectory:
    """Begin to train as many units as the built network has, from many seeds in lockstep.

    They start from random weights, or from the built network, each of whose parameters is changed a little.

    Parameters
    ----------
    settings : WidthAndDepthSettings
    steps, seeds : int

    Examples
    --------
    >>> trained = begin_approximation(WidthAndDepthSettings(units=4), steps=50, seeds=3).finish()
    >>> trained.end.largest[0].shape
    (3,)
    """
    task = function_task(settings.target)
    if settings.start == "built":
        network = shaken(built_network(settings).network, settings.noise, seeds, settings.seed)
    else:
        kind = TRAINED_KINDS[settings.kind]
        network = random_networks((1, settings.units, 1), kind, seeds, settings.seed)
    return begin(task, [network], steps, settings.learning_rate)

"""What should have been seen on the page "Linear collapse", with the numbers of what is on view."""

import numpy as np

from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.linear_collapse.modes import ModeTraining
from nnviz.experiments.linear_collapse.questions import half_times
from nnviz.experiments.linear_collapse.race import CollapseRace
from nnviz.experiments.linear_collapse.stack import Stack


def conclusions(seen: Stack, race: CollapseRace, training: ModeTraining) -> tuple[str, ...]:
    """Say what the stack, the race and the training of modes show, each in a sentence with its numbers.

    Parameters
    ----------
    seen : Stack
    race : CollapseRace
        At its end.
    training : ModeTraining
        At its end.
    """
    return (_collapse(seen), _rank(seen), _race(race), _modes(training))


def _collapse(seen: Stack) -> str:
    now = seen.settings
    least, most = float(seen.deviations[-1]), float(seen.deviations[0])
    if now.layers == 1:
        return "One layer has no activation inside: it is X W + b at every slope. Add a layer."
    return (
        f"With slope 1, {counted(now.layers, 'layer')} ({counted(seen.network.n_parameters, 'parameter')}) give "
        f"X W* + b* ({counted(seen.W.size + seen.b.size, 'parameter')}) to within {power(max(least, 1e-17))}, rounding "
        f"alone. With slope 0 (ReLU) the largest deviation is {most:.3g}: the kink is what makes the layers count."
    )


def _rank(seen: Stack) -> str:
    return (
        f"W* = {'W₁ … W' + '₁₂₃₄₅₆'[seen.settings.layers - 1] if seen.settings.layers > 1 else 'W₁'} has rank "
        f"{seen.rank}; the narrowest layer has {counted(seen.narrowest, 'unit')}."
    )


def _race(race: CollapseRace) -> str:
    now, (linear, relu) = race.settings, np.median(race.end.accuracy, axis=1)
    return (
        f"On the circle {counted(now.race_depth, 'layer')} of {counted(now.race_width, 'linear unit')} end at a median "
        f"of {linear:.1%} correct answers, ReLU from the same weights at {relu:.1%}."
    )


def _modes(training: ModeTraining) -> str:
    times = half_times(training)
    told = ", ".join(f"{t:.2f}" if np.isfinite(t) else "not yet" for t in times)
    strengths = ", ".join(f"{s:.3g}" for s in training.goal.s)
    return (
        f"Still, the linear stack learns in steps: its modes of strength {strengths} "
        f"are half learned at times {told}; the largest difference from theory was {training.largest_deviation:.2g} "
        f"(learning rate {training.settings.mode_learning_rate:g}, {training.settings.start} start)."
    )

"""What should have been seen on the page "Linear collapse", with the numbers of what is on view."""

import numpy as np

from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.linear_collapse.modes import ModeTraining
from nnviz.experiments.linear_collapse.questions import half_times, learned_together, race_in_words
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
    now = race.settings
    return (
        f"On the circle both activations begin with the same weights ({counted(now.race_depth, 'layer')} of "
        f"{counted(now.race_width, 'unit')}). {race_in_words(race)}"
    )


def _modes(training: ModeTraining) -> str:
    now, times = training.settings, half_times(training)
    setting = f"(learning rate {now.mode_learning_rate:g}, {now.start} start)"
    if training.diverged:
        return (
            f"The training of the modes **diverged**: by step {training.step} of {training.total} its loss was no "
            f"longer finite {setting}. **Lower the learning rate** to see the modes learned."
        )
    one, known = len(times) == 1, [t for t in times if np.isfinite(t)]
    if now.mode_layers == 1:
        lesson = "A single matrix has no plateau, every mode approaches its goal at the same rate: the"
    elif len(known) and not one and not learned_together(training):
        lesson = "Still, the linear stack learns in steps: its"
    else:
        lesson = "In the linear stack the"
    told = ", ".join(f"{t:.2f}" if np.isfinite(t) else "not yet" for t in times)
    strengths = ", ".join(f"{s:.3g}" for s in training.goal.s)
    when = f"half learned at {'time' if one else 'times'} {told}" if known else "not half learned in this training"
    return (
        f"{lesson} {'mode' if one else 'modes'} of strength {strengths} {'is' if one else 'are'} {when}; the largest "
        f"difference from theory was {training.largest_deviation:.2g} {setting}."
    )

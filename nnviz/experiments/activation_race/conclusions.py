"""What should have been seen in a race: who is ahead and by what, how the gradients differ, and who has idle units."""

import numpy as np

from nnviz.experiments.activation_race.ranking import ranking
from nnviz.experiments.activation_race.settings import RaceSettings
from nnviz.experiments.activation_race.standing import Standing
from nnviz.experiments.inspection.formula import counted, percent, power


def conclusions(settings: RaceSettings, standing: Standing, over: bool) -> tuple[str, ...]:
    """Return what a race shows at the moment of a standing.

    Parameters
    ----------
    settings : RaceSettings
    standing : Standing
    over : bool
        Whether the race has ended.
    """
    if standing.step == 0:
        return (f"The race has not begun. {_gradients(settings, standing)}",)
    result = ranking(settings, standing)
    when = "At the end" if over else f"At epoch {standing.epoch:.4g} of {settings.epochs}"
    order = ", then ".join(place.title for place in result.places)
    verdict = result.sentence if over else f"By the median, {order}."
    sentences = [f"{when}, over {counted(settings.seeds, 'seed')}: {verdict}"]
    sentences += [comparison.sentence for comparison in result.comparisons[:2]]
    return (*sentences, _gradients(settings, standing), *_idle(settings, standing))


def _gradients(settings: RaceSettings, standing: Standing) -> str:
    """How large the gradient of layer 1 is, beside that of the output layer."""
    parts = []
    for title, lengths in zip(settings.titles, standing.gradients, strict=True):
        first, last = (float(np.median(lengths[:, i])) for i in (0, -1))
        parts.append(f"{title} {power(first)} and {power(last)}")
    return f"‖dW‖ of layer 1 and of the output layer (medians): {'; '.join(parts)}."


def _idle(settings: RaceSettings, standing: Standing) -> tuple[str, ...]:
    dead = [float(shares.mean()) for shares in standing.dead]
    parts = [f"{percent(share)} with {title}" for title, share in zip(settings.titles, dead, strict=True) if share > 0]
    return (f"Units whose slope is 0 on every training sample: {'; '.join(parts)}.",) if parts else ()

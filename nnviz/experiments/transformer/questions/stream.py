"""What "Stream" asks before it shows what the network loses with each part."""

import numpy as np

from nnviz.engine import Network
from nnviz.experiments.questions.question import Question
from nnviz.experiments.transformer.stream import falls, parts_of
from nnviz.experiments.transformer.stream_settings import StreamFields

OPTIONS = ("yes, for every part", "for some of the parts", "no, for none of them")


def fall_question(settings: StreamFields, network: Network) -> Question:
    """Ask whether a logit falls by what a part contributes when the part is switched off: each is, one by one.

    Parameters
    ----------
    settings : StreamFields
    network : Network
    """
    found, titles = falls(network, settings), parts_of(settings)
    equal = int(found.equal.sum())
    worst = int(np.abs(found.falls - found.contributions).argmax())
    right = 0 if equal == len(titles) else 1 if equal else 2
    return Question.pick(
        "the logit is the sum of what its parts add. Set one part to zero: does the logit fall by exactly what it "
        "added?",
        OPTIONS,
        right,
        f"The sum is exact while the last norm keeps its deviation. Without a part that changes, and later parts read "
        f"another stream: {titles[worst]} adds {found.contributions[worst]:.3f}, and without it the logit falls by "
        f"**{found.falls[worst]:.3f}** from {found.logit:.3f}.",
    )

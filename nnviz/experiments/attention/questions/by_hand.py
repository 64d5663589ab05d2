"""What "By hand" asks before it shows."""

import numpy as np

from nnviz.experiments.attention.by_hand import SAME, by_hand, unmoved
from nnviz.experiments.attention.settings import AttentionSettings
from nnviz.experiments.inspection.formula import percent
from nnviz.experiments.questions.question import Option, Question

SEEN = 1e-3
"""A weight that moves by less moves too little for an answer to be seen."""


def longer_question(settings: AttentionSettings) -> Question | None:
    """Ask what a query does that is twice as long: the engine's attention answers. None where too little moves to see.

    Parameters
    ----------
    settings : AttentionSettings
    """
    row = settings.hand_token - 1
    found = by_hand(settings)
    before = found.P[row]
    after = by_hand(_twice_as_long(settings, row)).P[row]
    gain = float(after.max() - before.max())
    scores = found.S[row][found.hidden[row] == 0.0]
    if abs(gain) < SEEN and np.ptp(scores) > SAME:
        return None
    stays = abs(gain) <= SAME
    return Question(
        "the chosen token's query becomes twice as long, its direction stays. What does its largest weight do?",
        (
            Option("it grows", gain > SAME),
            Option("it stays the same", stays),
            Option("it shrinks", gain < -SAME),
        ),
        f"Of token {row + 1} it goes from {percent(before.max())} to {percent(after.max())}. Twice the query is twice "
        "every score, so twice the distance between them: that is what softmax looks at."
        + (f" Here it stays, as {unmoved(found, row)}." if stays else ""),
    )


def _twice_as_long(settings: AttentionSettings, row: int) -> AttentionSettings:
    """Return the settings with one query twice as long, beyond the reach of a hand."""
    queries = np.array(settings.hand_queries)
    queries[2 * row : 2 * row + 2] *= 2.0
    return settings.model_copy(update={"hand_queries": tuple(queries.tolist())})

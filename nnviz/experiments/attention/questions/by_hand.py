"""What "By hand" asks before it shows."""

import numpy as np

from nnviz.experiments.attention.by_hand import by_hand
from nnviz.experiments.attention.settings import AttentionSettings
from nnviz.experiments.inspection.formula import percent
from nnviz.experiments.questions.question import Option, Question

CHANGED = 1e-9


def longer_question(settings: AttentionSettings) -> Question:
    """Ask what a query does that is twice as long: the engine's attention answers.

    Parameters
    ----------
    settings : AttentionSettings
    """
    row = settings.hand_token - 1
    before = by_hand(settings).P[row]
    after = by_hand(_twice_as_long(settings, row)).P[row]
    gain = float(after.max() - before.max())
    alone = "" if abs(gain) > CHANGED else " Here its scores are all equal, or it sees one token alone."
    return Question(
        "the chosen token's query becomes twice as long, its direction stays. What does its largest weight do?",
        (
            Option("it grows", gain > CHANGED),
            Option("it stays, since softmax divides by the sum", abs(gain) <= CHANGED),
            Option("it shrinks", gain < -CHANGED),
        ),
        f"Of token {row + 1} it goes from {percent(before.max())} to {percent(after.max())}. Twice the query is twice "
        f"every score, so twice the distance between them: that is what softmax looks at.{alone}",
    )


def _twice_as_long(settings: AttentionSettings, row: int) -> AttentionSettings:
    """Return the settings with one query twice as long, beyond the reach of a hand."""
    queries = np.array(settings.hand_queries)
    queries[2 * row : 2 * row + 2] *= 2.0
    return settings.model_copy(update={"hand_queries": tuple(queries.tolist())})

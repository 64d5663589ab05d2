"""What a question of a lesson may measure on the page "Attention"."""

from collections.abc import Callable, Mapping

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.attention.by_hand import by_hand
from nnviz.experiments.attention.positions import largest_of_all_orders
from nnviz.experiments.attention.scaling import drawn_for
from nnviz.experiments.attention.settings import AttentionSettings


def _weights(settings: AttentionSettings) -> Array:
    weights: Array = by_hand(settings).P[settings.hand_token - 1]
    return weights


def _most_looked_at(settings: AttentionSettings) -> str:
    return f"token {int(np.argmax(_weights(settings))) + 1}"


def _largest_if_twice_as_long(settings: AttentionSettings) -> str:
    queries = np.array(settings.hand_queries)
    row = settings.hand_token - 1
    queries[2 * row : 2 * row + 2] *= 2.0
    longer = settings.model_copy(update={"hand_queries": tuple(queries.tolist())})
    gain = float(_weights(longer).max() - _weights(settings).max())
    return "grows" if gain > 1e-9 else "shrinks" if gain < -1e-9 else "stays"


def _changed_by_shuffling(settings: AttentionSettings) -> float:
    largest = largest_of_all_orders(settings)
    return 0.0 if largest < 1e-12 else largest


MEASUREMENTS: Mapping[str, Callable[[AttentionSettings], float | str]] = {
    "largest weight of the token that asks": lambda settings: float(_weights(settings).max()),
    "token that gets the largest weight": _most_looked_at,
    "largest weight if the query is twice as long": _largest_if_twice_as_long,
    "mean largest weight, not divided": lambda settings: float(drawn_for(settings).largest[0]),
    "mean largest weight, divided by the root": lambda settings: float(drawn_for(settings).largest[1]),
    "largest change of an output by shuffling": _changed_by_shuffling,
}

"""What should have been seen in the topic "Backward", with the numbers of its settings."""

import numpy as np

from nnviz.experiments.attention.backward_settings import BackwardFields
from nnviz.experiments.attention.block import block_pass
from nnviz.experiments.attention.block_check import MISTAKES, checked_entries, hits, letters, numeric_check
from nnviz.experiments.inspection.formula import counted, power


def conclusions(settings: BackwardFields) -> tuple[str, ...]:
    """Return what the rows, the paths and each of the mistakes show.

    Parameters
    ----------
    settings : BackwardFields
    """
    one = block_pass(settings)
    numeric = numeric_check(one)
    tensors = one.tensors
    sums = float(np.abs(tensors["dS"].sum(-1)).max())
    ways = ("dX_Q", "dX_K", "dX_V", "dA")
    gap = float(np.abs(sum(tensors[name] for name in ways) - tensors["dX"]).max())
    sizes = {name: float(np.linalg.norm(tensors[name])) for name in ways}
    longest = max(sizes, key=sizes.__getitem__)
    said = {"dX_Q": "the path of the queries", "dX_K": "the path of the keys", "dX_V": "the path of the values"}
    hidden = ""
    if settings.block_causal:
        pairs = settings.block_tokens * (settings.block_tokens - 1) // 2
        hidden = f" The {counted(pairs, 'entry', 'entries')} behind the mask are exactly 0 in each head."
    wrong = "; ".join(
        f"{MISTAKES[name].title}: {', '.join(map(letters, hit)) or 'nothing'}"
        for name, hit in hits(one, numeric).items()
    )
    return (
        f"Each row of dS sums to **0** (largest sum {power(sums)}): a softmax does not see what is added to a whole "
        f"row.{hidden}",
        "dX is the sum of **three paths and the residual**, each path through the norm "
        f"(largest difference {power(gap)}); the longest of the four here is {said.get(longest, 'the residual')}.",
        f"The numeric check of {checked_entries(numeric)} finds a largest relative error of "
        f"{power(numeric.largest_error)}. What each mistake makes wrong: {wrong}.",
    )

"""What a numeric check of gradients finds, in words: which entries of which tensors are wrong."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 1e-4
"""A relative error above this is no rounding."""


def failing(wrong: Mapping[str, NDArray[np.bool_]]) -> str:
    """Say in words which entries fail: ``all 9 entries of dK and the one entry of db``; empty where none does.

    Parameters
    ----------
    wrong : mapping of str to ndarray of bool
        Which entries are wrong, by the tensor's symbol.
    """
    parts = []
    for name, entries in wrong.items():
        if entries.all():
            parts.append(f"all {entries.size} entries of {name}" if entries.size > 1 else f"the one entry of {name}")
        elif entries.any():
            parts.append(f"{int(entries.sum())} of {entries.size} entries of {name}")
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"

"""What should have been seen in "Names", with the numbers of its settings."""

from collections.abc import Callable

import numpy as np

from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.letters.training import LetterTraining
from nnviz.experiments.recurrence.names import known_names, losses, names_at, pairs_nats, written_names
from nnviz.experiments.recurrence.names_settings import NamesFields
from nnviz.experiments.recurrence.network_settings import CELL_TITLES


def conclusions(settings: NamesFields, training: LetterTraining, quoted: Callable[[str], str] = str) -> tuple[str, ...]:
    """Return how well the model expects letters, what it looked at, and what it writes.

    Parameters
    ----------
    settings : NamesFields
    training : LetterTraining
        As far as it has come.
    quoted : callable
        Makes Markdown of letters that a person may have given.
    """
    found = names_at(settings, training)
    known, unseen = losses(training)
    taken = training.step if settings.names_trained else 0
    trained = counted(taken, "step") if taken else "no step"
    read = quoted(settings.names_prefix[: found.step]) or "the start"
    guess = np.log(len(training.letters.symbols))
    share = found.connectivity.max() / found.connectivity.sum()
    return (
        f"After {trained} of training the {CELL_TITLES[settings.names_cell]} is surprised by **{unseen:.3f} nats a "
        f"letter** on names it has not seen and by {known:.3f} on names it was trained on; a table of pairs of "
        f"letters by {pairs_nats(training.letters):.3f}, guessing by {guess:.2f}.",
        f"After {read} it expects {quoted(found.best)} most, with {100 * found.P.max():.0f} % at temperature "
        f"{settings.names_temperature:g}; that logit depends most on {quoted(found.read[found.looked_at])}, step "
        f"{found.looked_at + 1}, with {100 * share:.0f} % of the connectivity. One word is no evidence for all.",
        f"Running free, it reads its own letters: {quoted(', '.join(written_names(settings, training)[:4]))}. "
        f"{known_names(settings, training).told}",
    )

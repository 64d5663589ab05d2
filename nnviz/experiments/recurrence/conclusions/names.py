"""What should have been seen in "Names", with the numbers of its settings."""

import numpy as np

from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.recurrence.names import letter_training, letters_of_names, names_at, pairs_nats, written_names
from nnviz.experiments.recurrence.names_settings import NamesFields
from nnviz.experiments.recurrence.network_settings import CELL_TITLES


def conclusions(settings: NamesFields) -> tuple[str, ...]:
    """Return how well the model expects letters, what it looked at, and what it writes.

    Parameters
    ----------
    settings : NamesFields
    """
    found = names_at(settings)
    loss = letter_training(settings).end.loss
    trained = counted(settings.names_trained, "step") if settings.names_trained else "no step"
    read = settings.names_prefix[: found.step] or "the start"
    guess = np.log(len(letters_of_names().symbols))
    share = found.connectivity.max() / found.connectivity.sum()
    return (
        f"After {trained} of training the {CELL_TITLES[settings.names_cell]} is surprised by **{loss:.3f} nats a "
        f"letter** on names it has not seen; a table of pairs of letters by {pairs_nats():.3f}, guessing "
        f"by {guess:.2f}.",
        f"After {read} it expects {found.best} most, with {100 * found.P.max():.0f} % at temperature "
        f"{settings.names_temperature:g}; that logit depends most on {found.read[found.looked_at]}, step "
        f"{found.looked_at + 1}, with {100 * share:.0f} % of the connectivity. One word is no evidence for all.",
        f"Running free, it reads its own letters: {', '.join(written_names(settings)[:4])}.",
    )

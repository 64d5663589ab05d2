"""What should have been seen in "Names", with the numbers of its settings."""

import numpy as np

from nnviz.experiments.recording.recording import Recording
from nnviz.experiments.transformer.diagnosis import diagnose_names, in_a_sentence
from nnviz.experiments.transformer.names import looked_at, pairs_nats, read, sampling_of, title_of, written_names
from nnviz.experiments.transformer.names_settings import SYMBOLS, NamesFields

APART = 0.01
"""From this difference on weights and derivatives are told apart."""


def conclusions(settings: NamesFields, recording: Recording) -> tuple[str, ...]:
    """Return how well the model expects letters, how far weights are from derivatives, what is cut off, and names.

    Parameters
    ----------
    settings : NamesFields
    recording : Recording
    """
    network = recording.networks()[0]
    found = read(network, settings)
    seen = looked_at(found, settings.names_letter)
    loss = float(recording.end.measured["loss"][0])
    kept = int(sampling_of(settings).kept(found.P).sum())
    share = found.P[found.drawn > 0].sum()
    after = settings.names_prefix or "the start"
    apart = ", ".join(f"{100 * one:.0f} %" for one in seen.apart)
    return (
        f"After {recording.step} steps the {network.n_parameters:,} parameters are surprised by **{loss:.3f} nats a "
        f"letter** on names they have not seen; a table of pairs of letters by {pairs_nats():.3f}, guessing by "
        f"{np.log(SYMBOLS):.2f}.",
        f"After {after} the most probable letter is {title_of(found.best)}, with {100 * found.P.max():.0f} % at "
        f"temperature {settings.names_temperature:g}; **{kept} of {SYMBOLS}** letters can be drawn, which had "
        f"{100 * share:.0f} % before the others were cut off.",
        f"The weights of the heads differ from the shares of the derivatives by {apart}"
        + (
            ": what a head looks at is no reason yet for what is said."
            if max(seen.apart) >= APART
            else ". Let it read more letters to see them part."
        ),
        f"It writes, for example, {', '.join(written_names(network, settings)[:4])}. "
        + (
            "It knows which letters follow which, and nothing else."
            if loss < pairs_nats()
            else "A table of pairs of letters still knows more of names."
        ),
        *([in_a_sentence(diagnose_names(recording))] if recording.step else []),
    )

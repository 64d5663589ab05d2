"""What should have been seen in "The leak", with the numbers of the training on view."""

from nnviz.datasets import Continuations
from nnviz.experiments.recording.recording import Recording
from nnviz.experiments.transformer.leak import CONTESTANTS, Leak, least_loss, result


def conclusions(recording: Recording, data: Continuations) -> tuple[str, ...]:
    """Return both losses beside what is possible, what is generated, and the gradients on later symbols.

    Parameters
    ----------
    recording : Recording
    data : Continuations
        The one sequence whose derivatives are taken.
    """
    task = recording.task
    assert isinstance(task, Leak)
    found, least = result(recording, data), least_loss(task)
    losses, shares, later = (
        " and ".join(f"**{form(value)}** {name}" for value, name in zip(values, CONTESTANTS, strict=True))
        for values, form in (
            (found.loss, "{:.3f}".format),
            (found.whole, "{:.0%}".format),
            (found.later, lambda x: "exactly 0" if x == 0 else f"{x:.3g}"),
        )
    )
    return (
        f"After {recording.step} steps the loss is {losses}. With the mask it cannot fall below {least[0]:.3f} nats: "
        f"{data.given - 1} of the {data.steps} next symbols are drawn at random. Without it, it can fall to zero: the "
        "answer is read.",
        f"Whole sequences that the networks continue by themselves: {shares}, in the median of {task.seeds} seeds.",
        f"The largest derivative of a logit with respect to a later symbol is {later}, in the sequence on view. One "
        "gradient tells a forgotten mask that a good loss hides.",
    )

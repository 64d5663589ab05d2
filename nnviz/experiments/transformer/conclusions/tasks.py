"""What should have been seen in "Tasks", with the numbers of the training on view."""

from nnviz.experiments.recording.recording import Recording
from nnviz.experiments.transformer.diagnosis import diagnose_task, in_a_sentence
from nnviz.experiments.transformer.tasks import SOLVED, LearnedTask, lines, solved_at


def conclusions(recording: Recording) -> tuple[str, ...]:
    """Return how soon the task was learned, where attention lies, and what whole sequences are.

    Parameters
    ----------
    recording : Recording
    """
    task = recording.task
    assert isinstance(task, LearnedTask)
    recipe, measured = task.recipe, recording.end.measured
    n = recording.state[0].network.n_parameters
    at, found = solved_at(recording), lines(recording)
    learned = (
        f"**{SOLVED:.0%} of the symbols** were correct after **{at} steps** of {recipe.batch} sequences each."
        if at is not None
        else f"After {recording.step} steps {measured['symbols'][0]:.1%} of the symbols are correct."
    )
    said = [
        f"The network has **{n:,} parameters**. {learned}",
        f"The rows of the answer lay up to {found.diagonal:.0%} of their attention on the line down to the right, and "
        f"up to {found.anti_diagonal:.0%} on the one down to the left.",
        f"At step {recording.step}, **{measured['symbols'][0]:.1%}** of the symbols are correct when all before them "
        f"are given, and **{measured['whole'][0]:.1%}** of whole sequences when the network reads what it said itself.",
    ]
    if not recipe.causal:
        said.append(
            "Without the causal mask each symbol sees the next one, which it is to predict: what is learned in "
            "training is of no use when that symbol has not been said yet."
        )
    if recording.step:
        said.append(in_a_sentence(diagnose_task(recording, len(recording.frames) - 1)))
    return tuple(said)

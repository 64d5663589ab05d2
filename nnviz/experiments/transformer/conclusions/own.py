"""What should have been seen in "Own task", with the numbers of the training on view."""

from nnviz.experiments.recording.recording import Recording
from nnviz.experiments.transformer.diagnosis import diagnose_own, in_a_sentence
from nnviz.experiments.transformer.own import OwnTask


def conclusions(recording: Recording) -> tuple[str, ...]:
    """Return what was learned, what became of the line held out, and what the network cannot do.

    Parameters
    ----------
    recording : Recording
    """
    task, measured = recording.task, recording.end.measured
    assert isinstance(task, OwnTask)
    data, network = task.data, recording.state[0].network
    whole, held = measured["whole"]
    told = [
        f"{len(data.characters)} different characters are the symbols, two more stand for the arrow and the end; the "
        f"network has **{network.n_parameters:,} parameters**.",
        f"At step {recording.step}, it gives **{whole:.0%}** of the {len(data.lines) - (task.held >= 0)} trained lines "
        "without a fault.",
    ]
    if task.held >= 0:
        verdict = "correct" if held == 1.0 else "wrong"
        told.append(
            f"Line {task.held + 1}, which it never saw, is **{verdict}**: {measured['symbols'][1]:.0%} of its symbols "
            "when the true ones before them are given. Others may fare otherwise: hold out another."
        )
    told.append(
        f"It knows only these characters, and inputs of up to {data.longest}: a symbol or a place that was in no line "
        "has learned nothing."
    )
    if recording.step:
        told.append(in_a_sentence(diagnose_own(recording)))
    return tuple(told)

"""What should have been seen in "Stream", with the numbers of its settings."""

from nnviz.experiments.recording.recording import Recording
from nnviz.experiments.transformer.stream import ablation, falls, look_of, parts_of, place_of, task_of, without
from nnviz.experiments.transformer.stream_settings import STREAM_OFF, StreamFields


def conclusions(settings: StreamFields, recording: Recording) -> tuple[str, ...]:
    """Return what the logit is made of, what each part is worth, and what follows without the parts that are off.

    Parameters
    ----------
    settings : StreamFields
    recording : Recording
    """
    network, titles = recording.networks()[0], parts_of(settings)
    data = task_of(settings).measured
    found, fallen = ablation(network, data, look_of(settings)), falls(network, settings)
    step, symbol = place_of(settings)
    most, worst = int(fallen.contributions.argmax()), int(found.alone.argmax())
    told = [
        f"After {recording.step} steps the logit of {data.symbols[symbol]} at place {step + 1} is {fallen.logit:.3f}, "
        f"the sum of {len(titles)} parts up to {found.error:.0e}; {titles[most]} adds most, "
        f"**{fallen.contributions[most]:.3f}**.",
        f"The loss is {found.losses[0]:.3f}; it is highest without {titles[worst]} (replaced by "
        f"{STREAM_OFF[settings.stream_by]}): **{found.alone[worst]:.3f}**. Zero and the mean are different questions.",
        f"With {titles[most]} set to zero the logit falls by {fallen.falls[most]:.3f} and not by "
        f"{fallen.contributions[most]:.3f}: what a part adds directly is not all that it does."
        if not fallen.equal[most]
        else f"With {titles[most]} set to zero the logit falls by what it added, {fallen.falls[most]:.3f}.",
    ]
    if off := without(settings):
        told.append(
            f"With {off} the loss is **{found.losses[1]:.3f}**, and {found.accuracies[1]:.1%} of the symbols are "
            f"correct instead of {found.accuracies[0]:.1%}."
        )
    return tuple(told)

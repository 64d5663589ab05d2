"""What should have been seen in the topic "Positions", with the numbers of its settings."""

from nnviz.experiments.attention.positions import SAME, largest_of_all_orders, shuffled
from nnviz.experiments.attention.positions_settings import POSITION_KINDS, PositionsFields
from nnviz.experiments.attention.trained_positions import PositionTask
from nnviz.experiments.inspection.formula import percent, power
from nnviz.experiments.recording.recording import Recording


def conclusions(settings: PositionsFields, recording: Recording) -> tuple[str, ...]:
    """Return what shuffling does with and without positions, with and without the mask, and what was learned.

    Parameters
    ----------
    settings : PositionsFields
    recording : Recording
        The training as far as it has come.
    """
    here = shuffled(settings)
    tried = []
    for kind, causal in (("none", False), ("none", True), ("learned", False), ("sinusoidal", False)):
        found = largest_of_all_orders(settings.model_copy(update={"position_kind": kind, "position_causal": causal}))
        what = {"none": "no positions"}.get(kind, f"{kind} positions") + (", causal mask" if causal else ", no mask")
        tried.append(f"{what}: {'shuffled alike' if found <= SAME else 'not alike'}, {power(found)}")
    told = (
        f"In the order {settings.position_order} the largest difference is **{power(here.largest)}**.",
        f"The largest difference over all orders: {'; '.join(tried)}.",
    )
    task = recording.task
    assert isinstance(task, PositionTask)
    if not recording.step:
        return told
    symbols, whole = (recording.end.measured[name].mean(-1) for name in ("symbols", "whole"))
    each = "; ".join(
        f"{kind}: {percent(float(right))} of the symbols, {percent(float(all_right))} of whole sequences"
        for kind, right, all_right in zip(POSITION_KINDS, symbols, whole, strict=True)
    )
    return (
        *told,
        f"After {recording.step} steps on “{task.task}”, the mean of {task.seeds} networks each. Positions {each}.",
    )

"""What was changed during a run, in words."""

from nnviz.experiments import Change


def change_sentence(change: Change) -> str:
    """Return one line, such as ``step 500: learning_rate = 0.03``.

    Parameters
    ----------
    change : Change
    """
    if change.edit is not None:
        edit = change.edit
        place = ", ".join(map(str, edit.index))
        return f"step {change.step:,}: {edit.name}[{place}] of layer {edit.layer} = {edit.value!r}, set by hand"
    if change.theta:
        return f"step {change.step:,}: {len(change.theta) // 8:,} weights from a file"
    fields = ", ".join(f"{name} = {'none' if value is None else value}" for name, value in change.fields)
    return f"step {change.step:,}: {fields}"

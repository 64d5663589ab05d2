"""Replay a recipe: the same settings and changes at the same steps give the same numbers, bit for bit."""

from collections.abc import Callable, Iterator
from time import perf_counter

from nnviz.datasets import Dataset
from nnviz.experiments.replay.change import Change
from nnviz.experiments.replay.editing import edit_parameter, replace_parameters
from nnviz.experiments.replay.recipe import RunRecipe
from nnviz.experiments.run.run import Run, advance, start, with_settings

YIELD_INTERVAL = 0.05
"""Seconds between two runs that `replaying` yields."""


def apply_change(run: Run, change: Change) -> Run:
    """Apply a change to a run.

    Raises
    ------
    ValueError
        If it does not fit the run.
    """
    if change.edit is not None:
        edit = change.edit
        return edit_parameter(run, edit.layer, edit.name, edit.index, edit.value)
    if change.theta:
        return replace_parameters(run, change.weights)
    return with_settings(run, run.settings.changed(**dict(change.fields)))


def replaying(recipe: RunRecipe, own: Dataset | None = None) -> Iterator[Run]:
    """Replay a recipe, and yield the run every twentieth of a second and at its end.

    Ends early where training ends early, which a recipe that was recorded never does.

    Parameters
    ----------
    recipe : RunRecipe
    own : Dataset, optional
        Own data, where the settings ask for them.

    Raises
    ------
    ValueError
        If the settings cannot be carried out, or a change does not fit.
    """
    run = start(recipe.start, own)
    for change in (*recipe.changes, None):
        goal = recipe.step if change is None else change.step
        n_steps = 1
        while run.step < goal and run.stop is None:  # n_steps does not affect the numbers
            began = perf_counter()
            run = advance(run, min(n_steps, goal - run.step))
            yield run
            n_steps = max(1, min(2 * n_steps, int(n_steps * YIELD_INTERVAL / max(perf_counter() - began, 1e-6))))
        if run.step < goal:
            return
        if change is not None:
            run = apply_change(run, change)
    yield run


def replay(
    recipe: RunRecipe,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    own: Dataset | None = None,
) -> Run:
    """Replay a recipe and return the run at its end.

    Parameters
    ----------
    recipe : RunRecipe
    progress : callable, optional
        Called regularly with the progress, 0 to 1.
    cancelled : callable, optional
        Called regularly; True ends the replay where it is.
    own : Dataset, optional
        Own data, where the settings ask for them.

    Raises
    ------
    ValueError
        As `replaying`.
    """
    run = None
    for run in replaying(recipe, own):
        if progress is not None:
            progress(run.step / recipe.step if recipe.step else 1.0)
        if cancelled is not None and cancelled():
            break
    assert run is not None
    return run

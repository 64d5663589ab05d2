"""Share exactly this step of a run, and list the changes on the way to it."""

import streamlit as st

from nnviz.experiments import OWN, RunRecipe
from nnviz.experiments.inspection.formula import counted
from nnviz.export.changes import change_sentence
from nnviz.ui.widgets.share import share_fields

_LISTED = 12
"""Changes that are listed; an address may hold more."""


def share_panel(recipe: RunRecipe, page: str | None = None) -> None:
    """Draw what shares a moment, where it has an address, and what its address repeats on the way.

    Parameters
    ----------
    recipe : RunRecipe
        The way to what is on view.
    page : str, optional
        The page's own address, without what follows a question mark; the one in the visitor's browser unless given.
    """
    shown = f"**Step {recipe.step:,}, as shown.**"
    if recipe.start.dataset == OWN:
        st.markdown(f"{shown} To pass it on, save the NumPy script: it contains your data.")
    elif share_fields("playground.step", recipe, "Playground", f"{shown} {_words(recipe)}", "step", page):
        _changes(recipe)


def _words(recipe: RunRecipe) -> str:
    """Say what opening the address does."""
    if recipe.step == 0:
        return "Opening the address sets up the same network with the same initial weights."
    return (
        "Opening the address trains the same network to this step and shows the same numbers, bit for bit on the same "
        "machine."
    )


def _changes(recipe: RunRecipe) -> None:
    """List what the address repeats on the way."""
    if not recipe.changes:
        return
    n = len(recipe.changes)
    with st.expander(f"{counted(n, 'change')} along the way"):
        more = [f"... and {n - _LISTED} more"] if n > _LISTED else []
        st.text("\n".join([*(change_sentence(change) for change in recipe.changes[:_LISTED]), *more]))

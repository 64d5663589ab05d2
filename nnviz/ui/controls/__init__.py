"""The controls of a run: one widget a setting, all of them read from and written to one record of settings."""

from collections.abc import Sequence

from nnviz.experiments import RunSettings
from nnviz.ui.controls.data import data_controls
from nnviz.ui.controls.group import group
from nnviz.ui.controls.learning import learning_controls
from nnviz.ui.controls.network import network_controls
from nnviz.ui.controls.view import offers_view, view_choice
from nnviz.ui.widgets.fields import Fields


def settings_controls(fields: Fields[RunSettings], columns: Sequence[str] = (), note: str = "") -> None:
    """Draw every control, in groups that say beforehand what a change does to the weights.

    Parameters
    ----------
    fields : Fields
        Of the page whose settings they are.
    columns : sequence of str
        Names of the data's features, for the choice of two that are shown; they are numbered unless given.
    note : str
        How the target of the present data is scaled.
    """
    data_controls(fields, note)
    if offers_view(fields.settings):
        group("View", keeps_weights=True)
        view_choice(fields, columns)
    network_controls(fields)
    learning_controls(fields)


__all__ = ["settings_controls"]

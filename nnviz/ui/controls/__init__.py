"""The controls of a run: one widget a setting, all of them read from and written to one record of settings."""

from collections.abc import Sequence

from nnviz.experiments import Settings
from nnviz.ui.controls.data import data_controls
from nnviz.ui.controls.learning import learning_controls
from nnviz.ui.controls.network import network_controls
from nnviz.ui.controls.view import offers_view, view_choice
from nnviz.ui.controls.widgets import Change, Widgets


def settings_controls(settings: Settings, change: Change, columns: Sequence[str] = ()) -> None:
    """Draw every control, in groups that say beforehand what a change does to the weights.

    Parameters
    ----------
    settings : Settings
        What the widgets show.
    change : callable
        Called with the fields that a person changed.
    columns : sequence of str
        Names of the data's features, for the choice of two that are shown; they are numbered unless given.
    """
    widgets = Widgets(settings, change)
    data_controls(widgets)
    if offers_view(settings):
        widgets.group("View", keeps_weights=True)
        view_choice(settings, columns, change)
    network_controls(widgets)
    learning_controls(widgets)


__all__ = ["settings_controls"]

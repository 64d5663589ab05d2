"""The settings of the page of recurrence, and the widgets that show them."""

from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("recurrence", RecurrenceSettings)
fields = Fields(state)

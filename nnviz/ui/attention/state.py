"""The settings of the page of attention, and the widgets that show them."""

from nnviz.experiments.attention.settings import AttentionSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("attention", AttentionSettings)
fields = Fields(state)

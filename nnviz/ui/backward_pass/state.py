"""The settings of the page of the backward pass, and the widgets that show them."""

from nnviz.experiments.backward_pass.settings import BackwardSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("backward_pass", BackwardSettings)
fields = Fields(state)

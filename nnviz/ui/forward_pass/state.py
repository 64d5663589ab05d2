"""The settings of the page of the forward pass, and the widgets that show them."""

from nnviz.experiments.forward_pass.settings import ForwardSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("forward_pass", ForwardSettings)
fields = Fields(state)

"""The settings of the page of vanishing gradients, and the widgets that show them."""

from nnviz.experiments.depth import DepthSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("vanishing_gradients", DepthSettings)
fields = Fields(state)

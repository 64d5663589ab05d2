"""The settings of the page of width and depth, and the widgets that show them."""

from nnviz.experiments.width_and_depth import WidthAndDepthSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("width_and_depth", WidthAndDepthSettings)
fields = Fields(state)

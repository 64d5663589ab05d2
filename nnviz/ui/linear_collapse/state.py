"""The settings of the page of linear collapse, and the widgets that show them."""

from nnviz.experiments.linear_collapse.settings import CollapseSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("linear_collapse", CollapseSettings)
fields = Fields(state)

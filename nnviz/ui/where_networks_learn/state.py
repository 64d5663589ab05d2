"""The settings of the page "Where networks learn", and the widgets that show them."""

from nnviz.experiments.where_networks_learn import WhereSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("where_networks_learn", WhereSettings)
fields = Fields(state)

"""The settings of the page of activation functions, and the widgets that show them."""

from nnviz.experiments.activation_functions.settings import ActivationSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("activation_functions", ActivationSettings)
fields = Fields(state)

"""The settings of the page of gradient descent, and the widgets that show them."""

from nnviz.experiments.gradient_descent.settings import DescentSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("gradient_descent", DescentSettings)
fields = Fields(state)

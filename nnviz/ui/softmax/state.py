"""The settings of the page of softmax, and the widgets that show them."""

from nnviz.experiments.softmax.settings import SoftmaxSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("softmax", SoftmaxSettings)
fields = Fields(state)

"""The settings of the page of losses, and the widgets that show them."""

from nnviz.experiments.loss.settings import LossSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("loss", LossSettings)
fields = Fields(state)

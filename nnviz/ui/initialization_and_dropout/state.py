"""The settings of the page of initialization and dropout, and the widgets that show them."""

from nnviz.experiments.initialization_and_dropout import InitializationAndDropoutSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("initialization_and_dropout", InitializationAndDropoutSettings)
fields = Fields(state)

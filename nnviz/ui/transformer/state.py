"""The settings of the page of the transformer, and the widgets that show them."""

from nnviz.experiments.transformer.settings import TransformerSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("transformer", TransformerSettings)
fields = Fields(state)

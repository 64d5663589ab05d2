"""The settings of the page of matrices, and the widgets that show them."""

from nnviz.experiments.matrices.settings import MatrixSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("matrices", MatrixSettings)
fields = Fields(state)

"""The settings of the page of convolution, and the widgets that show them."""

from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("convolution", ConvolutionSettings)
fields = Fields(state)

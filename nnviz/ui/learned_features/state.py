"""The settings of the page of learned features, and the widgets that show them."""

from nnviz.experiments.learned_features.settings import LearnedFeaturesSettings
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.fields import Fields

state = PageState("learned_features", LearnedFeaturesSettings)
fields = Fields(state)

"""The settings of the page "Attention": which of its topics, and the fields of each of them.

A topic has its fields in a mixin, a plain pydantic model in ``<topic>_settings.py``, which is named below. All topics
share one address, so a field's name says which topic it belongs to, and so does that of a validator.
"""

from typing import Literal

from pydantic import BaseModel

from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.attention.backward_settings import BackwardFields
from nnviz.experiments.attention.by_hand_settings import ByHandFields
from nnviz.experiments.attention.positions_settings import PositionsFields
from nnviz.experiments.attention.scaling_settings import ScalingFields

Topic = Literal["by_hand", "scaling", "backward", "positions"]


class TopicField(BaseModel):
    """What is looked at."""

    topic: Topic = "by_hand"


# pydantic reads the classes from the last to the first: so the topic is the first key of an address.
class AttentionSettings(
    PositionsFields,
    BackwardFields,
    ScalingFields,
    ByHandFields,
    TopicField,
    AddressRecord,
):
    """What the page shows. A topic's fields are in its mixin."""

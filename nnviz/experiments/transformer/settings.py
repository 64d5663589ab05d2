"""The settings of the page "Transformer": which of its topics, and the fields of each of them.

A topic has its fields in a mixin, a plain pydantic model in ``<topic>_settings.py``, which is named below. All topics
share one address, so a field's name says which topic it belongs to, and so does that of a validator.
"""

from typing import Literal

from pydantic import BaseModel

from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.transformer.induction_settings import InductionFields
from nnviz.experiments.transformer.leak_settings import LeakFields
from nnviz.experiments.transformer.names_settings import NamesFields
from nnviz.experiments.transformer.own_settings import OwnFields
from nnviz.experiments.transformer.race_settings import RaceFields
from nnviz.experiments.transformer.stream_settings import StreamFields
from nnviz.experiments.transformer.tasks_settings import TasksFields

Topic = Literal["tasks", "induction", "stream", "leak", "names", "own", "race"]


class TopicField(BaseModel):
    """What is looked at."""

    topic: Topic = "tasks"


# pydantic reads the classes from the last to the first: so the topic is the first key of an address.
class TransformerSettings(
    RaceFields,
    OwnFields,
    InductionFields,
    NamesFields,
    LeakFields,
    StreamFields,
    TasksFields,
    TopicField,
    AddressRecord,
):
    """What the page shows. A topic's fields are in its mixin."""

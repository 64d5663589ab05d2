"""The settings of the page "Recurrence": which of its topics, and the fields of each of them.

A topic has its fields in a mixin, a plain pydantic model in ``<topic>_settings.py``, which is named below. All topics
share one address, so a field's name says which topic it belongs to, and so does that of a validator. What several
topics share, the small network that they take apart, is in `NetworkFields`.
"""

from typing import Literal

from pydantic import BaseModel

from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.recurrence.check_settings import CheckFields
from nnviz.experiments.recurrence.clipping_settings import ClippingFields
from nnviz.experiments.recurrence.echo_settings import EchoFields
from nnviz.experiments.recurrence.gates_settings import GatesFields
from nnviz.experiments.recurrence.gradient_settings import GradientFields
from nnviz.experiments.recurrence.live_settings import LiveFields
from nnviz.experiments.recurrence.memory_settings import MemoryFields
from nnviz.experiments.recurrence.names_settings import NamesFields
from nnviz.experiments.recurrence.network_settings import NetworkFields
from nnviz.experiments.recurrence.parity_settings import ParityFields
from nnviz.experiments.recurrence.summands_settings import SummandsFields
from nnviz.experiments.recurrence.unroll_settings import UnrollFields

Topic = Literal[
    "unroll",
    "summands",
    "gradient",
    "memory",
    "gates",
    "parity",
    "echo",
    "names",
    "clipping",
    "check",
    "live",
]


class TopicField(BaseModel):
    """What is looked at."""

    topic: Topic = "unroll"


# pydantic reads the classes from the last to the first: so the topic is the first key of an address.
class RecurrenceSettings(
    CheckFields,
    LiveFields,
    ParityFields,
    NamesFields,
    EchoFields,
    GatesFields,
    ClippingFields,
    GradientFields,
    SummandsFields,
    MemoryFields,
    UnrollFields,
    NetworkFields,
    TopicField,
    AddressRecord,
):
    """What the page shows. A topic's fields are in its mixin."""

"""The settings of the page "Convolution": which of its topics, and the fields of each of them.

A topic has its fields in a mixin, a plain pydantic model in ``<topic>_settings.py``, which is named below. All topics
share one address, so a field's name says which topic it belongs to, and so does that of a validator.
"""

from typing import Literal

from pydantic import BaseModel

from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.convolution.backward_settings import BackwardFields
from nnviz.experiments.convolution.equivariance_settings import EquivarianceFields
from nnviz.experiments.convolution.filters_settings import FiltersFields
from nnviz.experiments.convolution.image_settings import ImageFields
from nnviz.experiments.convolution.kernel_settings import KernelFields
from nnviz.experiments.convolution.live_settings import LiveFields
from nnviz.experiments.convolution.pooling_settings import PoolingFields
from nnviz.experiments.convolution.race_settings import RaceFields
from nnviz.experiments.convolution.receptive_field_settings import ReceptiveFieldFields
from nnviz.experiments.convolution.sizes_settings import SizesFields
from nnviz.experiments.convolution.sobel_settings import SobelFields
from nnviz.experiments.convolution.tied_settings import TiedFields

Topic = Literal[
    "kernel",
    "sizes",
    "tied",
    "backward",
    "pooling",
    "receptive_field",
    "equivariance",
    "sobel",
    "filters",
    "live",
    "race",
]


class TopicField(BaseModel):
    """What is looked at."""

    topic: Topic = "kernel"


# pydantic reads the classes from the last to the first: so the topic is the first key of an address.
class ConvolutionSettings(
    RaceFields,
    LiveFields,
    PoolingFields,
    BackwardFields,
    TiedFields,
    FiltersFields,
    SobelFields,
    EquivarianceFields,
    ReceptiveFieldFields,
    SizesFields,
    KernelFields,
    ImageFields,
    TopicField,
    AddressRecord,
):
    """What the page shows. A topic's fields are in its mixin."""

"""The table of the topics of the page of convolution, in the order of the course."""

from nnviz.ui.convolution import (
    backward,
    equivariance,
    filters,
    kernel,
    live,
    pooling,
    race,
    receptive_field,
    sizes,
    sobel,
    tied,
)
from nnviz.ui.convolution.state import fields
from nnviz.ui.widgets.topics import Topics

TOPICS = Topics(
    {
        "kernel": kernel.TOPIC,
        "sizes": sizes.TOPIC,
        "tied": tied.TOPIC,
        "backward": backward.TOPIC,
        "pooling": pooling.TOPIC,
        "receptive_field": receptive_field.TOPIC,
        "equivariance": equivariance.TOPIC,
        "sobel": sobel.TOPIC,
        "filters": filters.TOPIC,
        "live": live.TOPIC,
        "race": race.TOPIC,
    },
    fields,
)
"""Each a line here and a module."""

"""The table of the topics of the page of attention, in the order of the course."""

from nnviz.ui.attention import backward, by_hand, positions, scaling
from nnviz.ui.attention.state import fields
from nnviz.ui.widgets.topics import Topics

TOPICS = Topics(
    {
        "by_hand": by_hand.TOPIC,
        "scaling": scaling.TOPIC,
        "backward": backward.TOPIC,
        "positions": positions.TOPIC,
    },
    fields,
)
"""Each a line here and a module."""

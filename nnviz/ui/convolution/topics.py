"""The table of the topics of the page of convolution, in the order of the course, and the switch between them."""

from nnviz.experiments.convolution.settings import Topic
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
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.convolution.topic import TopicPage

TOPICS: dict[Topic, TopicPage] = {
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
}
"""Each a line here and a module; only these are shown, in this order."""


def current() -> TopicPage:
    """Return the topic that is chosen."""
    return TOPICS[_chosen()]


def choose() -> None:
    """Draw the switch."""
    titles = {name: topic.title for name, topic in TOPICS.items()}
    fields.segmented("topic", "Topic", titles, value=_chosen(), label_visibility="collapsed")


def _chosen() -> Topic:
    topic = state.settings.topic
    return topic if topic in TOPICS else next(iter(TOPICS))

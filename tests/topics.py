"""The pages of many topics: a page that is added here is tested like the others, topic by topic."""

from nnviz.ui.attention.topics import TOPICS as ATTENTION
from nnviz.ui.convolution.topics import TOPICS as CONVOLUTION
from nnviz.ui.recurrence.topics import TOPICS as RECURRENCE
from nnviz.ui.transformer.topics import TOPICS as TRANSFORMER

TOPICS = {
    "convolution": CONVOLUTION,
    "recurrence": RECURRENCE,
    "attention": ATTENTION,
    "transformer": TRANSFORMER,
}

LATER = [f"{name}?topic={topic}" for name, topics in TOPICS.items() for topic in list(topics.pages)[1:]]
"""The addresses of the topics that do not open by themselves."""

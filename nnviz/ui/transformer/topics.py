"""The table of the topics of the page of the transformer, in the order of the course."""

from nnviz.ui.transformer import induction, leak, names, own, race, stream, tasks
from nnviz.ui.transformer.state import fields
from nnviz.ui.widgets.topics import Topics

TOPICS = Topics(
    {
        "tasks": tasks.TOPIC,
        "induction": induction.TOPIC,
        "stream": stream.TOPIC,
        "leak": leak.TOPIC,
        "names": names.TOPIC,
        "own": own.TOPIC,
        "race": race.TOPIC,
    },
    fields,
)
"""Each a line here and a module."""

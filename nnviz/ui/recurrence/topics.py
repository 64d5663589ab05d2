"""The table of the topics of the page of recurrence, in the order of the course."""

from nnviz.ui.recurrence import clipping, gradient, unroll
from nnviz.ui.recurrence.state import fields
from nnviz.ui.widgets.topics import Topics

TOPICS = Topics(
    {
        "unroll": unroll.TOPIC,
        "gradient": gradient.TOPIC,
        "clipping": clipping.TOPIC,
    },
    fields,
)
"""Each a line here and a module."""

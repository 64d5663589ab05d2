"""The table of the topics of the page of recurrence, in the order of the course."""

from nnviz.ui.recurrence import check, clipping, echo, gates, gradient, live, memory, names, parity, summands, unroll
from nnviz.ui.recurrence.state import fields
from nnviz.ui.widgets.topics import Topics

TOPICS = Topics(
    {
        "unroll": unroll.TOPIC,
        "summands": summands.TOPIC,
        "gradient": gradient.TOPIC,
        "memory": memory.TOPIC,
        "gates": gates.TOPIC,
        "parity": parity.TOPIC,
        "echo": echo.TOPIC,
        "names": names.TOPIC,
        "clipping": clipping.TOPIC,
        "check": check.TOPIC,
        "live": live.TOPIC,
    },
    fields,
)
"""Each a line here and a module."""

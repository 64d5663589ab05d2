"""What a topic of the page of convolution is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class TopicPage:
    """One topic.

    Attributes
    ----------
    title : str
        In the switch: one or two short words, as all of them stand in one line.
    look : str
        What to look at or to try, one sentence in Markdown below the page's title.
    section : callable
        Draws the topic: controls, question, picture, lines of NumPy, download. It runs inside the page's one fragment.
    conclusions : callable
        Returns two to five sentences on what should have been seen, with the numbers of the settings of now.
    """

    title: str
    look: str
    section: Callable[[], None]
    conclusions: Callable[[], Sequence[str]]

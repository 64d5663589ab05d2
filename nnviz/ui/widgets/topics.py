"""A page of many topics, one shown at a time: what a topic is, and the switch between them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nnviz.ui.widgets.fields import Fields


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


@dataclass(frozen=True)
class Topics:
    """The topics of a page, in the order of the course; the page's settings have a field ``topic``.

    Attributes
    ----------
    pages : mapping of str to TopicPage
        Only these are shown.
    fields : Fields
        Of the page's state.
    """

    pages: Mapping[str, TopicPage]
    fields: Fields[Any]

    @property
    def chosen(self) -> str:
        """The name of the topic that is shown."""
        topic: str = self.fields.settings.topic
        return topic if topic in self.pages else next(iter(self.pages))

    @property
    def current(self) -> TopicPage:
        """The topic that is shown."""
        return self.pages[self.chosen]

    def choose(self) -> None:
        """Draw the switch."""
        titles = {name: topic.title for name, topic in self.pages.items()}
        self.fields.segmented("topic", "Topic", titles, value=self.chosen, label_visibility="collapsed")

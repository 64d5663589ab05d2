"""Binds the widgets of a page to its record of settings.

The settings are the truth and widgets only show them: before a widget is drawn, its key is set from the settings. A
person's change is carried out on the settings by the widget's callback. Where they refuse it, nothing changes, the
widget shows the settings again, and the reason is shown once below it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from enum import Enum
from functools import partial
from typing import Any, Generic, Literal, TypedDict, TypeVar, Unpack, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.address.seeds import largest_seed
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.untrusted_text import sentence, show_warning

S = TypeVar("S", bound=AddressRecord)
V = TypeVar("V")
N = TypeVar("N", int, float)
L = TypeVar("L")
H = TypeVar("H")

_REFUSED = "nnviz.refused."
"""Before a widget's key: why its last value was refused."""

_MOVED = "nnviz.moved"
"""The key of the widget that a person has just used."""

_SPAN = "nnviz.span."
"""Before a widget's key: the range it was last drawn with."""


class Shown(Enum):
    """What a widget shows where no other value is given."""

    FIELD = "the field of its name"


class WidgetStyle(TypedDict, total=False):
    """Arguments of every widget that concern no setting; Streamlit knows them by the same names."""

    help: str | None
    label_visibility: Literal["visible", "hidden", "collapsed"]
    width: Literal["stretch"] | int


class More(WidgetStyle, Generic[S], total=False):
    """What every widget may be given beyond its label and its range.

    Attributes
    ----------
    value : object
        What it shows, where that is not the field itself.
    make : callable
        Makes new settings of the present ones and what a person chose; the message of a ValueError that it raises
        is shown. By default the field takes what was chosen.
    place : DeltaGenerator
        Where it stands, such as a column.
    """

    value: object
    make: Callable[[S, Any], S]
    place: DeltaGenerator


class Bound(TypedDict):
    """Arguments that bind one Streamlit widget to the settings."""

    key: str
    on_change: Callable[[], None]


def bind(key: str, value: object) -> str:
    """Make the widget of this key show a value that is kept elsewhere; call it before the widget. Returns the key."""
    st.session_state[key] = value
    return key


def including(options: Sequence[N], value: N) -> list[N]:
    """Return options in order, with the one that is set among them."""
    return sorted(set(options) | {value})


class Fields(Generic[S]):
    """Draws widgets for the settings of one page.

    Each method's ``name`` is the field that the widget shows and changes; or any other name, where the ``value`` and
    ``make`` of `More` are given.

    Attributes
    ----------
    state : PageState
    """

    def __init__(self, state: PageState[S]) -> None:
        self.state = state

    @property
    def settings(self) -> S:
        """The page's settings."""
        return self.state.settings

    @contextmanager
    def bound(
        self,
        name: str,
        value: object = Shown.FIELD,
        make: Callable[[S, Any], S] | None = None,
        place: DeltaGenerator | None = None,
        span: object = None,
    ) -> Iterator[Bound]:
        """Bind the one widget that is drawn inside: ``with fields.bound("x") as bound: st.text_area("x", **bound)``.

        The other methods do that for the usual widgets. ``span`` is the range of a widget that may be moved faster than
        the page follows.
        """
        key, shown = self.state.key(name), getattr(self.settings, name) if value is Shown.FIELD else value
        if not self._is_being_dragged(key, shown, span):
            bind(key, shown)
        with place or nullcontext():
            yield Bound(key=key, on_change=partial(self._take, key, make or partial(_with_field, name)))
            self.show_refusal(name)

    def _is_being_dragged(self, key: str, shown: object, span: object) -> bool:
        """Return whether a person is moving this very widget, and it shows the settings already.

        To set its key all the same would throw it back in the browser, where it may have moved on: of twelve quick
        presses of an arrow key nine arrived. Another range makes another widget of it, which must be set.
        """
        state = st.session_state
        moved, before, state[_SPAN + key] = state.get(_MOVED, ""), state.get(_SPAN + key), span
        if moved == key or not moved.startswith(self.state.key("")):
            state.pop(_MOVED, None)
        return span is not None and moved == key and before == span and state.get(key) == shown

    def show_refusal(self, name: str) -> None:
        """Tell, once, why a widget's last value was refused.

        That is done below the widget; call this before it where there is no room.
        """
        if refusal := st.session_state.pop(_REFUSED + self.state.key(name), ""):
            show_warning(sentence(refusal))

    def _take(self, key: str, make: Callable[[S, Any], S]) -> None:
        """Carry out what a person did with a widget."""
        value, st.session_state[_MOVED] = st.session_state[key], key
        if refusal := self.state.attempt(lambda now: make(now, value)):
            st.session_state[_REFUSED + key] = refusal

    @contextmanager
    def _widget(self, name: str, more: More[S], span: object = None) -> Iterator[tuple[Bound, WidgetStyle]]:
        """Part what binds a widget from how it looks."""
        look = cast(WidgetStyle, {name: more[name] for name in WidgetStyle.__annotations__ if name in more})  # type: ignore[literal-required]
        with self.bound(name, more.get("value", Shown.FIELD), more.get("make"), more.get("place"), span) as bound:
            yield bound, look

    def select(
        self,
        name: str,
        label: str,
        options: Mapping[V, str] | Sequence[V],
        title: Callable[[V], str] = str,
        **more: Unpack[More[S]],
    ) -> None:
        """A menu; a mapping of options brings their titles with it."""
        with self._widget(name, more) as (bound, look):
            st.selectbox(label, list(options), format_func=_titles(options, title), **bound, **look)

    def segmented(
        self,
        name: str,
        label: str,
        options: Mapping[V, str] | Sequence[V],
        title: Callable[[V], str] = str,
        required: bool = True,
        **more: Unpack[More[S]],
    ) -> None:
        """Options beside each other; unless one is required, a press on the chosen one takes it away."""
        with self._widget(name, more) as (bound, look):
            titles = _titles(options, title)
            st.segmented_control(label, list(options), format_func=titles, required=required, **bound, **look)

    def pills(
        self,
        name: str,
        label: str,
        options: Mapping[V, str] | Sequence[V],
        title: Callable[[V], str] = str,
        many: bool = False,
        **more: Unpack[More[S]],
    ) -> None:
        """Options in rows, one of them chosen or many; a press on a chosen one takes it away."""
        with self._widget(name, more) as (bound, look):
            titles = _titles(options, title)
            mode: Any = "multi" if many else "single"
            st.pills(label, list(options), selection_mode=mode, format_func=titles, **bound, **look)

    def multiselect(
        self,
        name: str,
        label: str,
        options: Sequence[V],
        title: Callable[[V], str] = str,
        most: int | None = None,
        accept_new: bool = False,
        **more: Unpack[More[S]],
    ) -> None:
        """A menu of which up to so many are chosen; with ``accept_new`` others can be typed."""
        with self._widget(name, more) as (bound, look):
            new: Any = accept_new
            st.multiselect(
                label, options, format_func=title, max_selections=most, accept_new_options=new, **bound, **look
            )

    def slider(
        self, name: str, label: str, low: N, high: N, step: N, format: str | None = None, **more: Unpack[More[S]]
    ) -> None:
        """A slider; it reaches further where the settings do, as an address may have them."""
        low, high = self._reaching(name, low, high, more)
        with self._widget(name, more, (low, high, step)) as (bound, look):
            st.slider(label, low, high, step=step, format=format, **bound, **look)

    def _reaching(self, name: str, low: L, high: H, more: More[S]) -> tuple[L, H]:
        """Return a range with what the widget shows in it, which Streamlit refuses or drops where it is outside."""
        shown: Any = more["value"] if "value" in more else getattr(self.settings, name)
        if shown is None:
            return low, high
        least: Any = low if low is None else min(low, shown)
        most: Any = high if high is None else max(high, shown)
        return least, most

    def select_slider(self, name: str, label: str, options: Sequence[float], **more: Unpack[More[S]]) -> None:
        """A slider over chosen numbers; what it shows must be among them (`including`)."""
        with self._widget(name, more, tuple(options)) as (bound, look):
            st.select_slider(label, options, format_func="{:g}".format, **bound, **look)

    def number(
        self,
        name: str,
        label: str,
        low: N | None,
        high: N | None,
        step: N | None = None,
        empty: str = "",
        **more: Unpack[More[S]],
    ) -> None:
        """A number to type; an emptied box means None, and then shows the word for ``empty``."""
        whole = all(isinstance(part, int) for part in (low, high, step) if part is not None)
        form = "%d" if whole else "%g"
        low, high = self._reaching(name, low, high, more)
        with self._widget(name, more, (low, high, step)) as (bound, look):
            st.number_input(label, low, high, None, step, form, placeholder=empty, **bound, **look)

    def seed(self, name: str, label: str, **more: Unpack[More[S]]) -> None:
        """A seed to type, as large as an address may hold."""
        self.number(name, label, 0, largest_seed(self.state.record, name), 1, **more)

    def text(self, name: str, label: str, placeholder: str | None = None, **more: Unpack[More[S]]) -> None:
        """A line to type."""
        with self._widget(name, more) as (bound, look):
            st.text_input(label, placeholder=placeholder, **bound, **look)

    def toggle(self, name: str, label: str, **more: Unpack[More[S]]) -> None:
        """A switch."""
        with self._widget(name, more) as (bound, look):
            st.toggle(label, **bound, **look)

    def checkbox(self, name: str, label: str, **more: Unpack[More[S]]) -> None:
        """A box to tick."""
        with self._widget(name, more) as (bound, look):
            st.checkbox(label, **bound, **look)


def _with_field(name: str, now: S, value: object) -> S:
    return now.changed(**{name: value})


def _titles(options: Mapping[V, str] | Sequence[V], title: Callable[[V], str]) -> Callable[[V], str]:
    return options.__getitem__ if isinstance(options, Mapping) else title

"""What a person set on a page, as one validated record that goes to the address and comes back from it."""

from collections.abc import Mapping
from typing import Any, Self, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from nnviz.experiments.run.settings import readable


class PageSettings(BaseModel):
    """The base of a page's settings: frozen, checked, and told apart from the defaults in an address.

    A field that is a tuple stands in the address as its entries between commas.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def changed(self, **changes: Any) -> Self:
        """Return settings with some fields changed, and checked again.

        Raises
        ------
        ValueError
            If a value is out of its range. The message is for a person.
        """
        try:
            return type(self).model_validate(self.model_dump() | changes)
        except ValidationError as error:
            raise ValueError(readable(error)) from None

    def to_query(self) -> dict[str, str]:
        """Return what differs from the defaults as parameters of an address."""
        default = type(self)()
        query = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if value != getattr(default, name):
                query[name] = ",".join(_text(part) for part in value) if isinstance(value, tuple) else _text(value)
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Self, tuple[str, ...]]:
        """Read the parameters of an address.

        Parameters
        ----------
        query : mapping of str to str
            Keys that are no setting are left alone.

        Returns
        -------
        settings : PageSettings
        messages : tuple of str
            For each parameter that was dropped, which and why.
        """
        kept: dict[str, Any] = {}
        settings, messages = cls(), []
        for name, field in cls.model_fields.items():
            if name in query:
                many = get_origin(field.annotation) is tuple
                kept[name] = tuple(part for part in query[name].split(",") if part) if many else query[name]
                try:
                    settings = cls.model_validate(kept)
                except ValidationError as error:
                    del kept[name]
                    messages.append(f"{name}={query[name]} was left out: {readable(error)}")
        return settings, tuple(messages)


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)

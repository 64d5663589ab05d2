"""How an address writes a layer with settings: ``name(number;setting=value)``, and behind it what else it has."""

from typing import Any

from pydantic import BaseModel

from nnviz.experiments.address.codecs import one_of, value_text


def brackets(layer: BaseModel, first: str, names: tuple[str, ...]) -> str:
    """Write what stands in the brackets: a number by itself, and then what is not as usual."""
    return ";".join([*filter(None, [first]), *(f"{name}={value_text(v)}" for name, v in unusual(layer, names))])


def unusual(layer: BaseModel, names: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Return those of the settings that are not as usual, with their values."""
    fields = type(layer).model_fields
    return [(name, getattr(layer, name)) for name in names if getattr(layer, name) != fields[name].default]


def read_brackets(text: str, names: tuple[str, ...], layer: str) -> dict[str, str]:
    """Read what stands in the brackets; values stay texts, and the number by itself is the first of the settings.

    Parameters
    ----------
    text : str
        Separated by semicolons, or by commas as a person types them.
    names : tuple of str
        The settings that there are.
    layer : str
        What the layer is called.

    Raises
    ------
    ValueError
        If a setting is unknown, or stands there twice.
    """
    found: dict[str, str] = {}
    for i, part in enumerate(filter(None, text.replace(",", ";").split(";"))):
        key, equals, value = (word.strip() for word in part.partition("="))
        if not equals and i == 0:
            key, value = names[0], key
        one_of(key, names, f"a setting of {layer}, one")
        if key in found:
            raise ValueError(f"expected each setting of {layer} once, got {key} twice; leave one out")
        found[key] = value
    return found

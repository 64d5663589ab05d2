"""The file .streamlit/config.toml agrees with Streamlit and with the project's own colours."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit import config as streamlit_config

from nnviz.experiments import MAX_HIDDEN, RunSettings
from nnviz.export.weights import ROOM
from nnviz.figures.theme import DARK, LIGHT, Theme
from nnviz.ui.playground.own_source import UPLOAD_MEGABYTES

CONFIG = tomllib.loads((Path(__file__).parent.parent / ".streamlit/config.toml").read_text(encoding="utf-8"))


def leaves(table, prefix=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


@pytest.mark.parametrize("key", [key for key, _ in leaves(CONFIG)])
def test_streamlit_knows_every_key(key):
    assert key in streamlit_config.get_config_options()


def test_nothing_is_fetched_from_elsewhere():
    assert not [value for _, value in leaves(CONFIG) if "://" in str(value)]


@pytest.mark.parametrize(("mode", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_the_page_has_the_colours_of_the_figures(mode: str, theme: Theme):
    colours = CONFIG["theme"][mode]
    assert (colours["backgroundColor"], colours["textColor"]) == (theme.paper, theme.ink)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_accent_is_readable_on_the_page_and_under_white_text(mode: str):
    colours = CONFIG["theme"][mode]
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= 3
    assert contrast(colours["primaryColor"], "#ffffff") >= 4
    assert contrast(colours["textColor"], colours["secondaryBackgroundColor"]) >= 7


def test_the_server_takes_what_the_pages_fields_take_and_no_more():
    megabytes = CONFIG["server"]["maxUploadSize"]
    largest = RunSettings().changed(dataset="digits", hidden=({"units": 512},) * MAX_HIDDEN)
    weights = 8 * sum((n_in + 1) * n_out for n_in, n_out in pairwise(largest.widths)) + ROOM
    assert max(UPLOAD_MEGABYTES, weights / 1e6) <= megabytes <= 2 * weights / 1e6
    assert f"client_max_body_size {megabytes}m;" in (Path(__file__).parent.parent / "README.md").read_text("utf-8")

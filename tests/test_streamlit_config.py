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
from tests.figures.test_theme import contrast

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


def test_nobody_waits_for_garbage_to_be_collected_after_each_run():
    assert CONFIG["runner"]["postScriptGC"] is False


def test_nothing_is_fetched_from_elsewhere():
    assert not [value for _, value in leaves(CONFIG) if "://" in str(value)]


@pytest.mark.parametrize(("mode", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_the_page_has_the_colours_of_the_figures(mode: str, theme: Theme):
    colours = CONFIG["theme"][mode]
    assert (colours["backgroundColor"], colours["textColor"]) == (theme.paper, theme.ink)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_accent_can_be_read_and_so_can_what_stands_on_it(mode: str):
    colours = CONFIG["theme"][mode]
    page, sidebar, accent = (colours[f"{name}Color"] for name in ("background", "secondaryBackground", "primary"))
    chosen = mixed(page, accent, 0.1)  # Streamlit's ground of a chosen option, whose text has the accent's colour
    assert min(contrast(accent, ground) for ground in (page, sidebar, chosen)) >= 4.5
    assert contrast(colours["textColor"], sidebar) >= 7


def test_what_stands_on_the_accent_has_the_colour_of_the_page():
    """Streamlit writes white on its buttons; a bright accent on a dark page needs dark text."""
    papers = f"light-dark({LIGHT.paper}, {DARK.paper})"
    style = (Path(__file__).parent.parent / "nnviz/ui/shell/page.css").read_text(encoding="utf-8")
    assert f"color: {papers}" in style


def mixed(ground: str, colour: str, share: float) -> str:
    """A transparent colour on a ground."""
    pairs = [(int(ground[i : i + 2], 16), int(colour[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


def test_the_server_takes_what_the_pages_fields_take_and_no_more():
    megabytes = CONFIG["server"]["maxUploadSize"]
    largest = RunSettings().changed(dataset="digits", hidden=({"units": 512},) * MAX_HIDDEN)
    weights = 8 * sum((n_in + 1) * n_out for n_in, n_out in pairwise(largest.widths)) + ROOM
    assert max(UPLOAD_MEGABYTES, weights / 1e6) <= megabytes <= 2 * weights / 1e6
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    assert f"files as large as the app accepts, {megabytes} MB" in readme

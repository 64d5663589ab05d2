"""Every page can be shared as it is: its address, the same as a QR code, and the HTML that embeds it."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from nnviz.ui.shell.catalogue import CATALOGUE, WITHOUT_SETTINGS
from tests.pages.reading import widget


def opened(page, key):
    page.session_state[f"{key}.share"] = True
    page.run()
    assert not page.exception
    return page


def shared(page, key) -> dict[str, str]:
    """The parameters of the address in the panel."""
    field = next(part for part in page.get("bidi_component") if part.proto.component_name == "nnviz.share")
    return dict(parse_qsl(urlsplit(json.loads(field.proto.json)["address"]).query))


@pytest.mark.parametrize("name", [entry.name for entry in CATALOGUE])
def test_every_page_can_be_shared(run_page, name):
    key = "page" if name in WITHOUT_SETTINGS else f"{name}.page"
    page = opened(run_page(name), key)
    assert shared(page, key) == {} and [found for found in page.code if "<iframe" in found.value]


def test_what_is_shared_are_the_settings_of_the_moment(run_page):
    page = run_page("loss")
    widget(page, "button_group", "loss.task").set_value("classes").run()
    assert shared(opened(page, "loss.page"), "loss.page") == {"task": "classes"}


def test_the_playground_shares_the_step_on_view(run_page):
    page = opened(run_page("playground", dataset="xor", step="25"), "playground.page")
    assert shared(page, "playground.page") == {"dataset": "xor", "step": "25"}


def test_the_panel_makes_room_for_the_code(run_page):
    page = opened(run_page("loss", task="classes"), "loss.page")
    widget(page, "button", "loss.page.qr").click().run()
    assert not page.exception and not page.session_state["loss.page.share"]
    picture = next(part.proto.body for part in page.get("html") if "base64," in part.proto.body)
    assert "QR code" in picture and page.code[-1].value.endswith("?task=classes")
    page.run()
    assert not [part for part in page.get("html") if "base64," in part.proto.body]

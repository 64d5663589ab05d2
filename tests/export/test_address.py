"""The address of a moment leads back to it, here and on the app that others reach."""

from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import fromstring

import pytest

from nnviz.datasets import dataset
from nnviz.experiments import HiddenSettings, RunRecipe, RunSettings
from nnviz.experiments.replay.replay import replay
from nnviz.export.address import address_of, embed_code, is_local

HERE = "http://localhost:8501/playground"
WAY = (
    RunRecipe(RunSettings(dataset="xor", hidden=(HiddenSettings(units=3, activation="relu", dropout=0.1),), noise=12.5))
    .with_fields(10, learning_rate=1e-5, clip_norm=None)
    .with_edit(12, 0, "W", (0, 1), -1e20)
    .at(20)
)


def query(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def test_an_address_leads_to_the_same_numbers():
    found, messages = RunRecipe.from_query(query(address_of(WAY, HERE)))
    assert found == WAY and messages == ()
    assert replay(found).evaluation == replay(WAY).evaluation


def test_loaded_weights_travel_in_an_address():
    theta = replay(RunRecipe(WAY.start, (), 7)).state.network.theta
    way = WAY.with_weights(20, theta)
    found, messages = RunRecipe.from_query(query(address_of(way, HERE)))
    assert found == way and messages == ()


def test_an_address_has_no_character_that_a_browser_or_a_qr_code_would_change():
    address = address_of(WAY, HERE)
    assert address.isascii() and address.isprintable()
    assert not set(address) & set(" \"'<>\\^`{|}#+")


def test_what_stood_behind_the_page_is_replaced():
    assert address_of(RunRecipe(), HERE + "?step=9&x=1#top") == HERE
    assert (
        address_of(RunRecipe(step=5), "https://nn.example/app/playground") == "https://nn.example/app/playground?step=5"
    )


@pytest.mark.parametrize(
    ("place", "begin"),
    [
        ("192.168.1.20:8501", "http://192.168.1.20:8501/playground"),
        (" https://nn.example/other?x=1 ", "https://nn.example/playground"),
        ("lab-7.local", "http://lab-7.local/playground"),
        ("[fe80::1]:8501", "http://[fe80::1]:8501/playground"),
    ],
)
def test_others_reach_the_same_page_at_another_place(place, begin):
    assert address_of(RunRecipe(step=5), HERE, place) == begin + "?step=5"


@pytest.mark.parametrize(
    "place",
    [
        "javascript:alert(1)",
        "javascript://alert(1)",
        "ftp://a",
        "a b",
        "user:word@host",
        "host:99999",
        "host:x",
        "http://",
        "\u00e4.de",
        "[::1",
        "a&b",
        "<b>",
    ],
)
def test_what_is_no_place_of_a_server_is_refused(place):
    with pytest.raises(ValueError, match="expected the place of a web server"):
        address_of(RunRecipe(), HERE, place)


def test_own_data_have_no_address():
    own = dataset("moons")
    with pytest.raises(ValueError, match="own data are not part of an address"):
        address_of(RunRecipe(RunSettings().with_own(own)), HERE)


@pytest.mark.parametrize(
    ("page", "local"),
    [
        (HERE, True),
        ("http://127.0.0.1:1/", True),
        ("http://[::1]:8501/", True),
        ("http://192.168.1.20:8501/", False),
        ("https://localhost.example/", False),
        ("", False),
    ],
)
def test_an_address_is_local_if_it_leads_others_nowhere(page, local):
    assert is_local(page) == local


def test_a_page_without_settings_has_an_address_too():
    assert address_of(None, "http://localhost:8501/?x=1") == "http://localhost:8501/"


def test_the_code_that_embeds_a_view_opens_it_without_navigation():
    frame = fromstring(embed_code(address_of(WAY, "https://nn.example/playground"), 'Playground "of" nnviz'))
    assert frame.tag == "iframe" and frame.attrib["title"] == 'Playground "of" nnviz'
    asked = query(frame.attrib["src"])
    assert asked.pop("embed") == "true" and asked == WAY.to_query()
    bare = fromstring(embed_code("https://nn.example/loss", "Loss"))
    assert bare.attrib["src"] == "https://nn.example/loss?embed=true"

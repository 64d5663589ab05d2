"""A QR code is read by a program that has nothing to do with the one that draws it."""

from xml.etree import ElementTree

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.experiments import RunRecipe, RunSettings
from nnviz.export.qr_code import MAX_ADDRESS, QUIET, qr_svg
from tests.export.drawn_code import DOTS, SVG, drawn


def read(svg: str) -> str:
    return zxingcpp.read_barcode(drawn(svg)).text


def test_a_code_says_the_address_of_a_recipe():
    recipe = RunRecipe(RunSettings(dataset="spiral", noise=10.0)).with_fields(500, learning_rate=0.03).at(2000)
    address = "https://example.org/playground?" + "&".join(f"{k}={v}" for k, v in recipe.to_query().items())
    assert read(qr_svg(address)) == address


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=MAX_ADDRESS))
@settings(max_examples=30, deadline=None)
def test_any_address_is_read_as_it_was_written(address):
    assert read(qr_svg(address)) == address


def test_the_longest_address_is_read():
    address = "http://a/" + "x" * (MAX_ADDRESS - 9)
    assert read(qr_svg(address)) == address


@pytest.mark.parametrize("address", ["", "x" * (MAX_ADDRESS + 1), "http://\u00e4.example", "a\nb", "a\0b"])
def test_what_makes_no_readable_code_is_refused(address):
    with pytest.raises(ValueError, match="expected an address of"):
        qr_svg(address)


def test_the_picture_is_dark_on_white_with_a_quiet_margin_and_scales():
    svg = qr_svg("http://localhost:8501/playground")
    image = drawn(svg)
    margin = QUIET * DOTS
    assert (image[:margin] == 255).all() and (image[:, -margin:] == 255).all()
    assert image[margin, margin] == 0
    root = ElementTree.fromstring(svg)
    assert "width" not in root.attrib and root.tag == SVG + "svg"
    assert 'fill="#fff"' in svg and "<script" not in svg

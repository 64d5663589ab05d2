"""The colours: told apart by everybody, readable, and the same in Plotly and on the stage."""

import itertools
import json

import numpy as np
import pytest

from nnviz.figures.theme import DARK, LIGHT, Theme, diverging_colorscale, template, theme, themes_for_browser

# How colours look to people who lack one kind of cone: Machado, Oliveira, Fernandes 2009, table 1, severity 1.0.
SIGHTS = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# Linear sRGB to OKLab (Ottosson 2020), where distances are about as large as they look.
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)

TEXT, SHAPE = 4.5, 3.0
"""The least contrast of text and of what is no text: WCAG 2.2, 1.4.3 and 1.4.11."""

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def linear(colour: str) -> np.ndarray:
    """Light of the three primaries, 0 to 1."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def distance(one: str, two: str, sight: str) -> float:
    """How different two colours look."""
    lab = [TO_LAB @ np.cbrt(TO_CONES @ np.clip(SIGHTS[sight] @ linear(c), 0, 1)) for c in (one, two)]
    return float(np.linalg.norm(lab[0] - lab[1]))


def contrast(one: str, two: str) -> float:
    """The contrast ratio of WCAG 2."""
    bright, dim = sorted((float(np.array([0.2126, 0.7152, 0.0722]) @ linear(c)) for c in (one, two)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@BOTH
@pytest.mark.parametrize("sight", SIGHTS)
def test_ten_classes_are_told_apart_by_everybody(colours: Theme, sight: str):
    assert len(colours.classes) == 10
    assert min(distance(a, b, sight) for a, b in itertools.combinations(colours.classes, 2)) > 0.08


@BOTH
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_first_three_classes_are_far_apart(colours: Theme, sight: str):
    assert min(distance(a, b, sight) for a, b in itertools.combinations(colours.classes[:3], 2)) > 0.1


@BOTH
def test_no_class_looks_like_a_weight(colours: Theme):
    ends = (colours.positive, colours.negative)
    assert min(distance(a, b, "usual") for a in colours.classes for b in ends) > 0.1


@BOTH
@pytest.mark.parametrize("sight", SIGHTS)
def test_positive_and_negative_are_told_apart_by_everybody(colours: Theme, sight: str):
    assert distance(colours.positive, colours.negative, sight) > 0.15


@BOTH
@pytest.mark.parametrize("name", ["ink", "muted", "warning", "right", "test", "train"])
def test_text_can_be_read_on_the_panel(colours: Theme, name: str):
    assert contrast(getattr(colours, name), colours.panel) >= TEXT


@BOTH
def test_curves_have_names_in_their_own_colours_that_can_be_read(colours: Theme):
    assert min(contrast(line, colours.panel) for line in colours.lines) >= TEXT


@BOTH
@pytest.mark.parametrize("name", ["positive", "negative", "gradient", "update"])
def test_bars_and_lines_stand_out_from_the_panel(colours: Theme, name: str):
    assert contrast(getattr(colours, name), colours.panel) >= SHAPE


@BOTH
def test_a_point_of_any_class_stands_out_from_the_panel(colours: Theme):
    assert min(contrast(point, colours.panel) for point in colours.classes) >= SHAPE


@BOTH
@pytest.mark.parametrize("share", [0.45, 0.62])
def test_ink_can_be_read_on_data(colours: Theme, share: float):
    """The cells of X are as violet as 45 % of the first class, grey levels of an image as 62 %."""
    one, paper = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) for c in (colours.classes[0], colours.paper))
    ground = "#" + "".join(f"{round(c):02x}" for c in paper + share * (one - paper))
    assert contrast(colours.ink, ground) >= TEXT


@BOTH
def test_zero_has_the_colour_of_the_panel_and_stands_in_the_middle(colours: Theme):
    assert dict(colours.diverging)[0.5] == colours.zero == colours.panel


def test_plotly_and_the_stage_have_the_same_scale():
    for name, dark in (("light", False), ("dark", True)):
        assert themes_for_browser()[name]["diverging"] == diverging_colorscale(dark)


def test_the_themes_for_the_browser_are_plain_json():
    assert json.loads(json.dumps(themes_for_browser())) == themes_for_browser()


def test_classes_beyond_the_last_start_again():
    assert theme(False).class_colour(10) == theme(False).class_colour(0)


@pytest.mark.parametrize("dark", [False, True])
def test_the_template_carries_the_colours_into_a_figure(dark: bool):
    layout = template(dark).layout
    assert layout.font.color == theme(dark).ink
    assert layout.xaxis.gridcolor == theme(dark).grid
    assert layout.font.size >= 14

"""Lines of NumPy are coloured without a word of them being lost or obeyed."""

import pytest
from streamlit.testing.v1 import AppTest

from nnviz.figures.theme import DARK, LIGHT
from tests.pages.reading import code_lines

LINES = (
    "Z = X @ W + b",
    "A = np.where(Z > 0, 1.0, -0.5)  # a < b & c\nif None:\n    s = 'x<y'\n",
    "# e^z would overflow\n\nreturn E / (1.0 + E)",
    "no Python at all: (((",
    "<img src=x onerror=alert(1)>",
    "",
)


def script(lines: str, engine: str) -> None:
    from nnviz.ui.widgets.numpy_lines import numpy_lines

    numpy_lines(lines, engine)


@pytest.mark.parametrize("lines", LINES)
def test_every_character_is_shown_and_none_is_markup(lines):
    page = AppTest.from_function(script, args=(lines, ""), default_timeout=30).run()
    assert code_lines(page) == [lines]
    assert "<img" not in page.get("html")[0].proto.body


def test_the_browser_chooses_the_colours_so_that_they_follow_a_change_of_the_theme():
    page = AppTest.from_function(script, args=(LINES[1], ""), default_timeout=30).run()
    body = page.get("html")[0].proto.body
    for light, dark in zip(LIGHT.lines[:2], DARK.lines[:2], strict=True):
        assert f"light-dark({light}, {dark})" in body


def test_the_engines_own_line_is_folded_away_and_only_where_it_differs():
    page = AppTest.from_function(script, args=(LINES[0], "Z = X @ W + b[..., None, :]"), default_timeout=30).run()
    assert code_lines(page) == [LINES[0], "Z = X @ W + b[..., None, :]"]
    assert "<details>" in page.get("html")[0].proto.body
    same = AppTest.from_function(script, args=(LINES[0], LINES[0]), default_timeout=30).run()
    assert "<details>" not in same.get("html")[0].proto.body

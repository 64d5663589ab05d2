"""Signs that many fonts lack, such as check marks or pictures, are icons: SVG, or Material's own font."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for pattern in ("nnviz/**/*.py", "pages/*.py", "nnviz/stage/assets/**/*.js", "nnviz/stage/assets/**/*.css")
    for path in ROOT.glob(pattern)
)
GLYPHS = re.compile("[\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
"""Technical signs, geometric shapes, dingbats, emoji."""


def test_the_sources_are_there():
    assert len(SOURCES) > 300


@pytest.mark.parametrize("text", ["Run \u25b6", "\u2715", "\U0001f9e0", "\u23f8"])
def test_the_pattern_knows_signs_that_fonts_lack(text):
    assert GLYPHS.search(text)


def test_no_text_of_the_app_holds_a_sign_that_a_font_may_lack():
    found = {
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in SOURCES
        for line in path.read_text(encoding="utf-8").splitlines()
        if GLYPHS.search(line)
    }
    assert found == set()

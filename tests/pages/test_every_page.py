"""Every page runs on its own, twice, without an exception."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.pages.reading import code_lines, heading_levels

PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_and_runs_again(run_page, name):
    page = run_page(name)
    levels = heading_levels(page)
    assert levels[0] == 1 and levels.count(1) == 1, "a page begins with its title, and has one"
    assert all(b <= a + 1 for a, b in pairwise(levels)), f"a level of heading is left out: {levels}"
    assert not page.run().exception


@pytest.mark.parametrize("name", PAGES)
def test_no_line_that_a_page_shows_checks_what_it_is_given(run_page, name):
    lines = code_lines(run_page(name))
    assert not [line for line in lines if "float64(" in line or "check_" in line]

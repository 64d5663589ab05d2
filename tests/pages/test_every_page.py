"""Every page runs on its own, twice, without an exception."""

from pathlib import Path

import pytest

from tests.pages.reading import code_lines

PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_and_runs_again(run_page, name):
    page = run_page(name)
    assert len(page.title) == 1, "a page has one title"
    assert not page.run().exception


@pytest.mark.parametrize("name", PAGES)
def test_no_line_that_a_page_shows_checks_what_it_is_given(run_page, name):
    lines = code_lines(run_page(name))
    assert not [line for line in lines if "float64(" in line or "check_" in line]

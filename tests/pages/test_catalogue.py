"""One order of the course: the catalogue's, in the navigation, at home and at the foot of every page."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from nnviz.ui.shell.catalogue import CATALOGUE, groups, neighbours, tab_title

README = Path(__file__).parents[2] / "README.md"


def navigation_as_text():
    import streamlit as st

    from nnviz.ui.shell.catalogue import navigation

    for group, pages in navigation().items():
        for page in pages:
            st.text(f"{group}: {page.title}")


def test_the_pages_of_a_group_stand_together():
    assert [entry for entries in groups().values() for entry in entries] == list(CATALOGUE)


def test_the_navigation_has_the_order_of_the_course():
    shown = [text.value for text in AppTest.from_function(navigation_as_text).run().text]
    assert shown == [f"{entry.group}: {entry.title}" for entry in CATALOGUE]


def test_home_has_the_order_of_the_course(run_page):
    home = run_page("home")
    assert [link.proto.page for link in home.get("page_link")] == [entry.name for entry in CATALOGUE[1:]]
    assert [heading.value for heading in home.header] == list(groups())[1:]


@pytest.mark.parametrize("k", range(len(CATALOGUE)))
def test_every_page_has_the_one_before_and_the_one_after_as_neighbours(k):
    before, after = neighbours(CATALOGUE[k].name)
    assert before == (CATALOGUE[k - 1] if k > 0 else None)
    assert after == (CATALOGUE[k + 1] if k < len(CATALOGUE) - 1 else None)


def test_every_tab_has_a_title_of_its_own():
    titles = [tab_title(entry.name) for entry in CATALOGUE]
    assert tab_title("softmax") == "Softmax · nnviz" and len(set(titles)) == len(titles)


def test_what_helps_a_network_of_many_layers_stands_together():
    by_name = {entry.name: entry.group for entry in CATALOGUE}
    assert by_name["vanishing_gradients"] == by_name["initialization_and_dropout"] == by_name["clinic"]
    order = [entry.name for entry in CATALOGUE]
    assert order.index("gradient_descent") < order.index("vanishing_gradients") < order.index("clinic")


def test_the_readme_lists_the_pages_in_the_order_of_the_course():
    rows = [line.split(" | ")[0].strip("| ") for line in README.read_text(encoding="utf-8").splitlines() if "|" in line]
    titles = [entry.title for entry in CATALOGUE[1:]]
    assert [row for row in rows if row in titles] == titles

"""The foot of a page leads on in the course."""

import pytest
from streamlit.testing.v1 import AppTest


def foot_of(name):
    from nnviz.ui.shell.foot import page_foot

    page_foot(name)


@pytest.mark.parametrize(
    ("name", "links"),
    [
        ("home", [("Next: Lessons", "lessons")]),
        ("loss", [("Previous: Forward pass", "forward_pass"), ("Next: Backward pass", "backward_pass")]),
    ],
)
def test_a_foot_links_to_the_neighbours(name, links):
    page = AppTest.from_function(foot_of, args=(name,)).run()
    assert not page.exception
    assert [(link.proto.label, link.proto.page) for link in page.get("page_link")] == links

"""Playground and home tell what the run on view has shown, from the moment at which the panel is opened."""

import pytest

from nnviz.ui.playground.state import PLAYER
from nnviz.ui.shell.catalogue import CATALOGUE
from nnviz.ui.widgets.conclusion import TITLE


def opened(page, key):
    page.session_state[key] = True
    page.run()
    assert not page.exception
    return page.main.markdown[-1].value


def test_the_playground_tells_of_the_step_on_view(run_page):
    page = run_page("playground", step="50")
    told = opened(page, "playground.conclusion")
    run = page.session_state[PLAYER].run
    assert told.startswith("- After 50 steps") and f"**{run.evaluation.train_loss:.4g}**" in told


def test_home_tells_of_the_network_that_learns_there(run_page):
    assert opened(run_page("home"), "page.conclusion").startswith(("- Nothing has been trained yet", "- After "))


@pytest.mark.parametrize("name", [entry.name for entry in CATALOGUE])
def test_every_page_ends_with_what_should_have_been_seen(run_page, name):
    assert run_page(name).main.expander[-1].label == TITLE

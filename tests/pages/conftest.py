"""Pages by Streamlit's AppTest: each page file on its own, as `st.navigation` and AppTest do not go together."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

import tests.quick_app_test  # noqa: F401  (what is the same for all runs, once)
from nnviz.ui.shell.session import ENTERED
from tests.pages.reading import PAGES, open_groups


@pytest.fixture
def run_page() -> Callable[..., AppTest]:
    """A function that runs a page once, the groups of its sidebar open, and refuses an exception on it.

    ``run_page("playground", seed="3")`` runs pages/playground.py with the query parameter seed=3; with
    ``concluded=True`` its conclusion is open. After an interaction call ``page.run()`` and look at ``page.exception``
    again.
    """

    def run(name: str, *, concluded: bool = False, **query: str) -> AppTest:
        page = AppTest.from_file(PAGES / f"{name}.py", default_timeout=60)
        for key, value in query.items():
            page.query_params[key] = value
        page.session_state[ENTERED] = True
        if concluded:
            page.session_state[f"{name}.conclusion"] = True
        open_groups(page, name)
        page.run()
        assert not page.exception, [error.value for error in page.exception]
        return page

    return run

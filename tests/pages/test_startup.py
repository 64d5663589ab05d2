"""A page that is opened by its address sends the visitor through app.py, whatever the browser tells about itself."""

from streamlit.testing.v1 import AppTest

from tests.pages.reading import PAGES


def test_a_page_opened_by_a_client_that_tells_no_address_shows_no_traceback():
    page = AppTest.from_file(PAGES / "softmax.py", default_timeout=60).run()
    assert not page.exception

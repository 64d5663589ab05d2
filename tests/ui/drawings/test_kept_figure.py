"""A figure goes to the browser as a message; Plotly itself goes with it only where the browser has asked."""

import base64
import gzip
import json

import pytest
from streamlit.testing.v1 import AppTest

from nnviz.ui.drawings.kept_figure import WANTED, library_version, packed_library


def header(page: AppTest):
    data = page.get("bidi_component")[0].proto.bytes
    return json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])


def script():
    import plotly.graph_objects as go

    from nnviz.ui.drawings.kept_figure import kept_figure

    def draw(dark: bool) -> go.Figure:
        figure = go.Figure(go.Scatter(x=[1, 2], y=[3, 4]))
        return figure.update_layout(height=321, title="in the dark" if dark else "in the light")

    kept_figure(draw, key="line", alt="a line", revision="first")


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(script, default_timeout=30).run()


def test_the_figure_arrives_with_its_words_and_its_revision(page):
    sent = header(page)
    assert (sent["view"], sent["alt"], sent["revision"]) == ("figure", "a line", "first")
    assert json.loads(sent["figure"])["layout"]["height"] == 321
    assert sent["version"] == library_version()


def test_the_figure_is_made_anew_where_the_theme_has_changed(page, monkeypatch):
    for dark, title in ((True, "in the dark"), (False, "in the light")):
        monkeypatch.setattr("nnviz.ui.drawings.kept_figure.is_dark", lambda dark=dark: dark)
        sent = header(page.run())
        assert (sent["dark"], json.loads(sent["figure"])["layout"]["title"]["text"]) == (dark, title)


def test_the_library_is_sent_once_and_only_when_it_was_asked_for(page):
    assert "library" not in header(page)
    page.session_state[WANTED + "line"] = True
    assert header(page.run())["library"] == packed_library()
    assert "library" not in header(page.run())


def test_the_library_is_the_one_of_the_installed_package():
    from plotly.offline import get_plotlyjs

    assert gzip.decompress(base64.b64decode(packed_library())).decode() == get_plotlyjs()

"""On every page: markup in any parameter, box, file, column or class is shown as text wherever it is shown."""

import importlib
import re

import pytest
from streamlit.testing.v1 import AppTest

from nnviz.export.figures_page import figures_page
from nnviz.ui.inspector.selection import Selection
from nnviz.ui.playground.panels import EXPORT, RESULTS, TENSORS
from nnviz.ui.playground.panels import OWN_DATA as OWN_TABLE
from nnviz.ui.shell.catalogue import CATALOGUE, WITHOUT_SETTINGS
from nnviz.ui.shell.session import INSPECTOR, OWN_DATA, PANEL, PLAYER
from tests.pages.markup import HOSTILE, obeyed, shown
from tests.pages.messages import warnings
from tests.pages.test_refused_values import OPENED
from tests.seeds import some

PAGES = [entry.name for entry in CATALOGUE if entry.name not in WITHOUT_SETTINGS]


def check(page: AppTest) -> None:
    """The page has run, and obeys nothing of what a stranger wrote."""
    assert not page.exception, [error.value for error in page.exception]
    assert not obeyed(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_search_finds_what_would_be_obeyed(text):
    def page(text: str) -> None:
        import streamlit as st

        st.markdown(f"It is {text}.")
        st.warning(f"It is {text}.")
        st.button(text, key="button")
        st.radio("label", [text], help=text)
        st.segmented_control("label", [text])
        with st.expander(text):
            st.caption(text)
        for _ in st.tabs([text]):
            st.metric(text, 1)
        st.dataframe({"a": [1]}, column_config={"a": text})

    assert len(obeyed(AppTest.from_function(page, args=(text,)).run())) >= 9


def test_the_search_finds_what_html_and_figures_would_obey():
    def page(text: str) -> None:
        import plotly.graph_objects as go
        import streamlit as st

        from nnviz.ui.drawings.kept_figure import kept_figure

        st.html(text)
        kept_figure(lambda _: go.Figure(layout={"title": text}), "figure", "a figure")

    assert len(obeyed(AppTest.from_function(page, args=(HOSTILE[2],)).run())) == 2


@pytest.mark.parametrize("text", some(HOSTILE))
@pytest.mark.parametrize("name", PAGES)
def test_every_parameter_of_an_address_is_told_as_text(run_page, name, text):
    state = importlib.import_module(f"nnviz.ui.{name}.state").state
    keys = [key for keys in state.record.address_keys().values() for key in keys]
    page = run_page(name, **dict.fromkeys([*keys, "step", "changes", "unknown"], text))
    check(page)
    assert len(warnings(page)) > 3
    assert "zqx" in shown(page)


@pytest.mark.parametrize("text", some(HOSTILE))
@pytest.mark.parametrize(("name", "query"), [(name, query) for name in PAGES for query in OPENED.get(name, ({},))])
def test_every_box_tells_what_cannot_be_read_as_text(run_page, name, query, text):
    page = run_page(name, **query)
    for key in [box.key for box in page.text_input if not box.disabled]:
        box = next((found for found in page.text_input if found.key == key), None)
        if box is not None:
            box.set_value(text)
            page.run()
            check(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_names_of_classes_are_shown_as_text_in_every_choice_and_formula(run_page, text):
    page = run_page("softmax", class_names=f"{text},{text}2,{text}3", z="1,-1,0.5")
    check(page)
    assert "zqx" in shown(page)


def table(text: str, classes: int) -> str:
    """A table with hostile names, cells and classes; a number to predict where there are no classes."""
    goals = [f"{text} c{i % classes}" if classes else str(i * i * 0.3) for i in range(30)]
    rows = [f"{i * 0.7:.1f}\t{text} {'uv'[i % 2]}\t{goal}" for i, goal in enumerate(goals)]
    return "\n".join([f"{text} x\t{text} y\t{text} z", *rows])


EVERY_TABLE = [(text, classes) for text in HOSTILE for classes in (0, 2, 3)]


@pytest.mark.parametrize(("text", "classes"), some([*EVERY_TABLE[::4], *EVERY_TABLE[1:4], *EVERY_TABLE[5:8]], 3))
def test_names_of_an_own_table_are_shown_as_text_in_every_panel_and_figure(run_page, text, classes):
    page = run_page("playground")
    page.session_state[PANEL] = OWN_TABLE
    page.run()
    page.radio(key=OWN_DATA + "way").set_value("text").run()
    page.text_area(key=OWN_DATA + "pasted").set_value(table(text, classes)).run()
    check(page)
    assert "zqx" in shown(page)
    page.button(key=OWN_DATA + "use").click().run()
    page.run()
    assert page.session_state[PLAYER].run.settings.dataset == "own"
    for panel in (TENSORS, RESULTS, OWN_TABLE, EXPORT):
        page.session_state[PANEL] = panel
        page.run()
        check(page)
    run = page.session_state[PLAYER].run
    written = figures_page(run, page.session_state[PLAYER].history).partition("</script>")[2]
    assert "zqx" in written
    assert not re.search(r"<img|<b>zqx|\\u003cimg|\\u003cb\\u003ezqx", written)


@pytest.mark.parametrize("text", some(HOSTILE))
def test_every_tensor_of_an_own_table_is_opened_as_text(run_page, text):
    page = run_page("playground")
    page.session_state[PANEL] = OWN_TABLE
    page.run()
    page.radio(key=OWN_DATA + "way").set_value("text").run()
    page.text_area(key=OWN_DATA + "pasted").set_value(table(text, 3)).run()
    page.button(key=OWN_DATA + "use").click().run()
    page.session_state[PANEL] = TENSORS
    for path in ("X", "Y", "layers[0].W", "layers[1].A", "layers[1].dW"):
        page.session_state[INSPECTOR + "playground"] = Selection(path, (0, 0), written=True)
        page.run()
        check(page)

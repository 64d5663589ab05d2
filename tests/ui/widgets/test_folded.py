"""A closed panel costs nothing: what it holds is not even computed."""

from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from nnviz.ui.widgets.folded import folded

    with folded("Show as a table", "panel") as is_open:
        if is_open:
            st.session_state["computed"] = st.session_state.get("computed", 0) + 1
            st.markdown("a table")


def test_nothing_is_computed_or_sent_before_the_panel_is_open():
    page = AppTest.from_function(script, default_timeout=30).run()
    assert not page.markdown and "computed" not in page.session_state
    page.session_state["panel"] = True
    page.run()
    assert [text.value for text in page.markdown] == ["a table"]

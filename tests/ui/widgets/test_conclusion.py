"""What should have been seen is told when a person asks for it, and computed then."""

from streamlit.testing.v1 import AppTest


def page_with_a_conclusion():
    import streamlit as st

    from nnviz.experiments.softmax.settings import SoftmaxSettings
    from nnviz.ui.shell.page_state import PageState
    from nnviz.ui.widgets.conclusion import conclusion

    def sentences():
        st.session_state.computed = st.session_state.get("computed", 0) + 1
        return [f"With a target of **{state.settings.target}**, the first.", "The second."]

    state = PageState("softmax", SoftmaxSettings)
    st.button("other", on_click=lambda: state.update(target=2))
    conclusion(state, sentences)


def opened(page: AppTest, is_open: bool) -> AppTest:
    page.session_state["softmax.conclusion"] = is_open
    return page.run()


def test_nothing_is_computed_before_it_is_opened():
    page = AppTest.from_function(page_with_a_conclusion).run()
    assert not page.exception
    assert [expander.label for expander in page.expander] == ["What you should have seen"]
    assert not page.markdown and "computed" not in page.session_state


def test_each_sentence_is_a_bullet():
    page = opened(AppTest.from_function(page_with_a_conclusion).run(), True)
    assert page.markdown[0].value == "- With a target of **0**, the first.\n- The second."


def test_it_follows_the_settings_of_the_moment():
    page = opened(AppTest.from_function(page_with_a_conclusion).run(), True)
    page.button[0].click().run()
    assert "target of **2**" in page.markdown[0].value

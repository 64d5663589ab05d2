"""The entry: how pages are served, page config, navigation, the foot of every page; nothing else."""

import streamlit as st

from nnviz.ui.lessons.bar import carry_out, lesson_on, lesson_style, show_lesson_notes
from nnviz.ui.shell.catalogue import navigation, tab_title
from nnviz.ui.shell.foot import page_foot
from nnviz.ui.shell.page_tools import correct_address, is_embedded, page_tools
from nnviz.ui.shell.startup import enter_app

if __name__ == "__main__":  # Streamlit runs this file for a visitor
    # The tab's icon before the navigation, which would fetch the page's own from another host; the title is known
    # after it.
    embedded = is_embedded()
    st.set_page_config(page_icon="🧠", layout="wide", initial_sidebar_state="collapsed" if embedded else 290)
    enter_app()
    page = st.navigation(navigation(), position="hidden" if embedded else "top")
    name = page.url_path or "home"
    st.set_page_config(page_title=tab_title(name))
    lesson_style()
    page_tools(lesson_on(name), carry_out)
    show_lesson_notes()
    page.run()
    if not embedded:
        page_foot(name)
    correct_address()
else:  # the server imports it, once
    from nnviz.ui.drawings.direct_routes import direct_routes
    from nnviz.ui.drawings.first_paint import expect_browsers
    from nnviz.ui.lessons.routes import hall_routes
    from nnviz.ui.shell.left_page import drop_requests_of_left_pages
    from nnviz.ui.shell.served_page import served_pages

    drop_requests_of_left_pages()
    expect_browsers()
    app = st.App(__file__, routes=[*hall_routes(), *direct_routes(), *served_pages()])

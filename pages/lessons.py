"""Lessons: a lecture step by step, on the pages of this app; start one, go on with one, upload one."""

from nnviz.ui.lessons.page import list_of_lessons, seen, upload, way_back
from nnviz.ui.shell.layout import page_header
from nnviz.ui.shell.startup import open_page
from nnviz.ui.widgets.conclusion import conclusion

open_page()
page_header(
    None,
    "Lessons",
    "Lectures step by step, on the pages of this app: start one, or step through it **alone** and answer.",
)
way_back()
list_of_lessons()
upload()
conclusion(None, seen)

"""What comes before app.py where Python runs in the browser: what a server would do once, and what stlite leaves out.

The site's boot.js puts app.py's own lines behind these and gives both to stlite as one script, since stlite rewrites
the script that it is given: there `page.run()` has to be awaited.
"""

from streamlit import runtime
from streamlit.runtime import Runtime

from nnviz.ui.shell.left_page import drop_requests_of_left_pages

# Streamlit's components look for the runtime by these two; stlite keeps one for each session, in a variable of its own.
for name, way in (("exists", runtime.exists), ("instance", runtime.get_instance)):
    if not hasattr(Runtime, name):
        setattr(Runtime, name, way)

drop_requests_of_left_pages()

"""A field that takes a file, and what to do where the file does not arrive."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

_HINT = """
<style>
.nnviz-upload-hint { display: none; margin: 0; }
[class*="st-key-upload-of-"]:has([data-testid="stFileChipIconError"],
  [data-testid="stFileUploaderFileErrorMessage"]) .nnviz-upload-hint { display: block; }
</style>
<p class="nnviz-upload-hint" role="status">The file was not accepted; its red mark says why. &ldquo;Status code
413&rdquo; means that a server between you and this app lets only smaller files through: choose a smaller file, or ask
whoever runs this app to allow larger ones (its README says how).</p>
"""


@contextmanager
def explained_upload(name: str) -> Iterator[None]:
    """Draw the field inside; a hint appears below it where the browser could not send a file.

    The server does not hear of a file that a proxy has refused: so the hint is there from the start, and hidden.

    Parameters
    ----------
    name : str
        Of what is uploaded; one of its name a page.
    """
    with st.container(key=f"upload-of-{name}"):
        yield
        st.html(_HINT)

"""A name out of a file is shown as it is, on one line."""

import pytest

from nnviz.ui.widgets.escape import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [("[x](y)", r"\[x\]\(y\)"), ("a\n# b", r"a \# b"), ("plain", "plain"), ("$1$", r"\$1\$")],
)
def test_every_mark_is_escaped_and_no_line_begins(text, shown):
    assert plain(text) == shown

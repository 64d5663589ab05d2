"""What a person wrote is shown and not obeyed, and no message goes around the module that sees to it."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.ui.widgets.untrusted_text import escape_latex, escape_markdown, sentence
from tests.pages.messages import read

ROOT = Path(__file__).parents[3]
ALLOWED = ROOT / "nnviz" / "ui" / "widgets" / "untrusted_text.py"
PYTHON_FILES = [*(ROOT / "nnviz" / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
BOXES = {"warning", "error", "success"}


def raw_messages(source: str) -> list[int]:
    """The lines that call one of Streamlit's message boxes: of `st`, or of any place such as a column."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [node for node in calls if isinstance(node.func, ast.Attribute)]
    return [
        node.lineno
        for node in named
        if node.func.attr in BOXES
        or (node.func.attr == "info" and isinstance(node.func.value, ast.Name) and node.func.value.id == "st")
    ]


def test_the_scan_finds_messages():
    assert raw_messages("st.warning(x)\nleft.error(x)\nst.info(x)\nfigure.info(x)\nst.success(x)") == [1, 2, 3, 5]


def test_no_message_goes_around_the_escaping_boxes():
    found = {path.name: raw_messages(path.read_text(encoding="utf-8")) for path in PYTHON_FILES if path != ALLOWED}
    assert not {name: lines for name, lines in found.items() if lines}
    assert raw_messages(ALLOWED.read_text(encoding="utf-8")) == [], "the boxes are handed out, not called"


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_escaped_markdown_reads_as_what_was_written(text):
    assert read(escape_markdown(text)) == text.replace("\n", " ")


@pytest.mark.parametrize("text", ["![x](http://e.org/x.png)", "<img src=x>", "$x$", ":red[a]", "`a`", "**b**", "# c"])
def test_no_mark_is_left_that_markdown_obeys(text):
    escaped = escape_markdown(text)
    assert all(escaped[k - 1] == "\\" for k, mark in enumerate(escaped) if mark in "[]()<>$:`*#!")


def test_latex_cannot_leave_its_text():
    assert escape_latex(r"a}\href{x}{y}$") == r"a\}\textbackslash{}href\{x\}\{y\}\$"


def test_a_sentence_begins_with_a_capital_and_ends_once():
    assert [sentence(text) for text in ("it is so", "is it?", "'a' is", "")] == ["It is so.", "Is it?", "'a' is.", "."]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("[x](y)", r"\[x\]\(y\)"), ("a\n# b", r"a \# b"), ("plain", "plain"), ("$1$", r"\$1\$")],
)
def test_every_mark_is_escaped_and_no_line_begins(text, shown):
    assert escape_markdown(text) == shown

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.lessons.markup import paragraphs_to_html, plain, refused_markup, to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("all **ReLU** now", "all <strong>ReLU</strong> now"),
        ("*one* and _two_", "<em>one</em> and <em>two</em>"),
        ("a_b_c stays", "a_b_c stays"),
        ("`X @ W < 1`", "<code>X @ W &lt; 1</code>"),
        ("$z < 0$ & more", '<span class="math">z &lt; 0</span> &amp; more'),
        ("5 * 3 * 2 < 31", "5 * 3 * 2 &lt; 31"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_marks_become_elements_and_all_else_is_escaped(text, html):
    assert to_html(text) == html


@given(st.text(st.sampled_from("*_`$<>&\"' ab\n"), max_size=30))
def test_nothing_but_four_elements_comes_out(text):
    html = to_html(text)
    for tag in ("strong", "em", "code"):
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    html = html.replace('<span class="math">', "").replace("</span>", "")
    assert "<" not in html
    assert ">" not in html


def test_a_text_without_its_marks_is_read_aloud():
    assert plain("**Six** layers of `relu`, $z$ and *more*") == "Six layers of relu, z and more"


@pytest.mark.parametrize("text", ["W[0][1] of 8:relu:0.1", "at 10:30: all", "see layers[0] (the first)", "x[1]: one"])
def test_brackets_and_colons_of_maths_are_no_markup(text):
    assert refused_markup(text) == ""


def test_links_in_code_are_code():
    assert refused_markup("`[a](b)`") == ""
    assert "a link" in refused_markup("[a](b)")


def test_notes_become_paragraphs_where_a_sentence_or_a_thought_ends_and_not_where_a_line_was_full():
    notes = 'Ask **why** this\nhappens.\nUsual answer: "it stays."\nWait\n- one <b>\n- two\n\nand\nthree'
    assert paragraphs_to_html(notes) == (
        "<p>Ask <strong>why</strong> this happens.</p><p>Usual answer: &quot;it stays.&quot;</p><p>Wait</p>"
        "<p>- one &lt;b&gt;</p><p>- two</p><p>and three</p>"
    )
    assert paragraphs_to_html("") == ""

"""Formulas as MathML: everything that the inspector's formulas use, escaped, and code where a command is not known."""

from xml.etree import ElementTree

import pytest

from nnviz.engine.tensors import walk
from nnviz.experiments import RunSettings, advance, start
from nnviz.lessons.mathml import mathml
from nnviz.lessons.recording.texts import html


@pytest.mark.parametrize("query", [{}, {"optimizer": "adam"}, {"data": "digits", "loss": "categorical_cross_entropy"}])
def test_every_formula_of_a_training_step_is_set(query):
    views = list(walk(advance(start(RunSettings.from_query(query)[0]), 1).last))
    assert len(views) > 20
    for view in views:
        for latex in (view.formula, view.symbol):
            assert ElementTree.fromstring(mathml(latex)).tag == "math", latex


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{a}{b}", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
        (r"W_{ij}^\top", '<msubsup><mi>W</mi><mrow><mi>i</mi><mi>j</mi></mrow><mo stretchy="false">⊤</mo></msubsup>'),
        (r"\text{if } x", "<mrow><mtext>if&#160;</mtext><mi>x</mi></mrow>"),
        (r"12.5", "<mn>12.5</mn>"),
        (r"x < 3", "<mrow><mi>x</mi><mo>&lt;</mo><mn>3</mn></mrow>"),
    ],
)
def test_parts_of_formulas(latex, expected):
    assert expected in mathml(latex)


def test_cases_stand_in_rows():
    found = mathml(r"\begin{cases} 1 & z > 0 \\ 0 & \text{else} \end{cases}")
    assert len(ElementTree.fromstring(found.replace("&#160;", " ")).findall(".//mtr")) == 2


@pytest.mark.parametrize("latex", [r"\unknown{x}", r"\frac{a}", "a}", r"<script>\x", "{" * 5000])
def test_what_is_no_formula_stays_text(latex):
    found = mathml(latex)
    assert found.startswith("<code>")
    assert "<script" not in found


def test_texts_of_a_lesson_have_formulas_and_no_markup_of_their_own():
    found = html("**W** is $W_1$, <b onclick=x>not</b>")
    assert found.startswith("<strong>W</strong> is <math")
    assert "<b " not in found

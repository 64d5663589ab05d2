"""What a first-year student may not know is explained where a page first uses it."""

import re

import pytest

from nnviz.ui.shell.catalogue import CATALOGUE

MARKED = re.compile(r"\]\(#term-([\w-]+) ")


def marked(run_page, name: str) -> list[str]:
    return [term.replace("-", " ") for text in run_page(name).markdown for term in MARKED.findall(text.value)]


@pytest.mark.parametrize("name", [entry.name for entry in CATALOGUE])
def test_no_page_explains_a_term_twice(run_page, name):
    found = marked(run_page, name)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("activation_functions", {"activation function", "backward pass", "gradient"}),
        ("backward_pass", {"loss", "upstream gradient"}),
        ("forward_pass", {"activation function"}),
        ("gradient_descent", {"gradient", "learning rate", "batch", "epoch"}),
        ("initialization_and_dropout", {"initialization", "dropped", "overfitting"}),
        ("linear_collapse", {"activation function"}),
        ("loss", {"gradient", "epoch"}),
        ("playground", {"gradient"}),
        ("softmax", {"logit", "softmax", "cross entropy"}),
        ("vanishing_gradients", {"gradient"}),
    ],
)
def test_a_page_explains_its_terms(run_page, name, terms):
    assert terms <= set(marked(run_page, name))

"""The rules of the optimizers as text that is linked to the table's columns."""

import pytest

from nnviz.engine import OPTIMIZERS, optimizer
from nnviz.ui.gradient_descent.rule_text import pieces


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sgd", "θ ← θ − η g"),
        ("nesterov", "v ← μ v + g, θ ← θ − η (g + μ v)"),
        ("rmsprop", "s ← ρ s + (1 − ρ) g², θ ← θ − η g / (√s + ε)"),
        ("adam", "θ ← θ − η v̂ / (√ŝ + ε)"),
        ("amsgrad", "θ ← θ − η v̂ / (√û + ε)"),
        ("radam", "θ ← θ − η a v̂"),
        ("adadelta", "θ ← θ − η d"),
        ("adamw", "θ ← (1 − η λ) θ − η v̂ / (√ŝ + ε)"),
    ],
)
def test_a_rule_reads_as_in_the_engine(name, text):
    assert "".join(piece for piece, _ in pieces(optimizer(name))) == text


LINKED = {
    "sgd": "g",
    "momentum": "gv",
    "nesterov": "gv",
    "adagrad": "gs",
    "rmsprop": "gs",
    **dict.fromkeys(("adam", "adamw", "nadam", "adamax"), "sv"),
    "amsgrad": "uv",
    "radam": "v",
    "adadelta": "",
}
"""The columns that each rule is linked to; of AMSGrad's, RAdam's and AdaDelta's rule the step alone is shown."""


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_symbol_is_linked_and_no_latex_is_left(name):
    found = pieces(optimizer(name))
    assert "\\" not in "".join(piece for piece, _ in found)
    assert "".join(sorted({link for _, link in found} - {"", "theta", "rate"})) == LINKED[name]
    assert {"theta", "rate"} <= {link for _, link in found}


def test_roots_hats_and_squares_belong_to_their_symbol():
    links = dict(pieces(optimizer("adam"))) | dict(pieces(optimizer("adagrad")))
    assert (links["√ŝ"], links["v̂"], links["√s"], links["g²"], links[" + ε)"]) == ("s", "v", "s", "g", "")

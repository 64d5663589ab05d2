"""Terms in sentences are marked with the meaning that the glossary of the documents gives."""

import re
from pathlib import Path

import pytest

from nnviz.ui.widgets.glossary import MEANINGS, explained

GLOSSARY = Path(__file__).parents[3] / "docs" / "glossary.md"


def documented() -> dict[str, str]:
    """The meanings in the tables of the glossary, by each of the terms of a row."""
    rows = [line.split("|")[1:3] for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return {term: meaning.strip() for terms, meaning in rows for term in re.split(", ", terms.strip())}


@pytest.mark.parametrize("term", MEANINGS)
def test_a_term_means_what_the_glossary_says(term):
    assert MEANINGS[term] == documented()[term]


def test_a_term_becomes_a_link_with_its_meaning():
    marked = explained("Softmax turns the **logits** into")
    assert f'[Softmax](#term-softmax "{MEANINGS["softmax"]}") turns' in marked
    assert f'**[logits](#term-logit "{MEANINGS["logit"]}")** into' in marked


def test_only_the_first_use_is_marked():
    assert explained("A gradient and more gradients").count("](#term-gradient") == 1


def test_only_the_terms_asked_for_are_marked():
    marked = explained("batches of an epoch", "epoch")
    assert "](#term-epoch" in marked and "#term-batch" not in marked
    with pytest.raises(ValueError, match="got epochs; choose"):
        explained("epochs", "epochs")


def test_the_longest_term_is_marked():
    assert "[upstream gradient](#term-upstream-gradient" in explained("the upstream gradient")


@pytest.mark.parametrize(
    "text",
    ["`batch` of", "$loss$", ":material/loss:", "[the loss](https://a)", "losses", "x-loss", "deadline", "![loss](a)"],
)
def test_nothing_is_marked_in_code_formulas_links_and_other_words(text):
    assert explained(text) == text


def test_no_meaning_would_end_its_title():
    assert not [term for term, meaning in MEANINGS.items() if set(meaning) & set('"\\[]')]

"""Units that are copies of each other are called alike: "1 of 8 differ" says that all are."""

import pytest

from nnviz.experiments.clinic import CASES, begin
from nnviz.experiments.clinic.assessment import alike, evidence_against


@pytest.mark.parametrize(
    ("different", "units", "words"),
    [
        (1, 8, "all 8 units are alike"),
        (3, 8, "8 units are of 3 kinds"),
        (8, 8, "all 8 units differ"),
        (1, 1, "there is 1 unit"),
    ],
)
def test_copies_are_counted_in_words(different, units, words):
    assert alike(different, units) == words


def test_the_evidence_against_symmetry_names_each_layer():
    text = evidence_against(begin(CASES["dead"].training()), "symmetric")
    assert text == (
        "The units are not copies of each other: in layer 1 all 8 units differ, in layer 2 all 8 units differ."
    )

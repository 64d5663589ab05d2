"""The questions of the matrices page have one true answer, for all sizes, entries and operands."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnviz.experiments.matrices.questions import weight_question, which_fits
from nnviz.experiments.matrices.settings import MatrixSettings

small = st.integers(-2, 2).map(float)


@st.composite
def products(draw):
    n, d, p = draw(st.integers(1, 6)), draw(st.integers(1, 5)), draw(st.integers(1, 4))
    return tuple(draw(arrays(np.float64, shape, elements=small)) for shape in ((n, d), (d, p), (p,)))


@given(products())
def test_a_weight_changes_one_column_wherever_that_is_asked(product):
    question = weight_question(*product)
    X = product[0]
    seen_in_two_rows = ((X != 0).sum(0) > 1).any()
    assert (question is not None) == seen_in_two_rows
    assert question is None or question.answer == "entries of one column only"


def test_the_page_as_opened_poses_both():
    settings = MatrixSettings()
    assert weight_question(*(settings.matrix(name) for name in ("X", "W", "b"))) is not None


shapes = st.lists(st.integers(1, 5), max_size=2).map(tuple)


@given(shapes, shapes)
def test_what_fits_is_what_numpy_computes(left, right):
    A, B = np.ones(left), np.ones(right)
    fits = []
    for operation in (np.matmul, np.multiply):
        try:
            operation(A, B)
            fits.append(True)
        except ValueError:
            fits.append(False)
    answers = {
        (True, True): "both",
        (True, False): "only A @ B",
        (False, True): "only A * B",
        (False, False): "neither",
    }
    assert which_fits(A, B).answer == answers[tuple(fits)]

"""What the matrices page concludes is what its settings give."""

from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments.matrices.conclusions import conclusions
from nnviz.experiments.matrices.settings import MatrixSettings


def test_the_opened_page_concludes_with_its_own_numbers():
    product, models, operands, ranks = conclusions(MatrixSettings())
    assert "X (4, 2) and W (2, 3) to Z (4, 3)" in product
    assert "all 12 entries of Z cost 24 multiplications. Z[0, 0] = 2.5 is" in product
    assert "3 linear models of 2 features, 9 parameters in all" in models
    assert "**A @ B**: The inner dimensions do not match" in operands
    assert "`T[3, 4, 3]` has rank 0" in ranks


@given(st.tuples(st.integers(1, 6), st.integers(1, 5), st.integers(1, 4)))
def test_every_size_is_counted_in_words(size):
    n, d, p = size
    text = " ".join(conclusions(MatrixSettings().with_size(n, d, p)))
    assert f"to Z {(n, p)}" in text
    assert "1 samples" not in text and "1 features" not in text and "1 models" not in text


def test_broadcasting_is_named_where_mathematics_defines_nothing():
    assert "**A + B**: The sizes are not equal" in conclusions(MatrixSettings(left="6 18; 4 23", right="1 2"))[2]

"""The matrices page's computations: the product term by term, sizes and entries, mismatches, models, ranks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments.matrices.linear_models import linear_models
from nnviz.experiments.matrices.operators import attempts, explain
from nnviz.experiments.matrices.product import affine, changed_by_weight
from nnviz.experiments.matrices.settings import MatrixSettings, parse_operand
from nnviz.experiments.matrices.tensor_ranks import chain, ranks


def by_hand(X, W, b):
    """X W + b with three loops, as one does it on paper."""
    n, d, p = len(X), len(W), len(b)
    return [[sum(X[i][k] * W[k][j] for k in range(d)) + b[j] for j in range(p)] for i in range(n)]


sizes = st.tuples(st.integers(1, 6), st.integers(1, 5), st.integers(1, 4))


@given(sizes)
def test_the_product_is_that_of_three_loops_and_its_parts_add_up(size):
    settings = MatrixSettings().with_size(*size)
    X, W, b = (settings.matrix(name) for name in ("X", "W", "b"))
    parts = affine(X, W, b)
    np.testing.assert_allclose(parts.Z, by_hand(X.tolist(), W.tolist(), b.tolist()), rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(parts.products.sum(1), parts.XW, rtol=1e-13, atol=1e-13)
    np.testing.assert_array_equal(parts.XW + parts.B, parts.Z)
    assert (parts.B == parts.B[0]).all()


def test_a_worked_example_of_strang_row_times_column():
    # G. Strang, Introduction to Linear Algebra, 4th edition, section 2.4, the first square example.
    found = affine(np.array([[1.0, 1], [2, -1]]), np.array([[2.0, 2], [3, 4]]), np.zeros(2))
    assert found.Z.tolist() == [[5.0, 6.0], [1.0, 0.0]]


def test_a_weight_changes_one_column_and_not_where_its_feature_is_zero():
    X, W, b = np.array([[1.0, 2], [0, 1], [3, 0]]), np.ones((2, 2)), np.zeros(2)
    changed = changed_by_weight(X, W, b, 0, 1)
    assert changed.tolist() == [[False, True], [False, False], [False, True]]


def test_sizes_can_change_and_typed_entries_stay():
    typed = MatrixSettings().with_entry("X", (1, 0), "7,").with_entry("W", (0, 2), "-1e1")
    grown = typed.with_size(5, 3, 4)
    assert grown.matrix("X").shape == (5, 3)
    assert grown.matrix("X")[1, 0] == 7.0
    assert grown.matrix("W")[0, 2] == -10.0
    shrunk = grown.with_size(1, 1, 1)
    assert shrunk.matrix("X").tolist() == [[1.0]]
    assert (shrunk.row, shrunk.column) == (0, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("abc", "expected numbers, got 'abc'"),
        ("", "got nothing"),
        ("1 2", "at most 1"),
        ("1000", "from -99 to 99"),
        ("nan", "finite"),
    ],
)
def test_typed_nonsense_is_refused_with_a_reason(text, words):
    with pytest.raises(ValueError, match=words):
        MatrixSettings().with_entry("X", (0, 0), text)


@pytest.mark.parametrize(("name", "index"), [("Q", (0, 0)), ("X", (9, 0)), ("X", (0, -1)), ("b", (0, 0))])
def test_an_entry_that_does_not_exist_is_refused(name, index):
    with pytest.raises(ValueError, match="expected an entry"):
        MatrixSettings().with_entry(name, index, "1")


def test_the_flowers_are_real_and_a_typed_number_makes_them_ones_own():
    flowers = MatrixSettings(source="iris", n=6, d=4)
    assert flowers.matrix("X")[0].tolist() == [5.1, 3.5, 1.4, 0.2]
    assert flowers.matrix("X")[2].tolist() == [6.3, 3.3, 6.0, 2.5]
    changed = flowers.with_entry("X", (0, 0), "5")
    assert changed.source == "own"
    assert changed.matrix("X")[0].tolist() == [5.0, 3.5, 1.4, 0.2]
    with pytest.raises(ValueError, match="at most 4 features"):
        MatrixSettings(source="iris", d=4).with_size(1, 5, 1)


def test_the_address_brings_everything_back():
    settings = MatrixSettings(n=2, d=1, p=2, X=(1.5, -2.0), row=1, column=1, entries_shown=3, left="1 2")
    assert MatrixSettings.from_query(settings.to_query()) == (settings, ())
    _, messages = MatrixSettings.from_query({"X": "1,2,3", "left": "1 2; 3", "row": "9"})
    assert len(messages) == 3


def test_what_fits_and_what_does_not_is_what_numpy_says():
    A, B = parse_operand("1 2 3; 4 5 6"), parse_operand("1 -1 2; 0 3 1")
    tried = {attempt.expression: attempt for attempt in attempts(A, B)}
    assert [name for name, attempt in tried.items() if not attempt.fits] == ["A @ B"]
    assert "mismatch in its core dimension" in tried["A @ B"].numpy_error
    assert tried["A @ B"].pairs == ((3, 2, False),)
    assert "each row on the left has 3 entries, each column on the right has 2" in explain(tried["A @ B"])
    assert tried["A * B"].value.tolist() == [[1.0, -2.0, 6.0], [0.0, 15.0, 6.0]]
    assert tried["A @ B.T"].value.tolist() == [[5.0, 9.0], [11.0, 21.0]]
    assert tried["A.T"].value.tolist() == [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]


ranks_and_sizes = st.lists(st.integers(1, 4), max_size=2).map(tuple)


@given(ranks_and_sizes, ranks_and_sizes)
def test_every_pair_of_shapes_is_explained_and_its_terms_make_the_entry(left, right):
    A, B = (np.arange(np.prod(shape), dtype=np.float64).reshape(shape) for shape in (left, right))
    A, B = np.asarray(A - 2.0), np.asarray(B - 3.0)
    shown = {"A": np.atleast_2d(A), "B": np.atleast_2d(B)}
    for attempt in attempts(A, B):
        both = len(attempt.left) > 0 and len(attempt.right) > 0
        assert attempt.fits == (all(good for *_, good in attempt.pairs) and (both or attempt.kind != "matmul"))
        assert attempt.fits == (not attempt.numpy_error)
        assert explain(attempt).endswith(".")
        if not attempt.fits:
            continue
        for written, cells, entry in zip(attempt.terms, attempt.sources, attempt.value.ravel(), strict=True):
            numbers = [shown[name][row, column] for name, row, column in cells]
            if attempt.kind == "transpose":
                assert numbers == [entry]
                continue
            assert eval(written.replace("·", "*").replace("−", "-")) == entry
            again = {"matmul": dot, "hadamard": np.prod, "add": np.sum, "total": np.sum}[attempt.kind](numbers)
            assert again == entry, "the entries that are marked are those that it comes from"


def dot(pairs):
    return sum(a * c for a, c in zip(pairs[::2], pairs[1::2], strict=True))


def tried(left, right):
    return {attempt.expression: attempt for attempt in attempts(parse_operand(left), parse_operand(right))}


def test_the_courses_examples_of_vectors_and_of_the_hadamard_product():
    scaled = tried("2", "6 18 4 23")
    assert scaled["A * B"].value.tolist() == [12.0, 36.0, 8.0, 46.0]
    assert explain(scaled["A * B"]) == "A number times a vector or a matrix: every entry is multiplied by it."
    assert tried("6 18 4 23", "1 2 3 4")["A.sum()"].value == 51.0
    assert tried("6 18 4 23", "1 2 3 4")["A.sum()"].terms == ("6 + 18 + 4 + 23",)
    assert tried("6 18 4 23", "1 2 3 4")["A + B"].value.tolist() == [7.0, 20.0, 7.0, 27.0]
    product = tried("[[6, 18], [4, 23]]", "[[2, 1], [1, 2]]")
    assert product["A * B"].value.tolist() == [[12.0, 18.0], [4.0, 46.0]]
    assert product["A + B"].value.tolist() == [[8.0, 19.0], [5.0, 25.0]]


def test_equal_sizes_or_a_reason_and_broadcasting_is_named_where_numpy_goes_further():
    unequal = tried("6 18 4 23", "1 2 3")["A + B"]
    assert not unequal.fits
    assert "needs equal sizes; (4,) and (3,) differ" in explain(unequal)
    for left, right, word in (("1 2", "6 18; 4 23", "vector in every row"), ("1 2; 3 4", "1; 2", "axis of length 1")):
        stretched = tried(left, right)["A + B"]
        assert stretched.fits and not stretched.equal_sizes
        assert "mathematics does not define it" in explain(stretched)
        assert word in explain(stretched) and explain(stretched).endswith("(broadcasting).")
    assert "adds the number to every entry" in explain(tried("2", "6 18")["A + B"])


def test_an_operand_is_a_number_a_vector_or_a_matrix_as_it_is_typed():
    assert parse_operand("2").shape == parse_operand("−2.5").shape == ()
    assert parse_operand("6 18 4 23").shape == parse_operand("[6, 18, 4, 23]").shape == (4,)
    assert parse_operand("4 5;").shape == parse_operand("[[4, 5]]").shape == (1, 2)
    assert parse_operand("[2]").shape == (1,)
    assert parse_operand("6 18; 4 23").tolist() == parse_operand("[[6, 18], [4, 23]]").tolist()


@given(sizes, st.integers(0, 5))
def test_the_planes_are_the_models_and_their_zero_lines_are_zero(size, fixed):
    settings = MatrixSettings().with_size(*size)
    X, W, b = (settings.matrix(name) for name in ("X", "W", "b"))
    fixed = min(fixed, len(X) - 1)
    found = linear_models(X, W, b, fixed)
    rest = X[fixed, found.features :] @ W[found.features :] + b
    np.testing.assert_allclose(found.heights, found.corners @ W[: found.features] + rest, atol=1e-12)
    at_zero = found.zeros @ W[: found.features] + rest  # (p, 2, p): each model's own column is 0
    own = at_zero[np.arange(len(b)), :, np.arange(len(b))]
    assert np.nanmax(np.abs(own), initial=0.0) < 1e-12
    assert (found.low <= found.X).all() and (found.X <= found.high).all()


def test_a_model_that_is_never_zero_has_no_line():
    found = linear_models(np.ones((1, 2)), np.zeros((2, 1)), np.array([3.0]))
    assert np.isnan(found.zeros).all()


def test_each_index_takes_one_axis_away():
    seen = ranks()
    found = chain(seen.T, 3, 4, 2)
    assert [array.ndim for _, array in found] == [3, 2, 1, 0]
    assert [array.shape for _, array in found] == [(6, 8, 8), (8, 8), (8,), ()]
    assert found[3][1] == seen.X[3, 4 * 8 + 2]
    assert seen.names == ("0", "1", "2", "3", "4", "5")

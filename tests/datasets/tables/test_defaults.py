"""The target and the features at the start: the nearest to the last column that fits, and always rows to train on."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.datasets import TableError, default_features, default_target, possible_kinds, read_table, to_dataset
from nnviz.datasets.tables.defaults import left_out_at_first
from nnviz.datasets.tables.table import MAX_COLUMNS, Table


def table_of(**columns) -> Table:
    rows = zip(*columns.values(), strict=True)
    return read_table("\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)]) + "\n", header=True)


N = 24
SIZE = [k * 0.37 % 1.1 for k in range(N)]
GRADE = ["abc"[k % 3] for k in range(N)]


@pytest.mark.parametrize(
    "last",
    [
        ["x"] * N,
        ["7"] * N,
        [""] * 20 + ["1", "2", "1", "2"],
        [f"name {k}" for k in range(N)],
        [f"town {k % 12}" for k in range(N)],
        list(range(1, N + 1)),
        list(np.random.default_rng(3).permutation(N)),
    ],
    ids=["one text", "one number", "mostly empty", "names", "texts of many values", "row numbers", "shuffled numbers"],
)
def test_a_last_column_that_does_not_fit_is_passed_over(last):
    assert default_target(table_of(size=SIZE, grade=GRADE, last=last)) == "grade"


def test_the_last_column_is_the_target_whatever_stands_left_of_it():
    assert default_target(table_of(grade=GRADE, height=SIZE, size=SIZE[::-1])) == "size"
    assert default_target(table_of(height=SIZE, flag=[k % 2 for k in range(N)], size=SIZE[::-1])) == "size"


def test_two_columns_that_do_not_fit_are_passed_over():
    assert default_target(table_of(size=SIZE, grade=GRADE, note=["x"] * N, id=range(N))) == "grade"


def test_an_id_is_the_target_where_nothing_else_can_be():
    table = table_of(size=[1, 2, 2, 1], id=[4, 7, 9, 2])
    assert default_target(table) == "size"
    table = table_of(size=[5, 5, 5, 5], a=[4, 1, 3, 2], id=[40, 70, 90, 20])
    to_dataset(table, default_target(table), default_features(table, default_target(table)))


@pytest.mark.parametrize("values", [("0", "1"), ("0.5", "1.5"), ("-1", "1"), ("no", "yes")])
@pytest.mark.parametrize("rows", [4, 5, 40])
def test_two_values_are_yes_or_no_whatever_the_number_of_rows(values, rows):
    table = table_of(x=[k * k for k in range(rows)], y=[values[k % 2] for k in range(rows)])
    assert possible_kinds(table.column("y"))[0] == "binary"


def test_mostly_empty_columns_are_left_out_at_first():
    table = table_of(size=SIZE, cabin=["", "", "", "3.5"] * 6, deck=["1", "2.5", "3", ""] * 6, grade=GRADE)
    assert left_out_at_first(table, "grade") == {"cabin": "mostly empty: no value in 18 of 24 rows"}


def test_columns_with_gaps_are_left_out_where_too_few_rows_would_be_complete():
    gappy = {f"g{j}": ["" if k % 4 == j else k % 7 for k in range(N)] for j in range(4)}
    table = table_of(size=SIZE, **gappy, grade=GRADE)
    features = default_features(table, "grade")
    assert to_dataset(table, "grade", features).data.n_samples >= N / 2
    assert "size" in features and 1 <= len(features) < 5
    assert set(left_out_at_first(table, "grade").values()) == {
        "gaps in 6 rows: with it, too few rows would be complete"
    }


def test_columns_that_are_constant_once_gaps_are_closed_are_left_out():
    table = table_of(size=SIZE, flag=[1] * 20 + [0] * 4, g=[k % 5 for k in range(20)] + [""] * 4, grade=GRADE)
    assert left_out_at_first(table, "grade") == {"flag": "the same value in every row without gaps"}
    to_dataset(table, "grade", default_features(table, "grade"))


def test_texts_are_left_out_until_the_inputs_are_few_enough():
    texts = {f"c{j}": [f"t{(k * (j + 1)) % 17}" for k in range(200)] for j in range(20)}
    table = table_of(**texts, x=[k * 0.7 % 3.1 for k in range(200)], y=[k % 2 for k in range(200)])
    made = to_dataset(table, "y", default_features(table, "y"))
    assert 240 < made.data.n_features <= MAX_COLUMNS and "x" in made.data.feature_names


CELL = st.sampled_from(["1", "2", "2.5", "3", "x", "y", "z", "", "", "inf", "NA"])
FREE = st.text("abxyz019", max_size=3)


@settings(max_examples=300)
@given(
    st.integers(4, 16).flatmap(
        lambda n: st.lists(
            st.one_of(
                st.lists(CELL, min_size=n, max_size=n),
                st.lists(FREE, min_size=n, max_size=n),
                st.permutations([str(k) for k in range(n)]),
                st.sampled_from(["", "7", "u"]).map(lambda cell: [cell] * n),
            ),
            min_size=2,
            max_size=4,
        )
    )
)
def test_where_any_choice_trains_the_choice_at_the_start_does(columns):
    try:
        table = table_of(**{f"c{j}": cells for j, cells in enumerate(columns)})
    except TableError:
        return
    target = default_target(table)
    features = default_features(table, target)
    if trains(table, target, features):
        return
    for goal in table.names:
        others = [name for name in table.names if name != goal]
        subsets = chain.from_iterable(combinations(others, k) for k in range(1, len(others) + 1))
        assert not any(trains(table, goal, chosen) for chosen in subsets)


def trains(table, target, features) -> bool:
    try:
        to_dataset(table, target, features)
    except TableError:
        return False
    return True

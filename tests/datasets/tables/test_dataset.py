"""A table's columns become inputs and targets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.datasets import (
    TableError,
    dataset,
    default_features,
    default_target,
    example_table,
    possible_kinds,
    read_table,
    to_dataset,
)
from nnviz.datasets.tables.table import MAX_CLASSES, MAX_COLUMNS

MIXED = read_table(
    "id,size,colour,sex,flat,answer,price\n"
    + "".join(
        f"{i + 1},{i * 1.5},{('red', 'green', 'blue')[i % 3]},{'mf'[i % 2]},7,{('no', 'yes')[i % 2]},{100 + i}\n"
        for i in range(12)
    )
)


def usual(table, **more):
    target = default_target(table)
    return to_dataset(table, target, default_features(table, target), **more)


def test_the_example_becomes_the_bundled_flowers():
    made, bundled = usual(read_table(example_table())).data, dataset("iris")
    assert np.array_equal(made.X, bundled.X) and np.array_equal(made.Y, bundled.Y)
    assert (made.feature_names, made.class_names) == (bundled.feature_names, bundled.class_names)


def test_row_numbers_and_constant_columns_are_not_among_the_usual_features():
    assert default_features(MIXED, "answer") == ("size", "colour", "sex", "price")


def test_row_numbers_are_taken_where_there_is_nothing_else():
    table = read_table("n,y\n1,p\n2,q\n3,p\n4,q\n")
    assert default_features(table, "y") == ("n",)


def test_texts_become_inputs_of_their_own_and_two_texts_become_one():
    taken = to_dataset(MIXED, "answer", ("colour", "sex"))
    assert taken.data.feature_names == ("colour = blue", "colour = green", "colour = red", "sex = m")
    assert taken.data.X[:3].tolist() == [[0, 0, 1, 1], [0, 1, 0, 0], [1, 0, 0, 1]]


def test_two_texts_are_a_yes_or_no_target():
    data = to_dataset(MIXED, "answer", ("size",)).data
    assert (data.kind, data.class_names) == ("binary", ("no", "yes"))
    assert data.Y[:, 0].tolist() == [0.0, 1.0] * 6


def test_numbers_are_a_value_to_predict_in_their_own_units_under_their_own_name():
    taken = to_dataset(MIXED, "price", ("size",))
    assert taken.data.kind == "regression"
    assert taken.data.target_name == "price"
    assert taken.data.Y[:, 0].tolist() == [100.0 + i for i in range(12)]
    assert taken.notes == (
        "The target 'price' keeps its own units, from 100 to 111; 'Target scaling', under Data, says on what "
        "scale the network learns it.",
    )


def test_few_whole_numbers_are_classes_and_may_be_taken_as_a_value():
    table = read_table("x,y\n" + "".join(f"{i * 0.3},{i % 3}\n" for i in range(30)))
    assert possible_kinds(table.column("y")) == ("classes", "regression")
    assert to_dataset(table, "y", ("x",)).data.class_names == ("0", "1", "2")
    assert to_dataset(table, "y", ("x",), kind="regression").data.kind == "regression"


def test_rows_with_gaps_in_chosen_columns_are_left_out_and_counted():
    table = read_table("a,b,c\n1,,x\n2,3,y\n4,5,?\n6,7,x\n8,9,y\n1,2,x\n")
    taken = to_dataset(table, "c", ("a", "b"))
    assert taken.data.n_samples == 4
    assert taken.notes == ("2 rows are left out for missing values (the first: row 2, column 'b').",)
    assert to_dataset(table, "c", ("a",)).data.n_samples == 5


@pytest.mark.parametrize(
    ("text", "target", "features", "kind", "message"),
    [
        (
            "a,b\n1,x\n2,x\n3,x\n4,x\n",
            "b",
            ("a",),
            None,
            "column 'b', holds 'x' in every row from 2 to 5: with one class",
        ),
        ("a,b\n1,2\n2,2\n3,2\n4,2\n", "b", ("a",), None, "column 'b', holds '2' in every row from 2 to 5"),
        ("a,b\n1,x\n1,y\n1,x\n1,y\n", "b", ("a",), None, "column 'a' has the same value in all rows from 2 to 5"),
        ("a,b\n1,x\n2,y\n3,x\n4,y\n", "b", (), None, "at least one feature beside the target 'b'"),
        ("a,b\n1,x\n2,y\n3,x\n4,y\n", "b", ("a", "b"), None, "the target cannot be a feature as well"),
        ("a,b\n1,x\n2,y\n3,x\n4,y\n", "c", ("a",), None, "expected one of the columns 'a', 'b', got 'c'"),
        ("a,b\n1,x\n2,y\n3,x\n4,y\n", "b", ("a",), "regression", r"texts such as 'x' \(first in row 2\)"),
        ("a,b\n1,x\n2,y\n3,z\n4,y\n", "b", ("a",), "binary", "column 'b' has 3; take it as one of several"),
        (
            "a,b,c\n,x,1\n2,y,2\n,x,3\n4,y,4\n",
            "b",
            ("a",),
            None,
            "2 of 4 are left; column 'a' lacks 2 values, the first in row 2",
        ),
    ],
)
def test_columns_that_make_no_problem_to_learn_are_refused_with_row_or_column(text, target, features, kind, message):
    with pytest.raises(TableError, match=message):
        to_dataset(read_table(text), target, features, kind)


def many(n: int) -> str:
    return "x,name\n" + "".join(f"{i * 0.7},u{i % n}\n" for i in range(2 * n + n // 2))


def test_too_many_classes_are_refused_and_the_commonest_are_offered():
    table = read_table(many(500))
    with pytest.raises(
        TableError, match="at most 10 classes, but the target, column 'name', holds 500 different"
    ) as caught:
        usual(table)
    assert (caught.value.limit, caught.value.column) == ("classes", "name") and caught.value.row is not None
    taken = usual(table, accepted=frozenset({"classes"}))
    assert taken.data.n_classes == MAX_CLASSES and taken.data.n_samples == 30
    assert taken.notes[0] == "Only the 10 most common of 500 classes are taken: 30 rows."


def test_a_feature_of_too_many_texts_is_refused_with_row_and_column():
    with pytest.raises(TableError, match=r"column 'name' holds 50 different texts, .*most 20 \(row \d+, for one"):
        to_dataset(read_table(many(50)), "x", ("name",))


def test_texts_that_make_too_many_inputs_are_refused():
    header = ",".join(f"c{j}" for j in range(18)) + ",y\n"
    rows = "".join(",".join(f"t{(i * (j + 1)) % 19}" for j in range(18)) + f",{i % 2}\n" for i in range(200))
    table = read_table(header + rows)
    with pytest.raises(TableError, match="at most 260 inputs, but the chosen columns make"):
        to_dataset(table, "y", table.names[:-1])
    assert len(usual(table).data.feature_names) <= MAX_COLUMNS


def test_names_that_are_cut_stay_different():
    long = "x" * 80
    table = read_table("a,b\n" + "".join(f"{i},{long}{'pq'[i % 2]}\n" for i in range(6)))
    names = usual(table).data.class_names
    assert len(set(names)) == 2 and all(len(name) < 70 for name in names)


CELL = st.sampled_from(["1", "2", "2.5", "x", "y", "", "inf", "-1e99", "1e100", "=1", "NA"])


@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=4, max_size=20),
    st.sampled_from([None, "binary", "classes", "regression"]),
)
def test_any_readable_table_gives_a_data_set_or_a_readable_refusal(rows, kind):
    try:
        table = read_table("a,b,c\n" + "\n".join(",".join(row) for row in rows), header=True)
        target = default_target(table)
        data = to_dataset(table, target, [name for name in table.names if name != target], kind).data
    except TableError as error:
        assert len(str(error)) > 20
    else:
        assert np.isfinite(data.X).all() and data.n_samples >= 4
        if data.kind == "regression":  # in the target's own units
            assert set(data.Y[:, 0].tolist()) <= set(table.column(target).numbers.tolist())
        else:
            assert data.Y.min() == 0.0 and data.Y.max() == 1.0

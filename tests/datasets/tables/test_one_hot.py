"""One-hot columns at the end of a table are found and merged into the classes that they were made from."""

import numpy as np
import pytest

from nnviz.datasets import TableError, default_target, merge_one_hot, one_hot_target, read_table, to_dataset
from nnviz.datasets.tables.one_hot import MAX_CLASSES

CLASSES = [k % 3 for k in range(12)]


def spread(names: list[str], no_yes=("0", "1"), classes=CLASSES) -> str:
    head = ",".join(["size", *names])
    return (
        head
        + "\n"
        + "".join(
            ",".join([f"{k * 0.3:.1f}", *(no_yes[int(c == j)] for j in range(len(names)))]) + "\n"
            for k, c in enumerate(classes)
        )
    )


@pytest.mark.parametrize("no_yes", [("0", "1"), ("False", "True"), ("no", "yes"), ("0.0", "1.0")])
def test_one_hot_columns_become_one_column_of_classes(no_yes):
    table = read_table(spread(["species_setosa", "species_virginica", "species_versicolor"], no_yes))
    assert one_hot_target(table) == table.names[1:]
    merged = merge_one_hot(table, table.names[1:])
    assert merged.names == ("size", "species") == ("size", default_target(merged))
    assert merged.preview[1] == ("0.3", "virginica")
    data = to_dataset(merged, "species", ("size",)).data
    assert data.class_names == ("setosa", "versicolor", "virginica")
    assert [data.class_names[label] for label in data.labels[:3]] == ["setosa", "virginica", "versicolor"]


def test_names_without_a_common_beginning_are_those_of_the_classes():
    merged = merge_one_hot(read_table(spread(["cat", "dog", "class"])), ("cat", "dog", "class"))
    assert merged.names == ("size", "class") and merged.columns[1].categories == ("cat", "class", "dog")


def test_a_class_without_a_row_is_no_class_of_the_data():
    table = read_table(spread(["is a", "is b", "is c"], classes=[0, 2] * 6))
    merged = merge_one_hot(table, one_hot_target(table))
    assert to_dataset(merged, "is", ("size",)).data.class_names == ("a", "c")


@pytest.mark.parametrize(
    "text",
    [
        spread(["a", "b", "c"]).replace("\n0.3,0,1,0", "\n0.3,0,1,1"),
        spread(["a", "b", "c"]).replace("\n0.3,0,1,0", "\n0.3,0,0,0"),
        spread(["a", "b", "c"]).replace("\n0.3,0,1,0", "\n0.3,0,,0"),
        spread(["a", "b", "c"], ("1", "2")),
        spread(["a", "b"], classes=[0, 1] * 6),
        "a,b,y\n0,0,1\n0,1,0\n1,0,1\n1,1,0\n",
        "a,b,c\n1,0,0\n0,1,0\n0,0,1\n1,0,0\n",
        spread([f"c{j}" for j in range(MAX_CLASSES + 1)], classes=range(MAX_CLASSES + 1)),
    ],
    ids=["two ones", "no one", "a gap", "1 and 2", "two columns", "not", "nothing left", "too many"],
)
def test_other_columns_are_not_taken_for_one_hot(text):
    assert one_hot_target(read_table(text, header=True)) == ()


def test_two_columns_count_where_their_names_begin_alike():
    table = read_table(spread(["sex_f", "sex_m"], classes=[0, 1] * 6))
    merged = merge_one_hot(table, one_hot_target(table))
    assert to_dataset(merged, "sex", ("size",)).data.kind == "binary"


def test_only_one_hot_columns_are_merged():
    table = read_table(spread(["a", "b", "c"]))
    with pytest.raises(TableError, match="exactly one 1 in every row, got 'a', 'b'"):
        merge_one_hot(table, ("a", "b"))


def test_a_name_that_is_there_already_is_not_given_twice():
    text = spread(["a", "b", "c"]).replace("size", "class")
    merged = merge_one_hot(read_table(text), ("a", "b", "c"))
    assert merged.names == ("class", "class'")
    assert np.array_equal(merged.columns[1].codes, CLASSES)

"""The account lists every column of a table: what it holds, its role, and why."""

from hypothesis import given
from hypothesis import strategies as st

from nnviz.datasets import (
    ColumnRole,
    column_roles,
    default_features,
    default_target,
    merge_one_hot,
    one_hot_target,
    read_table,
)

FLOWERS = read_table(
    "no,size,colour,sex,flat,cabin,name,answer,note\n"
    + "".join(
        f"{k + 1},{k * 1.5},{('red', 'green', 'blue')[k % 3]},{'mf'[k % 2]},7,{'' if k % 4 else k},n{k},"
        f"{('no', 'yes')[k % 2]},{'' if k == 2 else 'ok'}\n"
        for k in range(12)
    )
)


def at_the_start(table):
    target = default_target(table)
    return column_roles(table, target, default_features(table, target))


def test_every_column_is_listed_with_kind_role_and_reason():
    assert at_the_start(FLOWERS) == (
        ColumnRole("no", "whole numbers, 1 to 12", "left out", "whole numbers, named as a row number or an id"),
        ColumnRole("size", "numbers, 0 to 16.5", "feature", "1 input"),
        ColumnRole("colour", "3 texts: blue, green, red", "feature", "3 inputs, 0 or 1: one for each text"),
        ColumnRole("sex", "2 texts: f, m", "feature", "1 input: 1 for 'm', 0 for the other"),
        ColumnRole("flat", "whole numbers, 7", "left out", "the same value in every row"),
        ColumnRole("cabin", "whole numbers, 0 to 8; 9 gaps", "left out", "mostly empty: no value in 9 of 12 rows"),
        ColumnRole(
            "name", "12 texts: n0, n1, n10, …", "left out", "a different text in every row, as a name, an id or a date"
        ),
        ColumnRole(
            "answer", "2 texts: no, yes", "target", "the last column that fits; 'note': the same value in every row"
        ),
        ColumnRole("note", "1 text: ok; 1 gap", "left out", "the same value in every row"),
    )


def test_what_a_person_chose_is_told_as_chosen():
    roles = {line.name: line for line in column_roles(FLOWERS, "size", ("no", "sex"))}
    assert (roles["size"].role, roles["size"].reason) == ("target", "chosen")
    assert roles["no"].reason == "1 input, though: whole numbers, named as a row number or an id"
    assert (roles["colour"].role, roles["colour"].reason) == ("left out", "not chosen")


def test_the_last_column_is_named_as_such_and_an_id_in_need_is_told():
    roles = at_the_start(read_table("n,y\n1,p\n2,q\n3,p\n4,q\n"))
    assert [line.reason for line in roles] == ["1 input, though: counts the rows", "the last column"]


def test_merged_columns_are_named():
    table = read_table("size,a,b,c\n1.5,1,0,0\n2.5,0,1,0\n0.5,0,0,1\n9.1,1,0,0\n")
    last = at_the_start(merge_one_hot(table, one_hot_target(table)))[-1]
    assert (last.role, last.reason) == ("target", "merged from 'a', 'b', 'c': exactly one is 1 in every row")


CELL = st.sampled_from(["1", "2", "2.5", "x", "y", "", "7", "\x85z", "<b>"])


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=4, max_size=20), st.sets(st.sampled_from("ac")))
def test_any_table_and_any_choice_have_a_line_a_column(rows, features):
    table = read_table("a,b,c\n" + "\n".join(",".join(("1", *row[1:])) for row in rows), header=True)
    for lines in (at_the_start(table), column_roles(table, "b", sorted(features))):
        assert tuple(line.name for line in lines) == table.names
        assert [line.role for line in lines].count("target") == 1
        assert all(line.holds and line.reason for line in lines)

"""Formats other than rows of cells are read, or refused by name with what to do."""

import pytest

from nnviz.datasets import TableError, default_target, read_table

ARFF = """% a comment
@RELATION flowers

@ATTRIBUTE 'petal length' NUMERIC
@attribute colour {red, 'dark blue'}
@attribute grade {1,2,3}
@DATA
5.1,red,1
% another
4.9,'dark blue',2
?,red,3
5,red,1
4,'dark blue',2
"""


def test_arff_is_read_with_its_names_and_kinds():
    table = read_table(ARFF)
    assert table.names == ("petal length", "colour", "grade")
    assert [column.kind for column in table.columns] == ["number", "category", "category"]
    assert table.column("colour").categories == ("dark blue", "red")
    assert table.column("petal length").gaps == 1 and table.rows.tolist() == [8, 10, 11, 12, 13]
    assert dict(table.summary)["First row"] == "holds the names, as ARFF has it"
    assert [reading.line for reading in table.readings] == [
        "gaps: '?' taken as missing, first in row 11, column 'petal length'"
    ]


def test_sparse_arff_is_read():
    rows = "{0 1.5, 2 x}\n{1 2, 2 y}\n{2 x}\n{0 3, 1 4, 2 y}\n"
    table = read_table("@relation r\n@attribute a real\n@attribute b real\n@attribute c {x,y}\n@data\n" + rows)
    assert table.column("a").numbers.tolist() == [1.5, 0, 0, 3] and table.column("b").numbers.tolist() == [0, 2, 0, 4]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@relation r\n@data\n1,2\n", "expected `@attribute name type` for every column"),
        ("@relation r\n@attribute a\n@data\n1\n", "row 2: expected `@attribute name type` of ARFF"),
        ("@relation r\n@attribute a real\n@attribute b real\n@data\n1,2\n1\n", "row 6 has 1 cells, but 2 attributes"),
        ("@relation r\n@attribute a real\n@attribute b real\n@data\n{7 1}\n", "row 5: expected `position value`"),
    ],
)
def test_broken_arff_is_refused_with_its_row(text, message):
    with pytest.raises(TableError, match=message):
        read_table(text)


def test_libsvm_is_read_with_the_label_last_and_zeros_told():
    table = read_table("+1 1:0.5 3:1\n-1 2:0.3 # a comment\n+1 1:0.2 2:1\n-1 3:5\n")
    assert table.names == ("x1", "x2", "x3", "label") and default_target(table) == "label"
    assert table.column("x1").numbers.tolist() == [0.5, 0, 0.2, 0] and table.column("label").numbers.tolist() == [
        1,
        -1,
        1,
        -1,
    ]
    assert [reading.line for reading in table.readings] == [
        "columns: the first number of each row is the column 'label', such as '+1' in row 1; positions that a row does "
        "not list are 0"
    ]


def test_broken_libsvm_is_refused_with_its_row():
    rows = "+1 1:0.5 3:1\n" * 60
    with pytest.raises(TableError, match="row 61: expected `label position:value ...` of LIBSVM, got '1 x:2'"):
        read_table(rows + "1 x:2\n")
    many = "".join(f"1 {k}:1 {k + 1}:1\n" for k in range(1, 400))
    with pytest.raises(TableError, match="at most 260 columns, but the LIBSVM file has 400 positions"):
        read_table(many)


@pytest.mark.parametrize(
    ("source", "name", "remedy"),
    [
        ('{"a": [1, 2], "b": [3, 4]}', "JSON", "load it with pandas"),
        ('[{"a": 1, "b": 2},\n {"a": 3, "b": 4}]\n', "JSON", "load it with pandas"),
        ('{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n', "JSON", "load it with pandas"),
        ("[[1, 2], [3, 4], [5, 6], [7, 8]]", "JSON", "load it with pandas"),
        ("<!DOCTYPE html>\n<html><table><tr><td>1</td></tr></table></html>", "HTML", "save it as CSV"),
        ("<table>\n<tr><td>1</td><td>2</td></tr>\n</table>", "HTML", "save it as CSV"),
        ('<?xml version="1.0"?>\n<Workbook><Row><Cell>1</Cell></Row></Workbook>', "XML", "save it as CSV"),
        ("{\\rtf1\\ansi a table}", "RTF", "save that as CSV"),
        ("\\begin{tabular}{cc}\n1 & 2 \\\\\n3 & 4\n\\end{tabular}", "LaTeX", "save that as CSV"),
        ("-- dump\nCREATE TABLE t (a int);\nINSERT INTO t VALUES (1,2);\n", "SQL", "export the table as CSV"),
        ("---\na: 1\nb: 2\n", "YAML", "save it as CSV"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
            r"an old Office file such as \.xls",
            "spreadsheet and save it as CSV",
        ),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(99), r"an old spreadsheet \(\.xls\)", "save it as CSV"),
        (b"%PDF-1.7\n" + bytes(99), "a PDF document", "copy the table out of it"),
        (b"\x1f\x8b\x08" + bytes(99), "compressed by gzip", "unpack it"),
        (b"\x80\x04\x95" + bytes(99), "a Python pickle", "save the table as CSV"),
        (b"RDX3\n" + bytes(99), "a file of R data", "save the table as CSV"),
        (b"MATLAB 5.0 MAT-file" + bytes(99), "a MATLAB file", "save the table as CSV"),
        (b"\x28\xb5\x2f\xfd" + bytes(99), "compressed by Zstandard", "unpack it"),
        (b"RIFF" + bytes(99), "a sound, a film or a WebP picture", "choose a file with a table"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_table_is_refused_by_name_with_what_to_do(source, name, remedy):
    with pytest.raises(TableError, match=f"this file is {name}.*{remedy}") as caught:
        read_table(source)
    assert "quotation mark" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[a],[b]\n1,2\n3,4\n5,6\n7,8\n",
        "<b>x</b>,y\n1,2\n3,4\n5,6\n7,8\n",
        "{a},{b}\n1,2\n3,4\n5,6\n7,8\n",
        "select,from\n1,2\n3,4\n5,6\n7,8\n",
        "1 2:30\n2 3:40\n3 4:50\n4 x\n",
    ],
)
def test_a_table_that_begins_like_another_format_is_a_table(text):
    assert len(read_table(text).rows) == 4

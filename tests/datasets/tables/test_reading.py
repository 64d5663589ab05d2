"""Tables: what a file is understood as, and what is said of one that is not understood."""

import codecs
import time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnviz.datasets import Table, TableError, example_table, read_table
from nnviz.datasets.tables.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, MAX_SCANNED

GOOD = "height;colour;n\n1,5;red;3\n2,25;blue;4\n0,5;red;5\n7;blue;6\n"


def told(table: Table) -> dict[str, str]:
    return dict(table.summary)


def told_lines(table: Table) -> tuple[str, ...]:
    return tuple(reading.line for reading in table.readings)


# --- what is understood ---


def test_the_example_is_understood_as_the_flowers_that_it_was_made_from():
    table = read_table(example_table())
    assert table.names[-1] == "species" and len(table.rows) == 150
    assert [column.kind for column in table.columns] == ["number"] * 4 + ["category"]
    assert table.column("species").categories == ("setosa", "versicolor", "virginica")
    assert (table.rows[0], table.rows[-1]) == (2, 151)
    assert table.readings == table.questions == ()


def test_semicolons_and_decimal_commas_are_found_out_and_told():
    table = read_table(GOOD)
    assert table.column("height").numbers.tolist() == [1.5, 2.25, 0.5, 7.0]
    assert told(table)["Separator"] == "semicolon"
    assert told(table)["Decimals"] == "decimal comma: '1,5' in row 2, column 'height'"
    assert told(table)["First row"] == "holds the names: 'height' stands above numbers"
    assert told(table)["Types"] == "numbers in 'height', 'n'; texts in 'colour'"
    assert told(table)["Size"] == "4 rows of data (rows 2 to 5 of the file), 3 columns"
    assert told(table)["Missing"] == "no cell"


@pytest.mark.parametrize(
    ("separator", "name"), [("\t", "tab"), (";", "semicolon"), ("|", "vertical bar"), (",", "comma")]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_separator_and_every_end_of_line_is_found_out(separator, name, end):
    text = end.join(separator.join(row) for row in (["a", "b"], *([str(i), str(i * 2.5)] for i in range(1, 6))))
    table = read_table(text.encode())
    assert told(table)["Separator"] == name
    assert table.column("b").numbers.tolist() == [2.5, 5.0, 7.5, 10.0, 12.5]


def test_columns_apart_by_blanks_are_found_out():
    table = read_table("1.5  2 3\n 2.5 3 4\n3.5 4   5\n4.5 5 6")
    assert told(table)["Separator"] == "blanks"
    assert table.names == ("column 1", "column 2", "column 3")
    assert told(table)["First row"].startswith("is data already")


@pytest.mark.parametrize(
    ("codec", "mark", "told_as"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", codecs.BOM_UTF8, "UTF-8 with a byte-order mark"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
        ("utf-16-le", b"", "UTF-16, guessed from its zero bytes"),
        ("utf-16-be", b"", "UTF-16, guessed from its zero bytes"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "UTF-32"),
        ("latin-1", b"", "Windows-1252 (Latin-1), as the bytes are not UTF-8: 'höhe' in row 1"),
    ],
)
def test_every_usual_encoding_is_read_and_told(codec, mark, told_as):
    table = read_table(mark + GOOD.replace("height", "höhe").encode(codec))
    assert table.names == ("höhe", "colour", "n")
    assert told(table)["Text"] == told_as


def test_a_spreadsheets_line_about_its_separator_is_no_row_of_data():
    table = read_table("sep=;\na;b\n1;2,5\n3;4,5\n5;6\n7;8\n")
    assert table.names == ("a", "b") and table.rows[0] == 3


def test_quoted_separators_newlines_and_quotation_marks_stay_in_their_cell():
    table = read_table('name,v\n"x, y",1\n"two\nlines",2\n"say ""hi""",3\nplain,4\n')
    assert table.column("name").categories == ("plain", 'say "hi"', "two\nlines", "x, y")
    assert table.preview[1] == ("two lines", "2")


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1,234.5", "2,000,000", "3", "-4.25"], [1234.5, 2e6, 3, -4.25]),
        (["1.234,5", "2.000.000", "3", "-4,25"], [1234.5, 2e6, 3, -4.25]),
        (["1 234,5", "2 000 000", "3\u00a0000", "0"], [1234.5, 2e6, 3000, 0]),
        (["1'234.5", "2\u2019000", "3", "4"], [1234.5, 2000, 3, 4]),
        (["\N{MINUS SIGN}1.5", "+2", "3e-2", ".5"], [-1.5, 2, 0.03, 0.5]),
        (["1.234", "2.5", "3", "4"], [1.234, 2.5, 3, 4]),
    ],
)
def test_numbers_are_read_as_they_were_meant(cells, numbers):
    table = read_table("a\tb\n" + "\n".join(f"{cell}\t{i}" for i, cell in enumerate(cells)))
    assert table.column("a").numbers.tolist() == numbers


def test_thousands_in_groups_are_told_with_row_and_column():
    table = read_table("a\tb\n1,234\t1\n950\t2\n6\t3\n7\t4")
    assert table.column("a").numbers[0] == 1234.0
    assert told_lines(table) == ("column 'a': '1,234' in row 2 was read as 1234, its thousands grouped",)


def test_what_was_found_out_can_be_overruled():
    text = "1;1,234\n2;2,345\n3;3,456\n4;4,567\n5;5,678\n"
    assert read_table(text).columns[1].numbers[0] == 1.234
    assert read_table(text, decimal=".").columns[1].numbers[0] == 1234.0
    assert read_table(text, header=True).names == ("1", "1,234")
    assert read_table("a,b\n" + "1 2,3\n" * 4, separator=",").columns[0].kind == "category"


def test_missing_values_are_counted_and_the_first_is_named():
    table = read_table("a,b,c\n1,,x\n2,NA,y\n3,5,?\n4,6,x\n5,7,y\n")
    assert table.column("b").missing.tolist() == [True, True, False, False, False]
    assert told(table)["Missing"].startswith("3 cells, in 'b', 'c'; the first is row 2, column 'b'.")


def test_blank_lines_are_skipped_and_still_counted():
    table = read_table("a,b\n\n1,2\n\n\n3,4\n5,6\n,\n7,8\n")
    assert table.rows.tolist() == [3, 6, 7, 9]


def test_nothing_but_texts_has_its_names_in_the_first_row():
    assert read_table("a,b\nx,y\nx,z\nw,y\nx,y\n").names == ("a", "b")


# --- what is told but understood ---


@pytest.mark.parametrize("cell", ["inf", "-Infinity", "1e999", "1e300"])
def test_infinite_numbers_are_missing_and_named(cell):
    table = read_table(f"a,b\n1,1\n2,{cell}\n" + "3,4\n" * 20)
    assert np.isnan(table.column("b").numbers[1])
    assert told_lines(table) == (
        f"column 'b': '{cell}' in row 3 is not a finite number of ordinary size; taken as missing",
    )


def test_a_stray_text_among_numbers_is_missing_and_named():
    table = read_table("a,b\n1,1\n2,abc\n" + "3,4\n" * 20)
    assert table.column("b").kind == "number"
    assert told_lines(table) == ("column 'b': 'abc' in row 3 is not a number; taken as missing",)
    assert (table.column("b").words, table.column("b").gaps) == (1, 1)


def test_columns_of_one_name_or_none_are_told_apart():
    table = read_table("a,a,,a (2)\n" + "1,2,3,4\n2,3,4,5\n" * 3)
    assert len(set(table.names)) == 4 and table.names[0] == "a" and table.names[3] == "a (2)"
    assert told_lines(table)[0] == "names: columns 1 and 2 are both named 'a' in row 1; column 2 is named 'a (3)' here"
    assert told_lines(table)[1] == "names: row 1 gives none to column 3; the number serves as name"


def test_markup_and_formulas_are_texts_like_any_other():
    table = read_table('a,b\n"=HYPERLINK(""x"")",1\n<b>x</b>,2\n**y**,3\n+1+cmd|x,4\n')
    assert set(table.column("a").categories) == {'=HYPERLINK("x")', "<b>x</b>", "**y**", "+1+cmd|x"}


# --- what is refused ---


@pytest.mark.parametrize(
    ("source", "row", "column", "message"),
    [
        (b"", None, None, "the file is empty: row 1, column 1"),
        (b" \n\n\t\n", None, None, "the file is empty"),
        (b"\xef\xbb\xbf", None, None, "the file is empty"),
        ("a,b,c\n", 2, "a", r"names in row 1 \('a', 'b', 'c'\) and no data: row 2, column 'a' is empty"),
        ("a,b\n1,2\n", 2, "a", "at least 4 rows of data.*has 1: row 2 is the last, from column 'a' to column 'b'"),
        ("1,2\n", 1, "column 1", "at least 4 rows of data.*has 1: row 1"),
        ("x\n1\n2\n3\n4\n5\n", 1, "1", "at least two columns, a target and a feature, but row 1 has one cell, 'x'"),
        ("a,b,c\n1,2,3\n1,2\n1,2,3\n", 3, "c", r"row 3 has 2 cells, but most rows have 3: column 3 \('c'\) is missing"),
        ("a,b\n1,2\n1,2,9\n1,2\n", 3, "3", "row 3 has 3 cells, but most rows have 2: column 3 holds '9' there"),
        ("a,b\n1,2\n3,x\x00y\n5,6\n7,8\n", 3, "2", "row 3, column 2: expected text, but the cell holds a NUL byte"),
        ("a,b\n1,2\n3,\x07\n5,6\n7,8\n", 3, "2", r"row 3, column 2: .* control character U\+0007"),
        ('a,b\n1,"x\n2,3\n4,5\n', 2, "2", "row 2, column 2: a quotation mark opens a cell that does not end"),
        ('a,b\n1,2\n1,"x"y\n2,3\n', 3, "2", "row 3, column 2: .*closing quotation mark, but 'y' follows"),
        (
            "a;b\n1,5;x\n2.25;y\n3;x\n4;y\n",
            2,
            "a",
            "row 2, column 'a': '1,5' has a decimal comma, but row 3, column 'a'",
        ),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 1, None, "this file is a PNG picture; choose a file with a table"),
        (b"PK\x03\x04" + bytes(100), 1, None, "a spreadsheet such as .xlsx"),
        (
            codecs.BOM_UTF16_LE + "a,b\n1,2\n".encode("utf-16-le") + b"\x00",
            3,
            None,
            "UTF-16, but row 3 cannot be read so",
        ),
        ("a,b\n" + "x" * 200_000 + ",1\n2,3\n", 2, "1", "row 2, column 1: .*longer than 100,000 letters"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_file_that_cannot_be_used_is_refused_with_row_and_column(source, row, column, message):
    with pytest.raises(TableError, match=message) as caught:
        read_table(source)
    assert (caught.value.row, caught.value.column) == (row, column)


def wide(columns: int) -> str:
    return "\n".join(",".join(f"c{j}" if i == 0 else str(i * j % 7) for j in range(columns)) for i in range(6))


def test_too_many_columns_are_refused_and_a_part_is_offered():
    with pytest.raises(
        TableError, match=r"at most 260 columns, but row 1 has 2,000 \(column 261 is 'c260'\)"
    ) as caught:
        read_table(wide(2000))
    assert (caught.value.limit, caught.value.row, caught.value.column) == ("columns", 1, "261")
    assert caught.value.offer == "Take the first 259 columns and the last one"
    table = read_table(wide(2000), accepted=frozenset({"columns"}))
    assert len(table.names) == MAX_COLUMNS and table.names[-2:] == ("c258", "c1999")


def test_too_many_rows_are_refused_and_a_random_part_is_offered():
    text = "a,b\n" + "".join(f"{i},{i % 3}\n" for i in range(MAX_ROWS + 50))
    with pytest.raises(
        TableError, match=r"at most 20,000 rows of data, but the file has 20,050 \(up to row 20,051\)"
    ) as caught:
        read_table(text)
    assert caught.value.limit == "rows"
    table = read_table(text, accepted=frozenset({"rows"}), rng=1)
    assert len(table.rows) == MAX_ROWS and len(set(table.rows.tolist())) == MAX_ROWS
    assert np.array_equal(table.rows - 2, table.column("a").numbers)
    assert np.array_equal(table.rows, read_table(text, accepted=frozenset({"rows"}), rng=1).rows)


def test_a_part_of_very_many_rows_is_drawn_from_the_first_ones():
    text = "a,b\n" + "".join(f"{i},{i % 3}\n" for i in range(MAX_SCANNED + 50))
    with pytest.raises(TableError, match="the file has more than 100,000") as caught:
        read_table(text)
    assert caught.value.offer == "Take 20,000 of the first 100,000 rows, drawn at random"
    assert len(read_table(text, accepted=frozenset({"rows"})).rows) == MAX_ROWS


def test_too_many_bytes_are_refused_and_whole_rows_of_the_first_are_offered():
    row = "1.5,2.5," + "x" * 990 + "\n"
    text = "a,b,c\n" + "".join(row if i % 2 else row.replace("1", "2") for i in range(MAX_BYTES // len(row) + 5))
    with pytest.raises(TableError, match="at most 5 MB, but the file has 5.0 MB") as caught:
        read_table(text)
    assert caught.value.limit == "bytes"
    table = read_table(text.encode(), accepted=frozenset({"bytes"}))
    assert len(table.rows) == (MAX_BYTES - 6) // len(row)


def test_an_unknown_separator_is_refused():
    with pytest.raises(TableError, match="expected one of the separators tab, semicolon"):
        read_table(GOOD, separator="x")


# --- anything at all ---

CELLS = st.sampled_from(
    ["1", "2,5", "1.5", "-3", "x", "", "NA", "inf", '"', '"a"', "=1+1", "1,234", "1 000", "é", "\x00", "1e9"]
    + [
        "45 %",
        "3 kg",
        "5 g",
        "(250)",
        "<0.1",
        "€ 5",
        "1.050",
        "950",
        "unknown",
        "007",
        "#x",
        "%",
        "---",
        "Total",
        "2020",
        "1:2",
    ]
)
TABLES = st.tuples(st.sampled_from([",", ";", "\t", "|", " "]), st.lists(st.lists(CELLS, max_size=5), max_size=9)).map(
    lambda drawn: "\n".join(drawn[0].join(row) for row in drawn[1])
)


@given(st.binary(max_size=400) | st.text(max_size=300) | TABLES | TABLES.map(lambda text: text.encode("utf-16")))
@example(b"\xff\xfe\x00\xd8")
@example("\ud800,1\n" * 6)
@example(b"a,b\n" + b"\xf0\x9f\n" * 5)
@example('"')
@example("sep=\x00\n1")
@example("sep=\n\n1,2")
@example('"\r\n')
@example("a\x85b\n1\u20282\n" * 3)
def test_anything_is_a_table_or_a_readable_refusal_within_a_second(source):
    began = time.process_time()
    try:
        table = read_table(source)
    except TableError as error:
        assert 20 < len(str(error)) < 700
        str(error).encode("utf-8")
    else:
        assert len(set(table.names)) == len(table.names) and all(table.names)
        assert all(len(row) == len(table.names) for row in table.preview)
        for column in table.columns:
            values = column.numbers if column.kind == "number" else column.codes
            assert values.shape == table.rows.shape
            assert not np.isinf(values).any()
    assert time.process_time() - began < 1.0


@given(TABLES)
@example("a;b\n" + "1.234;yes\n2.345;Yes\n" * 3)
@example("a\tb\n1\tx\n2\ty\nmore\tx\n-9999\ty\n3\tx\n")
@example("Anna,Bern\nBert,Kiel\nCarl,Graz\nDora,Linz\nEmil,Ulm\n")
def test_the_default_answer_to_a_question_is_how_the_table_was_read_and_is_not_asked_again(source):
    try:
        table = read_table(source)
    except TableError:
        return
    assert len({reading.line for reading in table.readings}) == len(table.readings)
    for question in table.questions:
        assert question.default in dict(question.options)
        answer = {question.column: question.default} if question.column else question.default
        answered = read_table(source, **{question.key: answer})
        assert (question.key, question.column) not in {(other.key, other.column) for other in answered.questions}
        assert answered.names == table.names and answered.preview == table.preview
        for before, after in zip(table.columns, answered.columns, strict=True):
            assert before.kind == after.kind and np.array_equal(before.numbers, after.numbers, equal_nan=True)


@pytest.mark.parametrize(
    "source",
    [b'"' * MAX_BYTES, b"," * MAX_BYTES, b"\n" * MAX_BYTES, b"1,2\n" * (MAX_BYTES // 4), b'",\n' * (MAX_BYTES // 3)],
    ids=["quotes", "commas", "newlines", "short rows", "all at once"],
)
def test_the_largest_files_are_read_or_refused_in_a_time_that_grows_no_faster_than_they(source):
    def spent(part):
        began = time.process_time()
        try:
            read_table(part, accepted=frozenset({"rows"}))
        except TableError as error:
            assert len(str(error)) < 700
        return time.process_time() - began

    quarter = max(0.05, spent(source[: len(source) // 4]))
    assert spent(source) < 3 * 4 * quarter

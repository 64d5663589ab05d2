"""Which rows are data: names, titles, comments, totals and remarks are told from them."""

import pytest

from nnviz.datasets import Table, TableError, read_table

DATA = "1,2\n3,4\n5,6\n7,8\n"


def lines(table: Table) -> list[str]:
    return [reading.line for reading in table.readings]


def first_row(table: Table) -> str:
    return dict(table.summary)["First row"]


# --- names or data ---


@pytest.mark.parametrize(
    "text",
    [
        "T,F,T\nF,F,F\nT,T,F\nF,T,T\nT,T,T\n",
        "p,x,s,n\ne,x,s,y\ne,b,s,w\np,x,y,w\ne,x,s,g\np,b,y,n\n",
        "red;yes\nblue;no\nred;no\nblue;yes\nred;yes\n",
        "A\tC\tG\nC\tC\tG\nA\tG\tG\nG\tC\tT\n",
    ],
)
def test_texts_that_recur_below_in_their_own_columns_are_data(text):
    table = read_table(text)
    assert table.names[0] == "column 1" and len(table.rows) == text.count("\n")
    assert "recurs below in its column" in first_row(table) and not table.questions


@pytest.mark.parametrize(
    ("text", "names", "reason"),
    [
        (
            "2019,2020,2021\n5,6,7\n8,9,10\n11,12,1\n3,4,5\n",
            ("2019", "2020", "2021"),
            "'2019' to '2021' are increasing years",
        ),
        ("country,2019,2020\nA,5,6\nB,8,9\nC,11,1\nD,3,4\n", ("country", "2019", "2020"), "are increasing years"),
        (
            "year,inf,1 unit,x\n1,8.5,5,u\n2,7.5,6,v\n3,6.5,7,u\n4,5,8,v\n",
            ("year", "inf", "1 unit", "x"),
            "'year' stands",
        ),
        ("state,2019\nTX,5\nCA,8\nNY,11\nOH,3\n", ("state", "2019"), "holds the names: '2019' is a year"),
        (",2019,2020\nA,5,6\nB,8,9\nC,11,1\nD,3,4\n", ("column 1", "2019", "2020"), "its first cell alone is empty"),
        (",0,1\n0,5.5,6\n1,8,9\n2,11,1\n3,3,4\n", ("column 1", "0", "1"), "its first cell alone is empty"),
        (",q,r\na,u,v\nb,w,x\nc,y,z\nd,s,t\n", ("column 1", "q", "r"), "its first cell alone is empty"),
        ("a,b\nx,y\nx,z\nw,y\nx,y\n", ("a", "b"), "taken for names: its texts do not recur below"),
    ],
)
def test_a_first_row_that_can_only_be_names_is_taken_for_names(text, names, reason):
    table = read_table(text)
    assert table.names == names and len(table.rows) == 4
    assert reason in first_row(table) and not table.questions


@pytest.mark.parametrize(
    "text",
    [
        "2019,2020,2021\n2018,2019,2022\n2001,2002,2003\n2010,2012,2014\n",
        "unknown,5,x\n1,6,y\n2,7,x\n3,8,y\n",
        "5 kg,1\n6 kg,2\n7 kg,1\n8 kg,2\n",
        "1,2,3\n4,5,6\n7,8,9\n1,1,1\n",
        "0,0,0\n0,1,1\n1,0,1\n1,1,0\n",
    ],
)
def test_a_first_row_like_those_below_is_data(text):
    table = read_table(text)
    assert len(table.rows) == 4 and "is data already" in first_row(table)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Anna,Bern\nBert,Kiel\nCarl,Graz\nDora,Linz\nEmil,Ulm\n", "yes, the columns are named 'Anna', 'Bern'"),
        ("name,5,x\n1,6,y\n2,7,x\n3,8,y\n4,9,y\n", "yes, the columns are named 'name', '5', 'x'"),
        ("0,1,2\n5,6,7.5\n8,9,10.5\n11,12,1\n3,4,5\n", "yes, the columns are named '0', '1', '2'"),
        ("x,c,e\nx,b,a\ny,d,b\nz,e,c\nz,f,d\n", "yes, the columns are named 'x', 'c', 'e'"),
    ],
)
def test_what_could_be_names_or_data_is_asked(text, label):
    (question,) = read_table(text).questions
    assert (question.key, question.default) == ("header", True) and question.options[0] == (True, label)
    assert "header" not in {question.key for question in read_table(text, header=False).questions}
    assert len(read_table(text, header=False).rows) == text.count("\n")


# --- around the table ---


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Report 2020,,\na,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", "row 1 left out as a title: 'Report 2020'"),
        ("Report\na,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", "row 1 left out as a title: 'Report'"),
        ("Report\n\nby me\na,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", "2 rows (from 1) left out as a title: 'Report'"),
        ("Sales, all of them\na,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", "row 1 left out as a title: 'Sales'"),
        ("a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\nTotal,20,\n", "row 6 left out as totals: 'Total'"),
        ("a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\nSum:,20,\n", "row 6 left out as totals: 'Sum:'"),
        ("a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\nSource: me\n", "row 6 left out as a remark: 'Source: me'"),
        ("a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\nNote: x,,\n", "row 6 left out as a remark: 'Note: x'"),
        ("# by me\n# 2020\na,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", "2 rows (from 1) left out as a comment: '# by me'"),
        ("% by me\na,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", "row 1 left out as a comment: '% by me'"),
        ("a,b,c\n1,2,x\n# checked\n3,4,y\n5,6,x\n7,8,y\n", "row 3 left out as a comment: '# checked'"),
        ("a,b,c\n-----,---,---\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", "row 2 left out as a line that is drawn: '-----'"),
        ("a,b,c\n1,2,x\n3,4,y\na,b,c\n5,6,x\n7,8,y\n", "row 4 left out, repeating the names: 'a'"),
    ],
)
def test_titles_comments_totals_and_remarks_are_left_out_and_told(text, told):
    table = read_table(text)
    assert table.names == ("a", "b", "c")
    assert table.column("a").numbers.tolist() == [1, 3, 5, 7] and table.column("b").numbers.tolist() == [2, 4, 6, 8]
    assert lines(table) == [f"rows: {told}"]


def test_rows_that_only_look_like_titles_or_totals_stay():
    assert len(read_table("kind,n\ntotal,1\npartial,2\ntotal,3\npartial,4\ntotal,5\n").rows) == 5
    assert len(read_table("name,a,b\nAnna,1,2\nBert,3,4\nCarl,5,6\nDora,,\n").rows) == 4
    assert len(read_table("colour,n\n#ff0000,1\n#00ff00,2\n#0000ff,3\nred,4\n").rows) == 4
    assert len(read_table("#ff0000,a\n#00ff00,b\nred,a\nblue,b\ngreen,a\n", header=False).rows) == 5
    with pytest.raises(TableError, match="row 3 has 2 cells"):
        read_table("a,b,c\n1,2,3\n1,2\n1,2,3\n5,6,7\n")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# a b c\n1 2 3\n4 5 6\n7 8 9\n1 1 1\n", ("a", "b", "c")),
        ("#a,b,c\n1,2,3\n4,5,6\n7,8,9\n1,1,1\n", ("a", "b", "c")),
        ("# made by hand\n# a, b, c\n1,2,3\n4,5,6\n7,8,9\n1,1,1\n", ("a", "b", "c")),
        ("#,Name,HP\n1,Bulba,45\n2,Ivy,60\n3,Ven,80\n4,Cha,39\n", ("#", "Name", "HP")),
    ],
)
def test_names_behind_the_mark_of_a_comment_are_found(text, names):
    table = read_table(text)
    assert table.names == names and len(table.rows) == 4
    assert "holds the names" in first_row(table)


def test_a_comment_with_a_single_quotation_mark_breaks_nothing():
    assert read_table('# the 5" pipes\na,b\n1,2\n3,4\n5,6\n7,8\n').names == ("a", "b")


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;"])
def test_a_line_that_declares_the_separator_is_obeyed(line):
    table = read_table(f"{line}\na;b\n1;2,5\n3;4,5\n5;6\n7;8\n")
    assert table.names == ("a", "b") and table.rows[0] == 3 and not table.readings


def test_a_declared_tab_is_obeyed():
    assert read_table("sep=\\t\na\tb\n1\t2\n3\t4\n5\t6\n7\t8\n").names == ("a", "b")


@pytest.mark.parametrize(
    "text",
    [
        '"len" "kind"\n"1" 5.1 "x y"\n"2" 4.9 "b"\n"3" 5 "a"\n"4" 6 "b"\n',
        '"len","kind"\n"1",5.1,"x y"\n"2",4.9,"b"\n"3",5,"a"\n"4",6,"b"\n',
        "len\tkind\nMazda\t5.1\tx y\nFiat\t4.9\tb\nVW\t5\ta\nFord\t6\tb\n",
    ],
)
def test_tables_of_r_have_one_name_fewer_and_that_is_told(text):
    table = read_table(text)
    assert table.names == ("row name", "len", "kind")
    assert table.column("len").numbers.tolist() == [5.1, 4.9, 5, 6]
    assert table.column("kind").categories == ("a", "b", "x y")
    (line,) = lines(table)
    assert line.startswith("names: row 1 has one fewer than there are columns: the first column names the rows, as '")


def test_a_table_of_markdown_is_read():
    table = read_table("| a | b |\n|---|:-:|\n| 1 | x |\n| 2 | y |\n| 3 | x |\n| 4 | y |\n")
    assert table.names == ("a", "b") and table.column("a").numbers.tolist() == [1, 2, 3, 4]

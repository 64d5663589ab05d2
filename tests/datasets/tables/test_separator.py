"""What separates the cells: quotation marks are honoured, and texts that hold other separators do not mislead."""

import pytest

from nnviz.datasets import read_table


def table_of(comments: list[str], separator: str = ",") -> str:
    rows = [f"{'ABCDEFGH'[i]}{separator}{comment}{separator}{i * 1.5:g}" for i, comment in enumerate(comments)]
    return separator.join(("name", "comment", "x")) + "\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("comments", "separator"),
    [
        (["a;b", "c;d", "e;f", "g;h"], ","),
        (["a|b", "c|d", "e|f", "g|h"], ","),
        (["a\tb", "c\td", "e\tf", "g\th"], ","),
        (["R&amp;D", "Q&amp;A", "P&amp;L", "M&amp;A"], ","),
        (["a; b; c", "d", "e; f", "g"], ","),
        (["Berlin, Germany", "Paris, France", "Rome, Italy", "Bern, CH"], ";"),
        (["Berlin, Germany", "Paris, France", "Rome, Italy", "Bern, CH"], "\t"),
        (["a|b", "c|d", "e|f", "g|h"], ";"),
        (["a;b", "c;d", "e;f", "g;h"], "|"),
        (["two words", "more words", "other words", "last words"], ","),
        (["two words", "more words", "other words", "last words"], "\t"),
        (['"a,b"', '"c,d"', '"e;f"', '"g;h"'], ","),
        (['"a;b,c"', '"c;d,e"', '"e;f,g"', '"g;h,i"'], ","),
        (['"a\n1;2;3"', '"c\n1;2;3"', '"e\n1;2;3"', '"g\n1;2;3"'], ","),
        (["030 123", "030 456", "040 789", "089 012"], ","),
        (["10:00 12:00", "11:00 13:00", "9:00 10:00", "8:00 9:00"], ","),
    ],
    ids=repr,
)
def test_other_separators_inside_texts_do_not_mislead(comments, separator):
    table = read_table(table_of(comments, separator))
    assert table.names == ("name", "comment", "x")
    assert table.column("comment").categories == tuple(sorted({comment.strip('"') for comment in comments}))
    assert table.column("x").numbers.tolist() == [0, 1.5, 3, 4.5]
    assert not [question for question in table.questions if question.key == "separator"]


@pytest.mark.parametrize(
    ("text", "names", "first"),
    [
        ("1,5 2,5\n2,5 3,5\n3,5 4,5\n4,5 5,5\n", 2, [1.5, 2.5, 3.5, 4.5]),
        ("a;b\n1,5;2,5\n2,5;3,5\n3,5;4,5\n4,5;5,5\n", 2, [1.5, 2.5, 3.5, 4.5]),
        ("a\tb\n1,5\t2,5\n2,5\t3,5\n3,5\t4,5\n4,5\t5,5\n", 2, [1.5, 2.5, 3.5, 4.5]),
        ("x;y;z\n1,5;2,5;a\n2,5;3,5;b\n3,5;4,5;a\n4,5;5,5;b\n", 3, [1.5, 2.5, 3.5, 4.5]),
        ("  1.5   2\n  2.5   3\n 10.5   4\n  4.5  12\n", 2, [1.5, 2.5, 10.5, 4.5]),
        ("a b kind\n1 2 x\n2 3 y\n3 4 x\n4 5 y\n", 3, [1, 2, 3, 4]),
    ],
)
def test_decimal_commas_and_blanks_separate_what_they_should(text, names, first):
    table = read_table(text)
    assert len(table.names) == names and table.columns[0].numbers.tolist() == first


def test_rows_of_blanks_with_quoted_texts_are_cut_at_the_marks():
    table = read_table('name kind x\n"New York" a 1\n"Los Angeles" b 2\nBoston a 3\n"San ""B"" Diego" b 4\n')
    assert table.column("name").categories == ("Boston", "Los Angeles", "New York", 'San "B" Diego')


def test_texts_alone_are_cut_by_blanks_only_where_all_rows_agree():
    weather = "outlook wind play\nsunny weak no\nrain strong no\nrain weak yes\nsunny strong yes\n"
    assert read_table(weather).names == ("outlook", "wind", "play")


def test_quoted_texts_are_found_between_the_line_ends_of_old_macs():
    text = 'name,meaning\rA,"one, two; three\nfour"\rB,"five; six, seven"\rC,"x, y"\rD,"z; z"\r'
    assert read_table(text).names == ("name", "meaning")


def test_two_separators_that_fit_as_well_are_asked_about_with_both_results():
    text = "n,m;k\n" + "x,y;z\nu,v;w\n" * 3
    (question,) = (question for question in read_table(text).questions if question.key == "separator")
    assert dict(question.options) == {
        ";": "semicolon: 2 columns, such as 'n,m' and 'k'",
        ",": "comma: 2 columns, such as 'n' and 'm;k'",
    }
    assert question.default == ";" and read_table(text).names == ("n,m", "k")
    assert read_table(text, separator=",").names == ("n", "m;k")
    assert "separator" not in {question.key for question in read_table(text, separator=",").questions}


def test_rows_that_stand_in_quotation_marks_as_a_whole_are_unwrapped_and_told():
    table = read_table('"a,b"\n"1,2"\n"3,4"\n"5,6"\n"7,""x"""\n')
    assert table.names == ("a", "b") and table.column("a").numbers.tolist() == [1, 3, 5, 7]
    assert table.readings[0].line == "rows: each stands in quotation marks as a whole, which were removed"

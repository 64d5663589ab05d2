"""Numbers as people write them: thousands, percent, units, currencies, brackets, bounds, and words for gaps."""

import math

import pytest

from nnviz.datasets import Table, read_table

NAN = math.nan


def column_of(cells: list[str], separator: str = "\t") -> str:
    """A table whose column ``a`` holds the cells; ``b`` is 0 and 1 in turn."""
    return f"a{separator}b\n" + "".join(f"{cell}{separator}{i % 2}\n" for i, cell in enumerate(cells))


def lines(table: Table) -> list[str]:
    return [reading.line for reading in table.readings]


def same(numbers, expected) -> bool:
    return len(numbers) == len(expected) and all(
        a == b or (math.isnan(a) and math.isnan(b)) for a, b in zip(numbers, expected, strict=True)
    )


@pytest.mark.parametrize(
    ("cells", "numbers", "unit", "told"),
    [
        (
            ["45 %", "50%", "7 %", "12 %"],
            [45, 50, 7, 12],
            "%",
            "'45 %' in row 2 was read as 45, in percent (4 such cells)",
        ),
        (["1,5%", "2,5%", "3%", "4%"], [1.5, 2.5, 3, 4], "%", "'1,5%' in row 2 was read as 1.5, in percent"),
        (["%45", "%50", "%7", "%8"], [45, 50, 7, 8], "%", "'%45' in row 2 was read as 45, in percent"),
        (["3.5 kg", "4.1 kg", "6kg", "2 kg"], [3.5, 4.1, 6, 2], "kg", "'3.5 kg' in row 2 was read as 3.5, in kg"),
        (["3.5 kg", "4.1 kg", "5", "2 kg"], [3.5, 4.1, 5, 2], "kg", "'5' in row 4 has no unit, and counts as kg too"),
        (["20 °C", "21.5 °C", "-3 °C", "0 °C"], [20, 21.5, -3, 0], "°C", "'20 °C' in row 2 was read as 20, in °C"),
        (["5 m/s", "6 m/s", "7 m/s", "8 m/s"], [5, 6, 7, 8], "m/s", "in m/s"),
        (["50 m2", "61 m2", "72 m²", "80 m2"], None, "", "'50 m2' in row 2 and '72 m²' in row 4 have different units"),
        (["10 fl oz", "12 fl oz", "8 fl oz", "9 fl oz"], [10, 12, 8, 9], "fl oz", "in fl oz"),
        (
            ["€ 1,200", "€ 950", "€ 3,000", "€ 10"],
            [1200, 950, 3000, 10],
            "€",
            "'€ 1,200' in row 2 was read as 1200, in €",
        ),
        (["1.200,50 €", "950 €", "3 €", "10 €"], [1200.5, 950, 3, 10], "€", "'1.200,50 €' in row 2 was read as 1200.5"),
        (
            ["$1,200.50", "-$5", "($250)", "$3"],
            [1200.5, -5, -250, 3],
            "$",
            "'$1,200.50' in row 2 was read as 1200.5, in $",
        ),
        (["CHF 1'200.50", "CHF 3", "CHF 4", "CHF 5"], [1200.5, 3, 4, 5], "CHF", "in CHF"),
        (["USD 12", "USD 13", "USD 14.5", "USD 9"], [12, 13, 14.5, 9], "USD", "in USD"),
        (
            ["(250)", "100", "300", "(12)"],
            [-250, 100, 300, -12],
            "",
            "'(250)' in row 2 was read as -250, negative, as in",
        ),
        (["250-", "100", "300", "12-"], [-250, 100, 300, -12], "", "'250-' in row 2 was read as -250"),
        (
            ["12.-", "13.-", "14.50", "15"],
            [12, 13, 14.5, 15],
            "",
            "'12.-' in row 2 was read as 12, without the mark after",
        ),
        (["<0.1", "0.5", "0.7", "1.2"], [0.1, 0.5, 0.7, 1.2], "", "'<0.1' in row 2 was read as 0.1, the bound itself"),
        (["~5", "6", "7", ">=8"], [5, 6, 7, 8], "", "'~5' in row 2 was read as 5, the bound itself (2 such cells)"),
        (["1.5*", "2.5", "3.5†", "4[1]"], [1.5, 2.5, 3.5, 4], "", "'1.5*' in row 2 was read as 1.5, without the mark"),
        (
            ["12,34,567", "1,23,456", "5,000", "1"],
            [1234567, 123456, 5000, 1],
            "",
            "'12,34,567' in row 2 was read as 1234567",
        ),
        (["５００", "１２", "７", "３.5"], [500, 12, 7, 3.5], "", ""),
        (
            ["01", "02", "03", "12"],
            [1, 2, 3, 12],
            "",
            "'01' in row 2 was read as 1, without the zero before it (3 such",
        ),
        (
            ["1.5", "unknown", "2.5", "n.a.", "3.5"],
            [1.5, NAN, 2.5, NAN, 3.5],
            "",
            "'unknown' in row 3 is not a number; taken as",
        ),
        (
            ["1", "#DIV/0!", "2", "k.A.", "5"],
            [1, NAN, 2, NAN, 5],
            "",
            "'#DIV/0!' in row 3 is not a number; taken as missing (and 1",
        ),
        (
            ["5 kg"] * 19 + ["700 g"],
            [5] * 19 + [NAN],
            "kg",
            "'700 g' in row 21 has the unit 'g', unlike the others; taken",
        ),
        (["-", "1", "2", "3", "4"], [NAN, 1, 2, 3, 4], "", "gaps: '-' taken as missing, first in row 2, column 'a'"),
    ],
    ids=lambda value: str(value[0]) if isinstance(value, list) else None,
)
def test_numbers_in_everyday_clothes_are_numbers_and_told_once(cells, numbers, unit, told):
    table = read_table(column_of(cells))
    column = table.column("a")
    assert column.unit == unit
    if numbers is None:
        assert column.kind == "category"
    else:
        assert column.kind == "number" and same(column.numbers.tolist(), numbers)
    assert sum(told in line for line in lines(table)) == 1 if told else not lines(table)
    assert table.questions == ()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["<=50K", ">50K", "<=50K", ">50K"], "'<=50K' in row 2 is a bound, as most are: kept as texts"),
        (["007", "012", "101", "999"], "'007' in row 2 begins with a zero: taken for codes, kept as texts"),
        (["01067", "80331", "10115", "20095"], "'01067' in row 2 begins with a zero"),
        (["12345678901234567", "12345678901234568", "2", "3"], "has 17 digits: taken for codes, kept as texts"),
        (
            ["3.5 kg", "350 g", "4 kg", "120 g"],
            "'3.5 kg' in row 2 and '350 g' in row 3 have different units or endings",
        ),
        (["1st", "2nd", "3rd", "1st"], "'1st' in row 2 and '2nd' in row 3 have different units or endings"),
        (
            ["12", "A3", "B7", "C9", "E1", "D4", "F5"],
            "'A3' in row 3 stands beside numbers such as '12': taken for texts",
        ),
    ],
    ids=lambda value: str(value[0]) if isinstance(value, list) else None,
)
def test_what_looks_like_numbers_and_is_none_stays_text_and_is_told(cells, told):
    table = read_table(column_of(cells))
    assert table.column("a").kind == "category"
    assert table.column("a").categories == tuple(sorted(set(cells)))
    (line,) = lines(table)
    assert line.startswith("column 'a': ") and told in line


@pytest.mark.parametrize(
    "cells",
    [
        ["2020-01-05", "2020-02-05", "1999-12-01", "2001-01-01"],
        ["05.01.2020", "06.01.2020", "07.02.2021", "08.01.2020"],
        ["1/5/2020", "2/5/2020", "3/5/2020", "4/5/2020"],
        ["5 Jan", "6 Jan", "7 Jan", "8 Jan"],
        ["5. Mai", "6. Mai", "7. Mai", "8. Mai"],
        ["10:30", "11:45", "9:00", "12:00"],
        ["3 pm", "4 pm", "5 pm", "6 pm"],
        ["192.168.0.1", "10.0.0.1", "8.8.8.8", "1.1.1.1"],
        ["030 123456", "030 654321", "040 111111", "089 22222"],
        ["555-1234", "555-2345", "555-3456", "555-4567"],
        ["20-29", "30-39", "40-49", "50-59"],
        ["0x1F", "0x2A", "0xFF", "0x00"],
        ["1/2", "3/4", "1/4", "1/3"],
        ["#ff0000", "#00ff00", "#0000ff", "#ffffff"],
        ["Room 1", "Room 2", "Room 3", "Room 4"],
        ["395000000A", "395000001A", "395000002A", "395000003A"],
    ],
    ids=lambda value: value[0],
)
@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_dates_times_addresses_and_codes_never_become_numbers_by_accident(cells, separator):
    table = read_table(column_of(cells, separator))
    assert table.names == ("a", "b")
    assert table.column("a").categories == tuple(sorted(cells))


def test_a_date_written_as_a_number_is_pointed_out():
    table = read_table(column_of(["20200105", "20200106", "20201231", "20190301"]))
    assert table.column("a").kind == "number"
    assert lines(table) == [
        "column 'a': '20200105' in row 2 may be a date written as a number; the number itself is taken"
    ]


def test_words_that_may_be_categories_are_asked_about_and_both_results_are_shown():
    text = column_of(["2", "4", "more", "2", "4", "more"])
    (question,) = read_table(text).questions
    assert (question.key, question.column, question.default) == ("kinds", "a", "category")
    assert question.sentence == "what does it hold? 'more' in row 4 stands beside numbers such as '2'"
    assert question.options == (
        ("number", "numbers, and 2 gaps where it holds words"),
        ("category", "3 different texts"),
    )
    answered = read_table(text, kinds={"a": "number"})
    assert answered.questions == () and (answered.column("a").words, answered.column("a").gaps) == (2, 2)


@pytest.mark.parametrize(
    ("cells", "default", "number"),
    [
        (["2", "3", "4", "5more"], "number", "numbers, '5more' as 5"),
        (["1", "2", "3", "4", "1OT"], "number", "numbers, '1OT' as 1"),
        ([*map(str, range(1, 30)), "9a", "9b"], "category", "numbers, and 2 gaps where they have one"),
    ],
)
def test_a_few_numbers_with_an_ending_are_asked_about(cells, default, number):
    table = read_table(column_of(cells))
    (question,) = table.questions
    assert (question.key, question.column, question.default) == ("kinds", "a", default)
    assert "has the unit or ending" in question.sentence and not lines(table)
    assert question.options == (("number", number), ("category", f"{len(cells)} different texts"))
    column = read_table(column_of(cells), kinds={"a": "number"}).column("a")
    assert column.gaps == (2 if default == "category" else 0) and column.unit == ""


def test_a_row_of_units_below_the_names_is_left_out_and_kept_as_units():
    table = read_table("length,weight,name\ncm,kg,\n1,2,a\n3,4,b\n5,6,c\n7,8,d\n")
    assert [column.unit for column in table.columns] == ["cm", "kg", ""]
    assert table.column("length").numbers.tolist() == [1, 3, 5, 7] and table.rows[0] == 3
    assert lines(table) == ["rows: row 2 left out as units, such as 'cm' of 'length'"]
    bracketed = read_table("t;v\n[s];[m/s]\n1;2,5\n2;3,5\n3;4,5\n4;5,5\n")
    assert [column.unit for column in bracketed.columns] == ["s", "m/s"]


# --- thousands ---


@pytest.mark.parametrize(
    ("cells", "separator", "numbers"),
    [
        (["950", "1.050", "2.300", "1.200"], ";", [950, 1050, 2300, 1200]),
        (["950", "1.050", "2.300", "1.200"], "\t", [950, 1050, 2300, 1200]),
        (["12.500", "150", "9.000", "500"], ";", [12500, 150, 9000, 500]),
        (["1,234", "950", "2,345", "3,456"], ";", [1234, 950, 2345, 3456]),
        (["12.500", "1500", "900", "10.000"], ";", [12500, 1500, 900, 10000]),
        (["1.234", "1500", "2.345", "3.456"], ",", [1.234, 1500, 2.345, 3.456]),
        (["1.234", "2.5", "3.456", "150"], ";", [1.234, 2.5, 3.456, 150]),
        (["1.234", "2.345", "3.456", "4.567"], ",", [1.234, 2.345, 3.456, 4.567]),
        (['"1,234"', '"2,345"', '"3,456"', '"4,567"'], ",", [1234, 2345, 3456, 4567]),
    ],
)
def test_thousands_are_known_by_the_whole_numbers_beside_them(cells, separator, numbers):
    table = read_table(column_of(cells, separator))
    assert table.column("a").numbers.tolist() == numbers
    assert table.questions == ()
    grouped = sum(number >= 1000 for number in numbers) > 1
    assert sum("its thousands grouped" in line for line in lines(table)) == grouped


def test_thousands_in_a_file_with_decimal_commas_are_told_by_column():
    table = read_table("rate;sales\n0,5;1.050\n0,7;2.000\n1,2;3.100\n1;4.000\n")
    assert table.column("sales").numbers.tolist() == [1050, 2000, 3100, 4000]
    mixed = read_table("rate;sales\n0,5;1.050\n0,7;2000\n1,2;3.100\n1;4.000\n")
    assert mixed.column("sales").numbers.tolist() == [1050, 2000, 3100, 4000] and not mixed.questions
    assert lines(table) == ["column 'sales': '1.050' in row 2 was read as 1050, its thousands grouped (4 such cells)"]


@pytest.mark.parametrize(
    ("cells", "separator", "default"),
    [
        (["1.234", "2.345", "3.456", "4.567"], ";", "."),
        (["1.234", "2.345", "3.456", "4.567"], "\t", "."),
        (["1.234", "1500", "3.456", "4.567"], ";", "."),
        (["1,234", "2,345", "3,456", "4,567"], ";", ","),
        (["1,234", "2,345", "3,456", "4,567"], "\t", "."),
        (["950", "1.050", "2.300", "1.200"], ",", ","),
    ],
)
def test_where_both_readings_are_possible_both_results_are_shown_and_asked(cells, separator, default):
    text = column_of(cells, separator)
    table = read_table(text)
    (question,) = table.questions
    assert (question.key, question.default) == ("decimal", default)
    assert "for now: see the question" in dict(table.summary)["Decimals"]
    assert not lines(table)
    example = next(cell for cell in cells if len(cell) > 3)
    point, comma = (1.0, 1000.0) if "." in example else (1000.0, 1.0)
    assert question.options == (
        (".", f"a decimal point: '{example}' is {float(example.replace(',', '.')) * point:g}"),
        (",", f"a decimal comma: '{example}' is {float(example.replace(',', '.')) * comma:g}"),
    )
    for answer, label in question.options:
        answered = read_table(text, decimal=answer)
        assert answered.questions == ()
        assert f"{answered.column('a').numbers[cells.index(example)]:g}" == label.split(" is ")[1]


def test_an_answer_for_one_column_leaves_another_that_shows_its_mark():
    text = "rate;sales\n0.5;950\n0.7;2.000\n1.2;3.100\n1;4.000\n"
    assert [question.key for question in read_table(text).questions] == ["decimal"]
    table = read_table(text, decimal=",")
    assert table.column("rate").numbers.tolist() == [0.5, 0.7, 1.2, 1.0]
    assert table.column("sales").numbers.tolist() == [950, 2000, 3100, 4000]


def test_columns_written_in_different_ways_are_read_each_in_its_own():
    table = read_table("a;b\n1,5;2.5\n2,5;3.5\n3,5;4.5\n1,1;2.2\n")
    assert table.column("a").numbers.tolist() == [1.5, 2.5, 3.5, 1.1]
    assert table.column("b").numbers.tolist() == [2.5, 3.5, 4.5, 2.2]
    assert dict(table.summary)["Decimals"] == (
        "decimal point: '2.5' in row 2, column 'b'; decimal comma: '1,5' in row 2, column 'a'"
    )


# --- slips ---


def test_outlying_numbers_that_stand_for_gaps_are_asked_about():
    text = "t,age\n" + "".join(f"{20 + i % 7},{30 + i}\n" for i in range(20)) + "-9999,33\n21,999\n"
    (question,) = read_table(text).questions
    assert question.key == "sentinels" and question.default == "numbers"
    assert "-9999 in column 't' (1, first in row 22)" in question.sentence
    assert "999 in column 'age' (1, first in row 23)" in question.sentence
    table = read_table(text, sentinels="gaps")
    assert table.questions == () and [column.gaps for column in table.columns] == [1, 1]
    assert read_table(text, sentinels="numbers").column("t").numbers[20] == -9999
    assert not read_table("t,u\n" + "".join(f"{i * 37},{i}\n" for i in range(28))).questions, "999 among its like"


def test_spellings_of_a_class_that_differ_in_case_or_blanks_are_asked_about():
    text = "x,y\n1,Yes\n2,yes\n3,no\n4,YES\n5,no\n6,New  York\n7,New York\n8,yes\n"
    (question,) = read_table(text).questions
    assert (question.key, question.default) == ("spellings", "apart")
    assert "'Yes' in row 2 and 'yes' in row 3, column 'y'" in question.sentence
    assert "'New York' in row 7 and 'New York' in row 8, column 'y', which differ in spaces" in question.sentence
    merged = read_table(text, spellings="merged")
    assert merged.questions == () and len(merged.column("y").categories) == 3
    assert read_table(text, spellings="apart").column("y").categories == read_table(text).column("y").categories


def test_texts_that_count_as_gaps_are_told_once():
    table = read_table("a,b\n1,NA\n2,EU\n?,EU\n4,AS\nNA,NA\n")
    assert lines(table) == ["gaps: '?', 'NA' taken as missing, first in row 4, column 'a'"]

from time import perf_counter

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.experiments.yaml_files.nodes import MAX_BYTES, Entries, Items, Text, read_nodes
from nnviz.experiments.yaml_files.problem import FileError
from nnviz.lessons.reading import LESSON, read_lesson


def refused(data):
    """The one thing that is wrong in a file."""
    with pytest.raises(FileError) as error:
        read_nodes(data, "x.yaml", LESSON)
    (problem,) = error.value.problems
    return problem


def test_texts_lists_and_mappings_keep_their_lines():
    assert read_nodes("a: 1\nb:\n  - yes\n  - |\n    two\n    lines\n", "x.yaml", LESSON) == Entries(
        (
            (Text("a", 1), Text("1", 1)),
            (Text("b", 2), Items((Text("yes", 3), Text("two\nlines\n", 4)), 3)),
        ),
        1,
    )


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfa: 1\r\nb: 2", "a: 1\r\nb: 2", b"a: 1\rb: 2"])
def test_marks_of_windows_change_nothing(data):
    assert [key.line for key, _ in read_nodes(data, "x.yaml", LESSON).entries] == [1, 2]


BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("data", "line", "part"),
    [
        (BOMB, 1, "a name beginning with & or *"),
        ("a: *x", 1, "a name beginning with & or *"),
        ("a: !!python/object/apply:os.system [ls]", 1, "got the tag"),
        ("a: !<tag:x> b", 1, "got the tag"),
        ("a: 1\n<<: {b: 2}\n<<: {c: 3}", 3, "expected each key once"),
        ("a: 1\n\tb: 2", 2, "got a tab"),
        ("a: 'x\ty'", 1, "got a tab"),
        ("a: x\x00", 1, r"the control character \x00"),
        ("a: 1\nb: \u202e\x1b[31m", 2, "the control character"),
        ("%YAML 1.2\n---\na: 1", 1, "begins with %"),
        ("a: 1\n---\nb: 2", 2, "one lesson a file"),
        ("", 0, "an empty file"),
        ("# nothing\n", 0, "an empty file"),
        (b"a: \xff", 1, "text in UTF-8"),
        (b"a: 1\nb: \xe4", 2, "text in UTF-8"),
        ("x" * (MAX_BYTES + 1), 0, "at most 64,000 bytes, got 64,001"),
        ("[" * 9 + "]" * 9, 1, "at most 8 levels"),
        ("- " * 30_000, 1, "at most 8 levels"),
        ("a: b: c", 1, "put the text in quotes"),
        ("a: 1\nb: 'open", 2, "a quotation mark is opened and not closed"),
        ('a: "\\d"', 1, "use single quotes"),
        ("a: @x", 1, "put the text in quotes"),
        ("a: [1, 2\nb: 3", 2, "not closed"),
        ("a:\n  - b\n - c", 3, "indentation"),
        ("? [a]\n: b", 1, "expected a text before the colon"),
    ],
)
def test_what_lessons_do_not_need_is_refused_with_its_line(data, line, part):
    problem = refused(data)
    assert problem.line == line
    assert part in problem.message


def test_a_repeated_key_names_both_lines():
    problem = refused("a: 1\nb: 2\na: 3")
    assert (problem.line, problem.key) == (3, "a")
    assert "on line 1 too" in problem.message


@pytest.mark.parametrize("piece", ["[", "? ", "a: ", "'", "|\n", "x\n", "a: b\n", "- a\n", "# \n"])
def test_no_file_takes_long_to_refuse(piece):
    data = piece * (MAX_BYTES // len(piece))
    began = perf_counter()
    with pytest.raises(FileError):
        read_lesson(data, "x")
    assert perf_counter() - began < 10.0


PIECES = st.sampled_from(
    [
        "lesson: 1\n",
        "title: x\n",
        "steps:\n",
        "  - id: a\n",
        "    view: softmax\n",
        "    ask: ",
        "[",
        "]",
        "{",
        "}",
        "- ",
    ]
    + [": ", "'", '"', "|\n", ">", "&a", "*a", "!!str", "\n", "  ", "#", "%", "@", "é", "\u2028", "---\n", "...\n", ","]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_written_is_read_or_refused_with_a_message(text):
    try:
        read_lesson(text, "x")
    except FileError as error:
        assert str(error)


@settings(max_examples=30)
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.text(max_size=20), min_size=1, max_size=5))
def test_what_is_read_is_what_another_parser_reads(mapping):
    try:
        found = read_nodes(written := yaml.safe_dump(mapping), "x.yaml", LESSON)
    except FileError:
        return
    assert {key.text: value.text for key, value in found.entries} == yaml.load(written, yaml.BaseLoader)

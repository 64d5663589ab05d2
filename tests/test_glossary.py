"""The words that the glossary rules out stand in no sentence that a user reads."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLACES = (
    "pages/*.py",
    "nnviz/ui/**/*.py",
    "nnviz/experiments/**/*.py",
    "nnviz/figures/*.py",
    "nnviz/stage/**/*.py",
    "nnviz/stage/assets/**/*.js",
    "nnviz/datasets/**/*.py",
    "nnviz/engine/**/*.py",
    "nnviz/export/*.py",
)
_JS_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
_JS_STRING = re.compile(r"`((?:\\.|[^`\\])*)`|\"((?:\\.|[^\"\\\n])*)\"")


def ruled_out(glossary: str) -> list[str]:
    """Return what the third column of the glossary's tables holds."""
    rows = [line.strip(" |").split(" | ") for line in glossary.splitlines() if line.startswith("| ")]
    return [words.strip() for row in rows[1:] if len(row) == 3 for words in row[-1].split(", ")]


def python_strings(source: str) -> Iterator[str]:
    """Yield what is written in strings, with a gap for each value in an f-string; docstrings and old names stay out."""
    tree = ast.parse(source)
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        old = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "").startswith("_OLD")
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) or old:
            skipped |= set(ast.walk(node))
        elif isinstance(node, ast.JoinedStr) and node not in skipped:
            skipped |= set(ast.walk(node)) - {node}
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else " … " for part in node.values)
            for part in node.values:
                yield from (n.value for n in ast.walk(part) if isinstance(n, ast.Constant) and isinstance(n.value, str))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            yield node.value


def javascript_strings(source: str) -> Iterator[str]:
    """Yield what is written in strings and templates outside comments."""
    for match in _JS_STRING.finditer(_JS_COMMENT.sub("", source)):
        yield match.group(1) or match.group(2) or ""


def sentences(root: Path) -> Iterator[tuple[str, str]]:
    """Yield every text of more than a word, with the file that it stands in."""
    for place in PLACES:
        for path in sorted(root.glob(place)):
            name = path.relative_to(root).as_posix()
            read = python_strings if path.suffix == ".py" else javascript_strings
            yield from ((name, text) for text in read(path.read_text(encoding="utf-8")) if " " in text.strip())


DOCUMENTS = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if path.name != "glossary.md"]
RULED_OUT = ruled_out((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
ANY_OF_THEM = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, RULED_OUT))})(?![\w-])", re.IGNORECASE)


def test_the_glossary_rules_words_out():
    assert {"bends", "by heart", "foretell", "dearest"} <= set(RULED_OUT)
    assert len(set(RULED_OUT)) == len(RULED_OUT)
    assert all(ANY_OF_THEM.search(f"it {words}, then") for words in RULED_OUT)


def test_no_sentence_uses_a_word_that_the_glossary_rules_out():
    read = list(sentences(ROOT))
    assert len(read) > 10_000
    assert not [f"{name}: {found[0]!r} in {text}" for name, text in read if (found := ANY_OF_THEM.search(text))]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_uses_a_word_that_the_glossary_rules_out(path):
    prose = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not [found[0] for found in ANY_OF_THEM.finditer(prose)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('f"then {x} bends"', "then  …  bends"),
        ('"""Bends."""\nx = "it bends"', "it bends"),
        ("f\"{'it bends' if x else ''}\"", "it bends"),
    ],
)
def test_sentences_are_found_in_python(source, text):
    assert text in list(python_strings(source))
    assert "Bends." not in list(python_strings(source))


def test_sentences_are_found_in_javascript():
    assert list(javascript_strings('// "it bends"\nsay(`z ${x} bends`, "and sums");')) == ["z ${x} bends", "and sums"]

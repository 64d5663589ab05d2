"""First names and texts of one's own, letter by letter."""

import gzip
from importlib.resources import files

import numpy as np
import pytest

from nnviz.datasets import names, next_letters, own_words
from nnviz.datasets.sequences.letters import END, MAX_CHARACTERS
from scripts.bundle_names import bundle

FILE = files("nnviz.datasets").joinpath("data", "names.txt.gz")


def test_the_names_are_bundled_once_each_and_small():
    words = gzip.decompress(FILE.read_bytes()).decode("ascii").split("\n")
    assert words == sorted(set(words)) and len(words) == 29_494
    assert len(FILE.read_bytes()) < 100_000
    assert {len(word) for word in words} == set(range(2, 16))


def test_the_file_can_be_made_again(tmp_path):
    words = gzip.decompress(FILE.read_bytes()).decode("ascii").split("\n")
    (tmp_path / "list.txt").write_text("\n".join([*words[::-1], words[0].title()]) + "\n", encoding="ascii")
    assert bundle(tmp_path / "list.txt", tmp_path).read_bytes() == FILE.read_bytes()
    (tmp_path / "list.txt").write_text("o'neil\n", encoding="ascii")
    with pytest.raises(ValueError, match="letters a to z"):
        bundle(tmp_path / "list.txt", tmp_path)


def test_a_tenth_of_the_names_is_always_the_same_and_never_learned_from():
    data = names()
    assert len(data.test) == 2949 and len(data.train) == 26_545
    assert not set(data.train) & set(data.test)
    assert data.test[:3] == ("aabidah", "aadhavan", "aadhiran")
    assert data.symbols == (END, *"abcdefghijklmnopqrstuvwxyz") and data.steps == 16
    assert "public domain" in data.licence and "ssa.gov" in data.source


def test_a_word_is_its_letters_and_its_targets_the_next_ones():
    data = names()
    now, following = data.encode(["emma", "jo"], 6)
    assert now.tolist() == [[0, 5, 13, 13, 1, 0], [0, 10, 15, 0, 0, 0]]
    np.testing.assert_array_equal(following, [[5, 13, 13, 1, 0, np.nan], [10, 15, 0, np.nan, np.nan, np.nan]])
    Y = next_letters(following, 27)
    assert Y[1, 2, 0] == 1.0 and Y[0, :5].sum() == 5.0 and np.isnan(Y[1, 3:]).all()
    pairs = data.sequences(["emma", "jo"])
    assert pairs.X.shape == (2, 5, 27) and pairs.counted.sum(1).tolist() == [5, 3]
    np.testing.assert_array_equal(data.numbers("em"), [[0, 5, 13]])


def test_a_letter_that_never_occurs_is_refused():
    with pytest.raises(ValueError, match="'É' was given"):
        names().numbers("É")


def test_a_text_of_ones_own_is_split_into_lines_or_words():
    lines = own_words("\n".join(f"Straße {k}" for k in range(30)))
    assert len(lines.train) == 27 and len(lines.test) == 3
    assert "straße 7" in (*lines.train, *lines.test)
    prose = own_words(" ".join(f"wort{k}" for k in range(40)))
    assert len(prose.train) == 36 and prose.train[0] == "wort0" and prose.symbols[0] == END
    control = own_words("\n".join(f"a{k}\x00\tb·" for k in range(20)))
    assert set("\x00\t").isdisjoint(control.symbols) and "a0 b" in (*control.train, *control.test)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "a text must be given, but NoneType was"),
        ("a b c", "at least 20 different words or lines, but this has 1;"),
        ("", "but this has 0;"),
        ("x" * (MAX_CHARACTERS + 1), "at most 500,000 characters, but this has 500,001"),
        ("\n".join(["y" * 41, *(f"w{k}" for k in range(30))]), "at most 40 letters, but one that begins with 'yyy"),
        ("\n".join(chr(0x4E00 + k) for k in range(61)), "at most 60 different letters, but this has 61"),
    ],
)
def test_a_text_beyond_the_limits_is_refused_in_words(text, says):
    with pytest.raises(ValueError, match=says):
        own_words(text)

"""Row numbers, ids and names are found whatever they are called; measured whole numbers are not taken for them."""

import numpy as np
import pytest

from nnviz.datasets import default_features, default_target, read_table
from nnviz.datasets.tables.ids import reason_for_id
from nnviz.datasets.tables.table import Table

RNG = np.random.default_rng(7)


def with_column(name: str, values, place: str = "first") -> Table:
    """A table with this column before (or between) a noisy feature and two classes."""
    noise = np.random.default_rng(1).normal(size=len(values)).round(3)
    rows = [(str(value), str(x), "pq"[k % 2]) for k, (value, x) in enumerate(zip(values, noise, strict=True))]
    order = (0, 1, 2) if place == "first" else (1, 0, 2)
    names = (name, "noise", "class")
    return read_table("\n".join(",".join(row[k] for k in order) for row in (names, *rows)) + "\n", header=True)


def is_left_out(table: Table, name: str) -> bool:
    return name not in default_features(table, default_target(table))


SAMPLE = np.sort(RNG.choice(1000, 120, replace=False))
IDS = {
    "row numbers": ("column 1", range(1, 31)),
    "shuffled row numbers": ("sample", RNG.permutation(150)),
    "a subsample of row numbers": ("sample", SAMPLE),
    "a shuffled subsample": ("sample", RNG.permutation(SAMPLE)),
    "a small subsample in the first column": ("case", np.sort(RNG.choice(100, 15, replace=False))),
    "from 1001": ("case", range(1001, 1061)),
    "spaced row numbers in the first column": ("case", range(0, 100, 5)),
    "sparse numbers under a usual name": ("CustomerID", RNG.choice(10**7, 12, replace=False)),
    "the name of an index in pandas": ("Unnamed: 0", RNG.choice(10**6, 12, replace=False)),
    "ids of which some come twice": ("Sample code number", [*range(1000, 2000, 50), 1000, 1050]),
    "patients with several rows": ("patient_id", [k // 5 + 1 for k in range(100)]),
    "texts": ("key word", [f"{c}{k}" for k, c in enumerate("abcdefghijkl")]),
    "names of which one comes twice": ("passenger", [f"Smith {k}" for k in range(15)] + ["Smith 3"]),
    "texts that come back under a usual name": ("subject id", [f"s{k // 2}" for k in range(40)]),
}


@pytest.mark.parametrize("name", IDS)
def test_ids_are_left_out_at_first_and_that_is_said(name):
    title, values = IDS[name]
    table = with_column(title, values)
    assert reason_for_id(table, table.columns[0]), name
    assert is_left_out(table, table.names[0])


MEASURED = {
    "twelve prices": (
        "eur",
        [245000, 312500, 189900, 405000, 275000, 199000, 350000, 229500, 510000, 289000, 265900, 1],
    ),
    "thousands": ("eur", [245, 312, 190, 405, 275, 199, 350, 229, 510, 289, 266, 321]),
    "sorted prices": ("eur", [189900, 199000, 229500, 245000, 275000, 312500, 350000, 405000]),
    "inhabitants": ("inhabitants", np.unique(RNG.lognormal(11, 1.5, 400).round().astype(int))),
    "years": ("Year", range(1961, 2021)),
    "years under another name": ("season start", range(1893, 2012)),
    "a number of survivors": ("number", [1000, 855, 798, 760, 732, 710, 692, 680, 670, 661, 653, 646]),
    "doses in equal steps": ("dose", range(0, 100, 5)),
    "hours of learning": ("hours", range(1, 11)),
    "rounded values of a bell curve": ("grams", RNG.normal(5000, 800, 60).round().astype(int)),
    "few numbers": ("n_rooms", [3, 1, 4, 2, 6]),
    "a code of few values": ("code", [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]),
    "no, one of two answers": ("no", [0, 1, 1, 0, 1, 0, 0, 1]),
    "measured with decimals": ("id", [0.1, 0.25, 1.75, 2.5, 3.125, 4.5, 7.25, 8.5]),
    "colours of few rows": ("colour", ["red", "blue", "red", "green", "blue", "red"]),
    "glycemic index": ("glycemic index", [55, 31, 92, 70, 48, 15, 66, 78, 23, 39, 50]),
}


@pytest.mark.parametrize("place", ["first", "second"])
@pytest.mark.parametrize("name", MEASURED)
def test_measured_values_are_features(name, place):
    title, values = MEASURED[name]
    table = with_column(title, values, place)
    assert not is_left_out(table, title), reason_for_id(table, table.column(title))


def test_measured_whole_numbers_are_seldom_taken_for_ids():
    """Of numbers drawn at random, at most 2 % are: those that all differ though some should be equal."""
    rng = np.random.default_rng(0)
    wrong = 0
    for _ in range(200):
        n, possible = int(rng.integers(8, 300)), int(rng.integers(50, 100_000))
        table = with_column("reading", rng.integers(0, possible, n), "second")
        wrong += bool(reason_for_id(table, table.column("reading")))
    assert wrong <= 4


def test_row_numbers_of_noise_do_not_give_the_sorted_classes_away():
    numbers = RNG.permutation(100)
    rows = sorted(zip(numbers.tolist(), RNG.normal(size=100).round(2).tolist(), strict=True))
    table = read_table("n,noise,y\n" + "".join(f"{n},{x},{'ab'[n >= 50]}\n" for n, x in rows))
    assert default_features(table, default_target(table)) == ("noise",)


def test_names_are_no_classes_of_which_the_commonest_are_offered():
    table = read_table("island,area\n" + "".join(f"island {k},{k * k * 0.7:.1f}\n" for k in range(30)))
    assert default_target(table) == "area"


def test_a_value_to_predict_on_a_line_is_no_id():
    table = read_table("x,noise,y\n" + "".join(f"{k},{k * 7 % 5 / 4},{k + 5}\n" for k in range(12)))
    assert default_target(table) == "y"


@pytest.mark.parametrize("written", ["{} %", "€ {}", "{} kg"])
def test_numbers_with_a_unit_are_no_ids(written):
    rows = "".join(f"{written.format(3 * k)},{'ab'[k % 2]}\n" for k in range(1, 31))
    table = read_table("fraction,kind\n" + rows)
    assert default_features(table, "kind") == ("fraction",)

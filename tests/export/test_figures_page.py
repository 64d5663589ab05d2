"""The page of figures needs no other file, says the run's numbers and lets no word of the data become code."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from nnviz.datasets import dataset
from nnviz.experiments import RunRecipe, RunSettings, advance, start
from nnviz.export.changes import change_sentence
from nnviz.export.figures_page import MEGABYTES, figures_page
from tests.experiments.run.own_tables import HOUSES, XOR
from tests.export.scripts import own_run, trained

ROWS = [(0.0, 0.0, 0.7, 0.71, 0.5, 0.4), (25.0, 1.0, 0.3, 0.35, 0.9, 0.85)]
HOSTILE = ("</script><script>alert(1)</script>", '<img src=x onerror="alert(2)">', "a&b")


class Page(HTMLParser):
    """Collects tags, addresses and text, scripts left out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        named = dict(attributes)
        self.links += [named[name] for name in ("src", "href") if named.get(name)]
        self.ids += [named["id"]] if "id" in named else []

    def handle_data(self, data):
        if self.tags[-1:] not in (["script"], ["style"]):
            self.text += data + "\n"


@pytest.mark.parametrize(
    ("fields", "figures"),
    [
        ({}, ["loss", "accuracy", "gradients", "output"]),
        ({"dataset": "reg-gauss"}, ["loss", "gradients", "output"]),
        ({"dataset": "iris"}, ["loss", "accuracy", "gradients"]),
    ],
)
def test_a_page_has_the_figures_that_the_run_has(fields, figures):
    assert Page(figures_page(trained(25, **fields), ROWS)).ids == [f"figure-{name}" for name in figures]


def test_a_page_says_the_numbers_of_the_run_and_its_settings():
    run = trained(25)
    page = Page(figures_page(run, ROWS))
    assert repr(run.evaluation.train_loss) in page.text and repr(run.evaluation.test_accuracy) in page.text
    assert "step 25" in page.text and "4:tanh, 2:tanh" in page.text


def test_a_page_loads_nothing():
    text = figures_page(trained(25), ROWS, address="https://example.org/playground?step=25")
    page = Page(text)
    assert page.links == ["https://example.org/playground?step=25"]
    assert "link" not in page.tags and "iframe" not in page.tags
    assert "default-src 'none'" in text and "Plotly" in text
    assert len(text) < (MEGABYTES + 1) * 1_000_000


def test_words_of_the_data_stay_words():
    plain = dataset("blobs", classes=3)
    named = replace(plain, title=HOSTILE[0], class_names=HOSTILE)
    usual, hostile = (
        Page(figures_page(advance(start(RunSettings().with_own(own), own), 10), ROWS)) for own in (plain, named)
    )
    assert hostile.tags == usual.tags
    assert all(name in hostile.text for name in HOSTILE)


@pytest.mark.parametrize("address", ["javascript:alert(1)", 'https://a/"onclick="alert(1)'])
def test_an_address_is_an_address_and_nothing_else(address):
    page = Page(figures_page(trained(2), ROWS, address=address))
    assert page.links in ([], [address])
    assert not any(link.startswith("javascript") for link in page.links)


def test_decisions_are_counted_on_the_test_part():
    run = trained(300)
    text = figures_page(run, ROWS)
    table = text.split("Predictions on the test data")[1].split("</table>")[0]
    counts = [int(number) for number in re.findall(r'class="n">(\d+)<', table)]
    assert sum(counts) == len(run.data.test.labels)
    assert (counts[0] + counts[3]) / sum(counts) == run.evaluation.test_accuracy


def test_changes_on_the_way_are_listed_in_words():
    way = (
        RunRecipe(RunSettings()).with_fields(5, learning_rate=0.3, clip_norm=None).with_edit(1000, 0, "W", (1, 2), -0.5)
    )
    way = way.with_weights(1200, trained(0).state.network.theta).at(1300)
    assert [change_sentence(change) for change in way.changes] == [
        "step 5: learning_rate = 0.3, clip_norm = none",
        "step 1,000: W[1, 2] of layer 0 = -0.5, set by hand",
        "step 1,200: 25 weights from a file",
    ]
    text = figures_page(trained(2), ROWS, way)
    assert "step 1,000: W[1, 2] of layer 0 = -0.5, set by hand" in text


def test_a_run_that_blew_up_makes_a_page_that_says_so():
    run = trained(500, dataset="reg-gauss", learning_rate=50.0)
    text = figures_page(run, [(1.0, 1.0, float("inf"), float("nan"), float("nan"), float("nan"))], dark=True)
    assert run.stop is not None and run.stop.message[:20] in Page(text).text
    for figure in re.findall(r"Plotly\.newPlot\(\s*\"figure-\w+\",\s*(\[.*?\]),\s*\{", text, re.DOTALL):
        json.loads(figure, parse_constant=lambda name: pytest.fail(name))


def test_errors_are_told_in_the_units_of_the_target():
    run = own_run(HOUSES)
    text = Page(figures_page(run, [(0.0, 0.0, 0.7, 0.71, float("nan"), float("nan"), 9e4, 9.1e4)])).text
    assert "test RMSE, in units of price" in text and repr(run.evaluation.test_rmse) in text
    assert "−1 is 98,000 and 1 is 402,000" in text


def test_a_test_part_that_is_the_training_part_is_named_so():
    text = figures_page(own_run(XOR), ROWS)
    assert "test loss (the training part)" in text and "train = test" in text
    assert "the test data are the same: nothing shows how it would do on new ones" in text
    assert "Predictions on the training data, which are the test data" in text

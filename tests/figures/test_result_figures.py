"""The confusion matrix, the figures of each class, and predicted against true."""

import numpy as np
import pytest

from nnviz.experiments.run.results import ClassResults, NumberResults
from nnviz.figures import class_scores, confusion, predicted
from nnviz.figures.class_scores import ClassScores
from nnviz.figures.confusion import Confusion
from nnviz.figures.names import short

FOUND = ClassResults(("cat", "dog"), np.array([[3, 1], [0, 0]]))


def of_size(k):
    return ClassResults(tuple(f"class {i}" for i in range(k)), np.eye(k, dtype=int))


def test_the_confusion_matrix_holds_counts_and_shares_of_rows():
    assert confusion.info(FOUND) == Confusion(("cat", "dog"), ((3, 1), (0, 0)), ((0.75, 0.25), (0.0, 0.0)))


@pytest.mark.parametrize("dark", [False, True])
def test_right_and_wrong_have_two_colours(dark):
    right, wrong = confusion.figure(confusion.info(FOUND), dark).data
    assert [list(row) for row in right.z] == [[0.75, None], [None, 0.0]]
    assert [list(row) for row in wrong.z] == [[None, 0.25], [0.0, None]]
    assert right.colorscale[1] != wrong.colorscale[1]
    assert "3 of 4 samples of cat (75.0%)" in right.customdata[0][0]


@pytest.mark.parametrize(("k", "written"), [(3, True), (confusion.MOST_WRITTEN, True), (60, False)])
def test_numbers_stand_in_the_cells_while_they_fit(k, written):
    chart = confusion.figure(confusion.info(of_size(k)), False)
    assert (chart.data[0].texttemplate == "%{text}") is written
    assert chart.layout.height < 800


def test_the_rows_begin_at_the_top():
    assert confusion.figure(confusion.info(FOUND), False).layout.yaxis.autorange == "reversed"


def test_a_number_that_does_not_exist_is_left_out():
    assert class_scores.info(FOUND) == ClassScores(("cat", "dog"), (4, 0), (1.0, 0.0), (0.75, None), (6 / 7, 0.0))


@pytest.mark.parametrize("dark", [False, True])
def test_each_measure_has_a_symbol_of_its_own(dark):
    chart = class_scores.figure(class_scores.info(FOUND), dark)
    assert [trace.name for trace in chart.data] == ["precision", "recall", "F1"]
    assert len({trace.marker.symbol for trace in chart.data}) == 3
    assert list(chart.data[1].x) == [0.75, None]


def test_names_with_markup_are_shown_and_not_obeyed():
    nasty = ClassResults(('<b>"a"</b>', "x" * 40), np.array([[1, 1], [0, 2]]))
    for chart in (
        confusion.figure(confusion.info(nasty), False),
        class_scores.figure(class_scores.info(nasty), False),
    ):
        assert "<b>" not in chart.to_json().encode().decode("unicode_escape")
        assert all(len(name) < 40 for name in chart.layout.yaxis.ticktext)
    assert short("<b>") == "&lt;b&gt;"


def test_predicted_against_true_draws_every_sample_and_the_diagonal():
    found = predicted.info(NumberResults(np.array([0.0, 1.0]), np.array([0.5, 3.0])))
    assert (found.truth, found.said, found.low, found.high, found.of) == ((0.0, 1.0), (0.5, 3.0), 0.0, 3.0, 2)
    diagonal, points = predicted.figure(found, False).data
    assert list(diagonal.x) == list(diagonal.y) == [0.0, 3.0]
    assert list(points.y) == [0.5, 3.0]


def test_of_very_many_samples_evenly_chosen_ones_are_drawn_and_counted():
    many = np.arange(10_000.0)
    chart = predicted.figure(predicted.info(NumberResults(many, many)), True)
    assert len(chart.data[1].x) == predicted.MOST_POINTS
    assert "2000 of 10000" in chart.layout.title.text


def test_no_samples_still_are_a_figure():
    empty = predicted.info(NumberResults(np.empty(0), np.empty(0)))
    assert predicted.figure(empty, False).layout.title.text == "Predicted versus true values"


def test_predicted_against_true_names_what_is_predicted_and_executes_nothing():
    found = predicted.info(NumberResults(np.array([1e5, 2e5]), np.array([1.1e5, 1.9e5]), "price <b>€</b>"))
    chart = predicted.figure(found, False)
    assert chart.layout.xaxis.title.text == "price &lt;b&gt;€&lt;/b&gt;: true"
    assert chart.layout.yaxis.title.text == "price &lt;b&gt;€&lt;/b&gt;: predicted"

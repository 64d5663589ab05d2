"""The questions of the forward page have one true answer, for every network that its controls make."""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from nnviz.experiments.forward_pass.decisions import DECISION_LINE, thresholds
from nnviz.experiments.forward_pass.questions import shape_question, softmax_question, threshold_question
from nnviz.experiments.forward_pass.settings import MOST_UNITS, N_FEATURES
from nnviz.experiments.trained.networks import trained_network


@pytest.mark.parametrize(("d", "units"), [*product(sorted(set(N_FEATURES.values())), range(1, MOST_UNITS + 1))])
def test_the_shape_that_is_asked_for_is_not_on_view(d, units):
    question = shape_question(d, units)
    rows, columns = (int(size) for size in question.answer.strip("()").split(","))
    assert rows == d and columns not in (d, units)
    assert len(question.options) == 5


@pytest.mark.parametrize("trained", [True, False])
@pytest.mark.parametrize(("cat", "other"), [(8, 1), (1, 8), (3, 5), (0, 9)])
def test_a_higher_threshold_never_has_fewer_misses(cat, other, trained):
    network = trained_network("pair", cat, other, (4,), "relu", trained)
    question = threshold_question(thresholds(network))
    assert question.answer in ("more misses or fewer false alarms, or both", "nothing changes")


@pytest.mark.parametrize("low", [[[3, 2], [1, 4]], [[5, 0], [0, 5]]])
@pytest.mark.parametrize("moved", [(0, 0), (1, 0), (0, 1), (2, 2)])
def test_whatever_a_threshold_changes_one_answer_is_true(low, moved):
    missed, quiet = (min(m, n) for m, n in zip(moved, (low[1][1], low[0][1]), strict=True))
    counts = np.zeros((101, 2, 2), int)
    counts[50] = low
    counts[90] = np.array(low) + [[quiet, -quiet], [missed, -missed]]
    question = threshold_question(SimpleNamespace(counts=counts, p=np.zeros(10)))
    assert (question.answer == "nothing changes") == (missed == quiet == 0)


@pytest.mark.parametrize("hidden", [(), (4,), (4, 3)])
@pytest.mark.parametrize("trained", [True, False])
@pytest.mark.parametrize("data", ["iris", "digits"])
def test_softmax_changes_no_decision(data, trained, hidden):
    assert softmax_question(trained_network(data, 8, 1, hidden, "relu", trained)).answer == "none"


def test_the_textbook_line_decides_as_the_head_does():
    network = trained_network("pair", 8, 1, (4,), "relu", True)
    values = {"P": network.network.forward(network.X).A, "threshold": 0.9}
    exec(DECISION_LINE, values)
    np.testing.assert_array_equal(values["predicted"], network.head.decide(values["P"], 0.9))

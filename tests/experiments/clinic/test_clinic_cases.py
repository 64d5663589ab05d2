"""Every case of the clinic is named by `diagnose`, and every remedy heals; mechanisms and answers tell the numbers."""

import re
from functools import lru_cache

import numpy as np
import pytest

from nnviz.engine import Dense
from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.clinic import (
    CASES,
    ROW_COLUMNS,
    ClinicSettings,
    assess,
    begin,
    best_epoch,
    collapsed_matrix,
    curvature,
    evidence_against,
    mechanism,
    size_names,
    trajectory_rows,
)
from nnviz.experiments.clinic.assessment import ANSWERS
from nnviz.experiments.diagnosis import SIGNS
from nnviz.experiments.diagnosis.neighbours import neighbours_agree
from tests.experiments.clinic.quick import of_case
from tests.seeds import seeds

SEEDS = (0, 1, 2)
TREATED = [(case.name, remedy.name) for case in CASES.values() for remedy in case.remedies]


@lru_cache(maxsize=64)
def trajectory(case, remedy="", seed=0):
    training = CASES[case].training(seed)
    return begin(CASES[case].remedy(remedy).of(training) if remedy else training).run_to_end()


@pytest.mark.parametrize("seed", seeds(SEEDS))
@pytest.mark.parametrize("case", CASES)
def test_the_diagnosis_of_the_playground_names_every_case_first(case, seed):
    assert of_case(case, "", seed)[1][0] == CASES[case].sign


@pytest.mark.parametrize("seed", seeds(SEEDS))
@pytest.mark.parametrize(("case", "remedy"), TREATED)
def test_a_remedy_takes_the_sign_away_and_makes_the_network_better_and_one_that_is_too_late_does_not(
    case, remedy, seed
):
    (ill, _), (treated, signs) = of_case(case, "", seed), of_case(case, remedy, seed)
    assert (CASES[case].sign not in signs) == CASES[case].remedy(remedy).helps
    same = ill.settings.loss_name == treated.settings.loss_name
    before, after = (one.evaluation.test_loss if same else -one.evaluation.test_accuracy for one in (ill, treated))
    if CASES[case].remedy(remedy).helps:
        assert after < before or not np.isfinite(before)


@pytest.mark.parametrize(("case", "remedy"), TREATED)
def test_the_treated_network_has_the_seed_of_the_ill_one(case, remedy):
    training = CASES[case].training(7)
    settings = CASES[case].remedy(remedy).of(training).settings
    assert (settings.seed, settings.data_seed) == (7, 7)


def test_the_signs_of_the_cases_are_signs_of_the_diagnosis_and_each_has_its_own():
    signs = [case.sign for case in CASES.values()]
    assert len(set(signs)) == len(signs) == 10
    assert set(signs) <= {sign.name for sign in SIGNS}


def test_dead_units_that_are_treated_go_on_with_the_same_weights():
    ill, treated = trajectory("dead"), trajectory("dead", "leaky")
    from_step = CASES["dead"].remedy("leaky").from_step
    k = next(k for k, frame in enumerate(ill.frames) if frame.step == from_step)
    assert np.array_equal(ill.frames[k].weights, treated.frames[k].weights)
    assert not np.array_equal(ill.frames[k].slopes, treated.frames[k].slopes)
    assert not np.array_equal(ill.frames[k + 1].weights, treated.frames[k + 1].weights)
    assert [frame.step for frame in ill.frames] == [frame.step for frame in treated.frames]


def test_leaky_relu_revives_the_dead_and_smaller_steps_alone_come_too_late():
    assert trajectory("dead").end.dead.max() >= 0.5
    assert trajectory("dead", "leaky").end.dead.max() == 0.0
    assert trajectory("dead", "late").end.dead.max() >= 0.5


def test_all_units_stay_equal_for_ever_with_zero_weights():
    assert all((frame.different == 1).all() for frame in trajectory("symmetric").frames)
    assert (trajectory("symmetric", "random").end.different == 8).all()


def test_a_linear_stack_is_one_matrix_up_to_rounding():
    end = trajectory("linear").end
    assert end.collapse_error < 1e-13
    run = trajectory("linear").run
    dense = [layer for layer in run.state.network.layers if isinstance(layer, Dense)]
    W = dense[0].W @ dense[1].W @ dense[2].W
    assert np.allclose(collapsed_matrix(run.state.network)[0], W, rtol=1e-12)
    assert np.array_equal(end.matrix[:2], collapsed_matrix(run.state.network)[0].ravel())
    assert np.isnan(trajectory("linear", "tanh").end.collapse_error)


def test_the_chain_of_tensors_says_which_was_the_first_that_is_not_finite():
    ended = trajectory("diverged")
    names, sizes = size_names(ended.run), ended.end.sizes
    first = int(np.flatnonzero(~np.isfinite(sizes))[0])
    assert len(names) == len(sizes) and names.index("L") > names.index("Z1")
    told = re.search(r"\((\S+)\) was the first", ended.end.findings[0].sentence)
    assert told is not None
    assert told[1].rpartition(".")[2].startswith(names[first].rstrip("0123456789′"))
    assert np.isfinite(ended.frames[0].sizes).all()


def test_the_curvature_of_a_linear_unit_is_that_of_its_quadratic_loss():
    run = start(RunSettings(dataset="reg-plane", hidden=()))
    X = np.column_stack([run.data.train.X, np.ones(len(run.data.train.X))])
    hessian = 2.0 * X.T @ X / len(X)
    assert curvature(run) == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rate_that_diverges_lies_past_the_edge_and_the_remedy_below_it(seed):
    edge = 2.0 / curvature(CASES["diverged"].training(seed).begin())
    assert CASES["diverged"].settings.learning_rate > edge > 0.01


def test_shuffled_labels_are_the_same_labels_in_another_order_and_neighbours_do_not_foretell_them():
    ill, right = trajectory("shuffled").run.data, trajectory("shuffled", "labels").run.data
    both = [np.concatenate([data.train.labels, data.test.labels]) for data in (ill, right)]
    assert np.array_equal(np.sort(both[0]), np.sort(both[1])) and not np.array_equal(*both)
    assert np.array_equal(ill.train.X, right.train.X)
    assert neighbours_agree(ill.train.X, ill.train.labels) < 0.65
    assert neighbours_agree(right.train.X, right.train.labels) > 0.9


def test_shuffled_labels_are_told_from_overfitting():
    assert "overfitting" not in trajectory("shuffled").end.signs
    assert "unrelated" not in trajectory("overfitting").end.signs


def test_early_stop_ends_where_the_test_loss_of_the_ill_network_was_lowest():
    ill, treated = trajectory("overfitting"), trajectory("overfitting", "stop")
    assert round(treated.end.epoch) == best_epoch(ill.training)
    assert treated.end.row[3] < 0.6 * ill.end.row[3]


def test_a_course_is_the_same_however_it_is_cut_into_pieces():
    training = CASES["saturated"].training(3)
    pieces = begin(training)
    while not pieces.done:
        pieces = pieces.advance(0.001)
    whole = begin(training).run_to_end()
    assert [frame.row for frame in pieces.frames] == [frame.row for frame in whole.frames]
    assert pieces.end.findings == whole.end.findings
    assert whole.next_frame() is whole


def test_a_run_at_a_step_is_the_one_of_the_frame():
    for case, remedy, k in (("dead", "leaky", 10), ("dead", "leaky", 40), ("shuffled", "", 5)):
        found = trajectory(case, remedy)
        run = found.training.at(found.frames[k].step)
        assert run.step == found.frames[k].step
        assert run.evaluation.train_loss == found.frames[k].row[2]


def test_a_course_can_be_cancelled_and_tells_how_far_it_is():
    shares = []
    stopped = begin(CASES["dead"].training()).run_to_end(shares.append, lambda: len(shares) == 3)
    assert len(stopped.frames) == 4 and not stopped.done
    assert shares == [8 / 600, 16 / 600, 24 / 600]


@pytest.mark.parametrize("case", CASES)
def test_the_mechanism_is_told_at_the_start_and_at_the_end_without_holes(case):
    ended = trajectory(case)
    for run in (ended.training.begin(), ended.run):
        text = mechanism(case, run)
        assert len(text) > 80 and "nan" not in text and text.count("$") % 2 == 0
    assert mechanism(case, ended.training.begin()) != mechanism(case, ended.run)


def test_the_mechanism_of_too_small_steps_has_the_ratio_of_the_last_step():
    ended = trajectory("too_small")
    ratio = ended.end.update[0]
    mantissa, power = f"{ratio:.1e}".split("e")
    assert rf"= {mantissa} \cdot 10^{{{int(power)}}}$ a step" in mechanism("too_small", ended.run)


def test_the_corrections_of_cross_entropy_are_the_errors_and_those_of_squared_error_are_flat():
    ill, treated = trajectory("wrong_loss").frames[0], trajectory("wrong_loss", "cross_entropy").frames[0]
    data = trajectory("wrong_loss").run.data.train
    rows = np.unique(np.linspace(0, len(data.X) - 1, 30).round().astype(int))
    errors = np.abs(treated.outputs - data.Y[rows, 0])
    assert np.allclose(treated.corrections, errors)
    assert np.allclose(ill.corrections, 2.0 * errors * ill.outputs * (1.0 - ill.outputs))


def test_the_histograms_count_every_output_of_a_layer_and_show_flat_ends():
    end = trajectory("saturated").end
    assert end.histograms.shape == (1, 24) and end.histograms.sum() == pytest.approx(1.0)
    outputs = trajectory("saturated").run.state.network.forward(trajectory("saturated").run.data.train.X).layers[0].A
    zero_or_one = ((outputs < 1 / 6) | (outputs > 5 / 6)).mean()
    assert end.histograms[0, [12, 17, 18]].sum() == pytest.approx(zero_or_one, abs=0.1)


def test_a_table_has_a_row_a_frame_with_the_settings():
    found = trajectory("diverged")
    rows = trajectory_rows(found, "patient")
    assert len(rows) == len(found.frames)
    assert tuple(rows[0]) == ROW_COLUMNS
    assert RunSettings.model_validate_json(rows[0]["settings"]) == found.training.settings
    assert rows[-1]["found"] == "diverged"


def test_an_unknown_remedy_is_refused_with_those_that_there_are():
    with pytest.raises(ValueError, match="leaky, late, early"):
        CASES["dead"].remedy("rest")


def test_settings_come_back_from_an_address_and_nonsense_is_dropped():
    now = ClinicSettings(case="overfitting", remedy="l2", seed=4)
    assert ClinicSettings.from_query(now.to_query()) == (now, ())
    found, notes = ClinicSettings.from_query({"case": "linear", "remedy": "leaky", "seed": "x"})
    assert found == ClinicSettings(case="linear") and len(notes) == 2
    found, notes = ClinicSettings.from_query({"case": "mystery", "patient": "12", "remedy": "leaky"})
    assert found == ClinicSettings(case="mystery", patient=12) and "give" not in str(found) and len(notes) == 1
    assert now.with_case("dead") == ClinicSettings(seed=4)


def test_a_case_that_the_playground_can_train_is_its_run():
    training = CASES["linear"].training(2)
    assert training.in_playground
    assert not CASES["shuffled"].training().in_playground
    same = advance(start(training.settings), 40)
    assert same.evaluation.train_loss == trajectory("linear", seed=2).frames[8].row[2]


@pytest.mark.parametrize("case", CASES)
def test_the_right_answer_is_told_to_be_right_with_the_evidence(case):
    course = trajectory(case)
    found = assess(course, CASES[case].sign)
    assert found.right and found.sentence.startswith("Yes")
    assert found.because == course.end.findings[0].sentence


@pytest.mark.parametrize("case", CASES)
def test_every_other_answer_is_told_to_be_wrong_and_why(case):
    course = trajectory(case)
    for sign in ANSWERS:
        if sign != CASES[case].sign:
            found = assess(course, sign)
            assert not found.right and found.found is not None
            assert found.found.sentence in found.because and len(found.because) > len(found.found.sentence)


def test_what_follows_from_the_fault_is_told_to_be_true_as_well():
    course = trajectory("unscaled")
    assert "saturated" in course.end.signs
    assert assess(course, "saturated").sentence.startswith("That is true too")


def test_on_a_healthy_run_every_answer_is_wrong():
    found = assess(trajectory("linear", "tanh"), "linear")
    assert not found.right and found.found is None
    assert "There is a nonlinearity" in found.because


def test_an_unknown_sign_is_refused():
    with pytest.raises(ValueError, match="expected one of the signs"):
        assess(trajectory("diverged"), "tired")


@pytest.mark.parametrize("sign", ANSWERS)
def test_what_speaks_against_a_sign_is_told_of_every_case(sign):
    for case in CASES:
        assert len(evidence_against(trajectory(case), sign)) > 20

"""Figures of merit, diagnosis and past runs, by AppTest on a page of their own."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nnviz.datasets import Dataset
from nnviz.experiments import RunRecipe, RunSettings
from nnviz.experiments.diagnosis import TITLES
from nnviz.experiments.replay.past_runs import add_past_run
from nnviz.experiments.replay.replay import replay
from nnviz.ui.shell.session import REOPEN, RESULTS_OF
from tests.experiments.run.own_tables import HOUSES, XOR
from tests.experiments.run.stepwise import moments, row
from tests.pages.reading import drawn


def panel(settings: RunSettings, epochs: int, past=(), own: Dataset | None = None) -> AppTest:
    """A page that holds the panel of a run."""

    def page() -> None:
        import streamlit as st

        from nnviz.ui.playground.results import results_panel

        def keep(name: str, value: object) -> None:
            st.session_state[name] = value

        results_panel(
            st.session_state["run"],
            st.session_state["history"],
            st.session_state["past"],
            lambda one: keep("reopened", one.number),
            lambda fields: keep("changed", fields),
        )

    app = AppTest.from_function(page, default_timeout=30)
    *_, (app.session_state["run"], app.session_state["history"]) = moments(settings, epochs, own)
    app.session_state["past"] = past
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def texts(app):
    return " ".join(element.value for kind in (app.markdown, app.caption, app.warning) for element in kind)


def test_test_samples_are_judged_first_and_training_samples_on_demand():
    app = panel(RunSettings(), 20)
    judged = app.session_state["run"].evaluation
    assert app.metric[0].value == f"{judged.test_accuracy:.1%}"
    app.button_group(key=RESULTS_OF).set_value("train")
    ran(app)
    assert app.metric[0].value == f"{judged.train_accuracy:.1%}"
    assert app.metric[2].value == f"{judged.train_loss:.4g}"


def test_classes_have_a_confusion_matrix_a_figure_and_a_table():
    app = panel(RunSettings().changed(dataset="iris"), 20)
    header, arrays = drawn(app, "confusion")
    assert not app.dataframe, "the table's panel is closed"
    app.session_state["results.table"] = True
    table = ran(app).dataframe[0].value
    assert header["names"] == list(table["class"])
    assert arrays["counts"].sum(1).tolist() == table["samples"].tolist()
    np.testing.assert_array_equal(arrays["scores"][:, 2], table["F1"])
    assert list(table["class"]) == list(app.session_state["run"].data.data.class_names)
    assert table["samples"].sum() == len(app.session_state["run"].data.test.X)


def test_numbers_have_a_figure_of_predicted_against_true():
    app = panel(RunSettings(dataset="reg-gauss", learning_rate=0.03), 20)
    header, arrays = drawn(app, "predicted")
    assert header["title"] == "Predicted versus true values"
    assert len(arrays["truth"]) == len(arrays["said"]) == len(app.session_state["run"].data.test.X)
    assert [metric.label for metric in app.metric][:1] == ["R²"]


def test_a_healthy_run_is_called_healthy():
    assert "No problems found" in texts(panel(RunSettings(), 20))


def test_a_finding_is_told_with_evidence_and_a_remedy_that_can_be_tried():
    app = panel(RunSettings(learning_rate=10.0), 20)
    told = texts(app).replace("\\", "")
    assert f"**{TITLES['too_large']}.** The training loss is around" in told
    assert "| loss of guessing | 0.69" in told
    app.button(key="remedy.too_large.rate").click()
    ran(app)
    assert app.session_state["changed"] == {"learning_rate": 0.03}


def test_a_run_that_broke_down_is_told_and_not_judged():
    app = panel(RunSettings(dataset="reg-plane", hidden=(), learning_rate=0.3), 60)
    assert "no longer finite" in app.warning[0].value
    assert f"**{TITLES['diverged']}.**" in texts(app)
    assert not app.metric


def test_without_past_runs_the_page_says_when_they_come():
    assert "A run is listed here once you leave it" in texts(panel(RunSettings(), 1))


def past_runs(*settings):
    past = ()
    for one in settings:
        recipe = RunRecipe(one).at(30)
        past = add_past_run(past, recipe, row(replay(recipe)))
    return past


def test_past_runs_stand_in_a_table_with_what_differs_and_can_be_reopened():
    past = past_runs(RunSettings(), RunSettings(learning_rate=0.3), RunSettings(hidden=(), seed=4))
    app = panel(RunSettings(), 1, past)
    table = app.dataframe[-1].value
    assert list(table["run"]) == [3, 2, 1]
    assert list(table["learning rate"]) == ["0.1", "0.3", "0.1"]
    assert list(table["seed"]) == ["4", "0", "0"]
    assert list(table["test loss"]) == [one.test_loss for one in reversed(past)]
    app.selectbox(key=REOPEN).set_value(2)
    app.button(key="results.reopen").click()
    ran(app)
    assert app.session_state["reopened"] == 2


def test_past_runs_of_regression_have_no_accuracy():
    app = panel(RunSettings(), 1, past_runs(RunSettings(dataset="reg-plane", learning_rate=0.01)))
    assert app.dataframe[-1].value["test accuracy"].isna().all()


def test_a_past_run_that_is_gone_is_no_longer_chosen():
    past = past_runs(RunSettings(), RunSettings(seed=1))
    app = panel(RunSettings(), 1, past)
    app.selectbox(key=REOPEN).set_value(1)
    ran(app)
    app.session_state["past"] = past[1:]
    assert ran(app).selectbox(key=REOPEN).value == 2


@pytest.mark.parametrize("name", ["<script>", "[x](http://e.org)", "$a$ :red[b]", "| pipe |"])
def test_names_from_files_are_shown_and_not_obeyed(name):
    from dataclasses import replace

    from tests.experiments.diagnosis.own import with_few_of_one_class

    own = replace(with_few_of_one_class(0.02), class_names=("common", name))
    app = panel(RunSettings(learning_rate=0.01).with_own(own), 20, own=own)
    told = texts(app)
    assert f"**{TITLES['imbalance']}.**" in told
    assert name not in told


def test_errors_and_loss_are_told_in_the_units_of_the_target():
    app = panel(RunSettings().with_own(HOUSES), 20, own=HOUSES)
    run = app.session_state["run"]
    error = next(metric.value for metric in app.metric if metric.label == "Root mean squared error")
    assert float(error.replace(",", "")) == pytest.approx(run.evaluation.test_rmse, rel=1e-5)
    told = texts(app)
    assert "in the units of price" in told and "in the square of these units" in told
    assert "−1 is 98,000 and 1 is 402,000" in told
    assert drawn(app, "predicted")[0]["target"] == "price"


def test_figures_of_samples_that_were_trained_on_are_said_to_be_that():
    app = panel(RunSettings().with_own(XOR), 3, own=XOR)
    assert not app.button_group
    assert any("the test data are the same" in one.value for one in app.info)
    assert app.metric[1].value.endswith("of 4")

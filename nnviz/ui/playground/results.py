"""How good the network is, class by class or number by number, what goes wrong, and the runs before it."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st

from nnviz.experiments import Run
from nnviz.experiments.diagnosis import diagnose
from nnviz.experiments.inspection.formula import in_units
from nnviz.experiments.replay.past_runs import PastRun
from nnviz.experiments.run.preparation import TEST_IS_TRAIN
from nnviz.experiments.run.results import ClassResults, NumberResults, PartName, results
from nnviz.experiments.run.target_units import has_target_units, loss_in_units, scaling_sentence
from nnviz.figures import class_scores, predicted
from nnviz.ui.drawings.confusion import confusion_matrix
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.shell.session import RESULTS_OF
from nnviz.ui.widgets.diagnosis import diagnosis_panel
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.past_runs import past_runs
from nnviz.ui.widgets.untrusted_text import escape_markdown, show_info, show_warning

_PARTS: dict[PartName, str] = {"test": "Test samples", "train": "Training samples"}


def results_panel(
    run: Run,
    history: Sequence[Sequence[float]],
    past: Sequence[PastRun],
    reopen: Callable[[PastRun], None],
    remedy: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Draw the figures of merit of a run, its diagnosis, and the table of past runs.

    Parameters
    ----------
    run : Run
        The moment on view.
    history : rows of six numbers or more
        Its curves up to that moment, columns as `HISTORY_COLUMNS`.
    past : sequence of PastRun
        Oldest first.
    reopen : callable
        Called with the past run that a person wants back.
    remedy : callable, optional
        Called with fields of `RunSettings` when a person wants to start again with them.
    """
    part = "train" if run.data.test_is_train else _part()
    if run.data.test_is_train:
        show_info(TEST_IS_TRAIN)
    shown = results(run, part)
    if shown is None:
        show_warning("The network's numbers are no longer finite, so there is nothing to evaluate.")
    elif isinstance(shown, ClassResults):
        _classes(shown, _loss(run, part))
    else:
        _numbers(shown, _loss(run, part), run)
    st.header("Diagnosis", anchor=False)
    diagnosis_panel(diagnose(run, history), remedy)
    st.header("Past runs in this session", anchor=False)
    past_runs(past, reopen)


def _part() -> PartName:
    chosen = st.segmented_control(
        "Evaluated on",
        tuple(_PARTS),
        format_func=lambda name: _PARTS[name],
        default="test",
        key=RESULTS_OF,
        label_visibility="collapsed",
    )
    return chosen or "test"


def _loss(run: Run, part: PartName) -> float:
    return run.evaluation.test_loss if part == "test" else run.evaluation.train_loss


def _metrics(values: dict[str, str]) -> None:
    with st.container(horizontal=True, gap="medium"):
        for name, value in values.items():
            st.metric(name, value, width="content")


def _classes(class_results: ClassResults, loss: float) -> None:
    right = f"{class_results.right} of {class_results.n_samples}"
    _metrics({"Accuracy": f"{class_results.accuracy:.1%}", "Correct": right, "Loss": f"{loss:.4g}"})
    confusion_matrix(class_results, "results-confusion")
    with folded("Show as a table", "results.table") as is_open:
        if is_open:
            _class_table(class_results)


def _class_table(class_results: ClassResults) -> None:
    scores = class_scores.info(class_results)
    st.dataframe(
        {
            "class": scores.names,
            "samples": scores.support,
            "predicted": class_results.counts.sum(0).tolist(),
            "precision": scores.precision,
            "recall": scores.recall,
            "F1": scores.f1,
        },
        column_config={name: st.column_config.NumberColumn(format="%.3f") for name in class_scores.MEASURES},
        hide_index=True,
        key="results.classes",
    )
    st.caption(
        "Precision: of the samples predicted as a class, the fraction that belongs to it. Recall: of the samples of a "
        "class, the fraction predicted as it. F1: their harmonic mean. Empty where a class was never predicted or has "
        "no samples."
    )


def _numbers(number_results: NumberResults, loss: float, run: Run) -> None:
    """Draw the figures of a regression, in the target's own units where it has some."""
    own_units = has_target_units(run)
    write = in_units if own_units else "{:.4g}".format
    _metrics(
        {
            "R²": f"{number_results.r_squared:.4f}",
            "Root mean squared error": write(number_results.root_mean_squared_error),
            "Mean absolute error": write(number_results.mean_absolute_error),
            "Loss": f"{loss:.4g}",
        }
    )
    if own_units:
        name = escape_markdown(run.data.target_title)
        title = run.state.rules.loss.title
        st.caption(
            f"Both errors are in the units of {name}. The loss, the {title} {loss:.4g}, is "
            f"{in_units(loss_in_units(run, loss))} in the square of these units. "
            f"{escape_markdown(scaling_sentence(run))}"
        )
    alt = (
        f"Predicted versus true values of {number_results.n_samples} samples, R squared {number_results.r_squared:.4f}"
    )
    points = predicted.info(number_results)
    header = {"alt": alt, "title": predicted.title(points), "target": points.target}
    arrays = {
        "truth": np.array(points.truth),
        "said": np.array(points.said),
        "ends": np.array([points.low, points.high]),
    }
    drawing("predicted", header, arrays, key="results-predicted", room="27em")

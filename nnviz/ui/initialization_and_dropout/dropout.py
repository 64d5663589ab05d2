"""Dropout on the page of initialization and dropout: masks, their mean, two modes, and overfitting over seeds."""

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from nnviz.engine import Array, Dropout, assignment
from nnviz.experiments.initialization_and_dropout import (
    RATES,
    DropoutTraining,
    Masks,
    compare_seeds,
    draw_masks,
    questions,
    train_with_dropout,
    two_modes,
)
from nnviz.experiments.initialization_and_dropout.masks import MASK_LINES, SHOWN, UNITS
from nnviz.experiments.initialization_and_dropout.overfitting import DROPOUT_EPOCHS, MASKS, SEEDS, rows
from nnviz.experiments.initialization_and_dropout.settings import MOST_DRAWS
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.questions.question import Question
from nnviz.figures import dropout_effect, mask_mean
from nnviz.figures import two_modes as two_modes_figure
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.initialization_and_dropout.state import fields, state
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.measurement import measured
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask

ASKED = state.key("question.kept")


@st.cache_data(max_entries=60, show_spinner=False)
def _masks(rate: float, draws: int) -> Masks:
    return draw_masks(rate, draws)


def masks_now() -> Masks:
    """The masks of the page's settings."""
    now = state.settings
    return _masks(now.dropout_rate, now.masks)


def mask_controls() -> None:
    """Rate, mode, and more masks."""
    now = state.settings
    first, second, third = st.columns([2.4, 1.6, 4], vertical_alignment="bottom")
    fields.slider(
        "dropout_rate",
        "Dropout rate p",
        0.0,
        0.9,
        0.05,
        make=lambda now, rate: now.changed(dropout_rate=rate, masks=1),
        place=first,
    )
    fields.segmented("mode", "Mode", {"train": "training", "eval": "evaluation"}, place=second)
    with third.container(horizontal=True, vertical_alignment="bottom"):
        for more in (1, 10, 100):
            st.button(
                "Draw a new mask" if more == 1 else f"+ {more} masks",
                key=state.key(f"draw.{more}"),
                on_click=partial(_draw, more),
                disabled=now.mode == "eval",
            )
        st.button(
            "Start again", key=state.key("again"), on_click=partial(state.update, masks=1), disabled=now.mode == "eval"
        )


def _draw(more: int) -> None:
    state.update(masks=min(MOST_DRAWS, state.settings.masks + more))


def masks_drawing(result: Masks, answered: bool) -> None:
    """X and which units are dropped; after the answer the mask's numbers, what goes on, and the mean of all draws."""
    training = state.settings.mode == "train"
    off = (result.M == 0.0) if training else (result.M < 0.0)
    largest = {"X": float(result.X.max()), "M": max(2.0, float(result.M.max()))}
    shown: list[tuple[str, str, Array]]
    if not training:
        shown = [("X", "X: the input", result.X), ("M", "M: the mask", np.ones_like(result.X))]
        shown.append(("A", "A = X ⊙ M", result.X))
    elif answered:
        shown = [("X", "X: the input", result.X), ("M", "M: the mask", result.M), ("A", "A = X ⊙ M", result.A)]
        shown.append(("mean", f"mean of {counted(result.draws, 'draw')}", result.mean))
    else:
        shown = [("X", "X: the input", result.X), ("kept", "kept (1) or dropped (0)", np.where(off, 0.0, 1.0))]
    header = {
        "rows": [f"digit {i + 1}" for i in range(SHOWN)],
        "columns": [f"unit {j + 1}" for j in range(UNITS)],
        "dead": [False] * UNITS,
        "marks": [["off" if cell else "" for cell in row] for row in off.tolist()],
        "matrices": [
            {"name": name, "symbol": name, "title": title, "marked": name in ("M", "A", "kept")}
            | {"scale": largest["M" if name in ("M", "kept") else "X"]}
            for name, title, _ in shown
        ],
        "meanings": {"off": "dropped"},
        "summary": _masks_in_words(result, int(off.sum()), answered),
    }
    drawing("matrices", header, {name: values for name, _, values in shown}, key="dropout-masks", room="11rem")


def _masks_in_words(result: Masks, dropped: int, answered: bool) -> str:
    if state.settings.mode == "eval":
        return "In evaluation nothing is dropped: X passes through unchanged."
    factor = f", the others multiplied by 1/(1 − {result.rate:g}) = {1 / (1 - result.rate):.3g}" if answered else ""
    return f"Draw {result.draws}: {dropped} of {result.M.size} entries are dropped (hatched){factor}."


def expectation(masks: Masks) -> None:
    """Why the kept ones are rescaled: the mean of many draws is X."""
    left, right = st.columns([1.2, 1], gap="large", vertical_alignment="center")
    with left:
        draw = partial(mask_mean.figure, mask_mean.info(masks))
        kept_figure(
            draw, "dropout-mean", "Distance between the mean of k masked passes and X", revision=str(masks.rate)
        )
    with right:
        st.latex(
            rf"\mathbb{{E}}[M_{{ij}}] = (1 - p) \cdot \tfrac{{1}}{{1 - p}} + p \cdot 0 = "
            rf"{1 - masks.rate:.3g} \cdot {1 / (1 - masks.rate):.3g} + {masks.rate:.3g} \cdot 0 = 1"
        )
        st.markdown(
            f"After {counted(masks.draws, 'draw')} the mean is off by {masks.gaps[-1]:.3f} (expected "
            f"{masks.expected[-1]:.3f}). Without the factor 1/(1 − p), a fraction of {masks.unscaled:.2f} of X would "
            f"pass through on average (expected {1 - masks.rate:.2f}), and the weights would have to be scaled down "
            "for evaluation."
        )
        st.caption("Inverted dropout (Srivastava et al. 2014, section 10), in NumPy:")
        engine = [assignment(Dropout.forward, name) for name in ("M", "A")]
        numpy_lines(MASK_LINES, engine="\n".join(engine))


def question_now() -> Question | None:
    """The question on the factor of what is kept."""
    return questions.scale_question(state.settings.dropout_rate)


def overfitting_controls() -> None:
    """How many samples, and how many of them wrong."""
    left, right = st.columns(2)
    fields.slider("samples", "Training samples", 20, 400, 20, place=left)
    fields.slider("label_noise", "Fraction of them with a random label", 0.0, 0.5, 0.05, place=right)


def overfitting_section() -> None:
    """Train with and without dropout from many seeds, ask, then show."""
    now = state.settings
    parts = [
        (
            ("dropout", rate, now.samples, now.label_noise),
            f"Dropout {rate:g}: {SEEDS} networks, {DROPOUT_EPOCHS} epochs",
            partial(_train, rate, now.samples, now.label_noise),
        )
        for rate in RATES
    ]
    by_rate = measured(state.key("measure_dropout"), f"Train {len(RATES) * SEEDS} networks", parts)
    if by_rate is None:
        return
    if not ask(state.key("question.effect"), questions.effect_question(by_rate, now.samples, now.label_noise)):
        return
    draw = partial(dropout_effect.figure, dropout_effect.info(by_rate))
    kept_figure(draw, "dropout-effect", "Losses by epoch for each dropout rate, median and range over the seeds")
    for one in by_rate[1:]:
        st.markdown(_comparison_sentence(by_rate[0], one))
    result_download(rows(tuple(by_rate)), now, "dropout", state.key("download.dropout"))
    modes_section(by_rate[-1])


def _train(rate: float, samples: int, wrong: float, progress: Callable[[float], None]) -> DropoutTraining:
    trained = train_with_dropout(rate, samples, wrong, progress=progress)
    assert trained is not None
    return trained


def _comparison_sentence(without: DropoutTraining, one: DropoutTraining) -> str:
    v = compare_seeds(without, one)
    verb = "lower" if v.difference > 0 else "higher"
    sure = "**within the spread**: no clear effect" if v.within_spread else f"**{verb}**, by more than the spread"
    return (
        f"**Dropout {v.rate:g}:** test loss {v.with_dropout:.3f} instead of {v.without:.3f}; lower in {v.better} of "
        f"{v.seeds} seeds; mean difference {v.difference:+.3f} ± {v.spread:.3f} (standard deviation over seeds): "
        f"{sure}."
    )


def modes_section(trained: DropoutTraining) -> None:
    """One sample through one network: training mode mask by mask, and evaluation."""
    st.header("The same network and digit: training mode and evaluation")
    now = state.settings
    fields.slider("test_sample", "Test digit", 0, 99, 1)
    modes = two_modes(trained, now.samples, now.test_sample)
    kept_figure(
        partial(two_modes_figure.figure, two_modes_figure.info(modes)),
        "dropout-modes",
        f"Histogram of the probability of class {modes.truth} over {MASKS} masks; evaluation gives {modes.eval:.3f}",
    )
    st.markdown(
        f"With dropout {trained.rate:g} on, the answer depends on the mask: {modes.train.min():.3f} to "
        f"{modes.train.max():.3f}, mean {modes.mean:.3f}. Evaluation gives {modes.eval:.3f} every time, "
        f"which differs from that mean by {abs(modes.mean - modes.eval):.3f}: the mean of a nonlinear function is not "
        "the function of the mean."
    )

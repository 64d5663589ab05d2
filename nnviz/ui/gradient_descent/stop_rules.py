"""Stop rules on the page of gradient descent: a training that nobody stopped, and where each rule would have."""

from functools import partial

import streamlit as st

from nnviz.engine import StopRules
from nnviz.experiments.gradient_descent import questions
from nnviz.experiments.gradient_descent.stop_rules import Ending, History, endings, history
from nnviz.figures import stopping
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.gradient_descent.state import fields, state
from nnviz.ui.widgets.question import ask

RUN_TITLES = {"slow": "learns slowly", "steady": "learns steadily", "overfitting": "overfits", "diverging": "diverges"}


@st.cache_resource(show_spinner="Training a small network, once …")
def _history(name: str) -> History:
    return history(name)


def rules() -> StopRules:
    """The page's rules; the budget counts epochs."""
    now = state.settings
    return StopRules(now.target_loss, now.patience, now.min_delta, now.max_epochs)


def history_now() -> History:
    """The losses of the page's run."""
    return _history(state.settings.run)


def endings_now() -> tuple[Ending, ...]:
    """Where each rule alone would end the run."""
    now = state.settings
    return endings(_history(now.run), now.monitor, rules())


def controls() -> None:
    """Which run, what the rules look at, and the rules."""
    left, right = st.columns([3, 2], gap="medium")
    fields.segmented("run", "A run that", RUN_TITLES, place=left)
    fields.segmented("monitor", "The rules monitor the loss on", ["train", "test"], place=right)
    target, patience, improvement, budget = st.columns(4, gap="medium")
    fields.slider("target_loss", "Target loss", 0.0, 1.0, 0.01, place=target)
    fields.slider("patience", "Patience (epochs)", 1, 200, 1, place=patience)
    fields.slider("min_delta", "Minimum improvement", 0.0, 0.1, 0.001, format="%.3f", place=improvement)
    fields.slider("max_epochs", "Budget (epochs)", 1, 300, 1, place=budget)


def stop_question() -> bool:
    """Ask which rule fires first. Returns whether the endings may be seen."""
    return ask(state.key("question.stop"), questions.stop_question(endings_now()))


def chart(answered: bool) -> None:
    """The losses; where the rules would end the run only after the question."""
    now, seen = state.settings, _history(state.settings.run)
    endings = endings_now() if answered else ()
    draw = partial(stopping.figure, stopping.info(seen, endings, now.target_loss if answered else None))
    kept_figure(draw, "descent-stop", "training and test loss by epoch", revision=now.run, toolbar=True)


def table() -> None:
    """What each rule says, and what the best moment would have been."""
    seen = _history(state.settings.run)
    rows = ["| rule | on its own, ends the run after epoch | message |", "|---|---|---|"]
    for ending in endings_now():
        when = "never" if ending.epoch is None else str(ending.epoch)
        rows.append(f"| {questions.RULE_NAMES[ending.reason]} | {when} | {questions.ending_sentence(ending)} |")
    st.markdown("\n".join(rows))
    best = int(seen.test.argmin()) + 1 if len(seen.test) == 300 else None
    if best is not None:
        st.markdown(
            f"The test loss was lowest after epoch **{best}** ({seen.test[best - 1]:.3g}) and ended at "
            f"{seen.test[-1]:.3g}, while the training loss ended at {seen.train[-1]:.3g}. A rule that monitors the "
            "training loss cannot detect a rising test loss; one that monitors held-out samples can."
        )

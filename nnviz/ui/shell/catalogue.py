"""Every page of the app in the order of the course, each with the sentence that invites to it."""

from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from nnviz.ui.shell.place import PAGES

WITHOUT_SETTINGS = ("home", "lessons")
"""Pages that have no settings, and so no state of their own."""


@dataclass(frozen=True)
class Entry:
    """One page.

    Attributes
    ----------
    name : str
        Its file's name and its address.
    title, icon, group : str
        What the navigation shows, and under which heading.
    invitation : str
        One sentence for the home page.
    """

    name: str
    title: str
    icon: str
    group: str
    invitation: str

    def page(self) -> StreamlitPage:
        """Return the page as Streamlit knows it."""
        return st.Page(PAGES / f"{self.name}.py", title=self.title, icon=self.icon, default=self.name == "home")


CATALOGUE = (
    Entry("home", "Home", ":material/home:", "", ""),
    Entry(
        "lessons",
        "Lessons",
        ":material/co_present:",
        "",
        "A lecture step by step on these pages, with questions: in the hall, or alone at home.",
    ),
    Entry(
        "matrices",
        "Matrices",
        ":material/grid_on:",
        "Foundations",
        "Fill Z = XW + b cell by cell: where does each number come from, and when do shapes match?",
    ),
    Entry(
        "activation_functions",
        "Neuron and activation functions",
        ":material/show_chart:",
        "Foundations",
        "Drag along a curve and feel its slope: where does a neuron stop learning?",
    ),
    Entry(
        "softmax",
        "Softmax",
        ":material/leaderboard:",
        "Foundations",
        "Drag a logit: what its probability gains, the others lose.",
    ),
    Entry(
        "forward_pass",
        "Forward pass",
        ":material/redo:",
        "How it learns",
        "From an image to cat or not cat, tensor by tensor: where does each number come from?",
    ),
    Entry(
        "loss",
        "Loss",
        ":material/trending_down:",
        "How it learns",
        "Why cross-entropy rescues a saturated neuron that squared error leaves stuck.",
    ),
    Entry(
        "backward_pass",
        "Backward pass",
        ":material/undo:",
        "How it learns",
        "Follow the gradient back from the loss line by line, nudge a weight, and break the chain rule on purpose.",
    ),
    Entry(
        "gradient_descent",
        "Gradient descent",
        ":material/downhill_skiing:",
        "How it learns",
        "Drag the start and the learning rate: when does a step downhill increase the loss?",
    ),
    Entry(
        "playground",
        "Playground",
        ":material/play_circle:",
        "Play and compare",
        "Train a network on toy data or on real handwriting, and change anything as it learns.",
    ),
    Entry(
        "activation_race",
        "Activation race",
        ":material/sports_score:",
        "Play and compare",
        "ReLU, sigmoid and leaky ReLU from the same start, twenty seeds each: which wins, and is it luck?",
    ),
    Entry(
        "linear_collapse",
        "Linear collapse",
        ":material/layers:",
        "Why depth",
        "Multiply six linear layers into one matrix, then change one slope: what do more layers gain?",
    ),
    Entry(
        "width_and_depth",
        "Width and depth",
        ":material/account_tree:",
        "Why depth",
        "Draw a function and build a network for it: how many units does it take, and does training find them?",
    ),
    Entry(
        "learned_features",
        "What a layer has learned",
        ":material/psychology:",
        "Why depth",
        "Look into every layer while it learns, and see which claims about learning hold.",
    ),
    Entry(
        "vanishing_gradients",
        "Vanishing gradients",
        ":material/stairs:",
        "When training fails",
        "Stack fifty layers and see how much of the gradient reaches the first one; then try each remedy.",
    ),
    Entry(
        "initialization_and_dropout",
        "Initialization and dropout",
        ":material/casino:",
        "When training fails",
        "Seven ways to initialize the same network, and what dropping units at random is good for.",
    ),
    Entry(
        "where_networks_learn",
        "Where networks learn",
        ":material/map:",
        "When training fails",
        "A map of thousands of trainings: at which depth, weight scale and rate do networks learn, and why not beyond?",
    ),
    Entry(
        "clinic",
        "Clinic",
        ":material/stethoscope:",
        "When training fails",
        "Ten networks that do not learn: name what is wrong, treat it, then face a patient whose fault is hidden.",
    ),
    Entry(
        "convolution",
        "Convolution",
        ":material/center_focus_strong:",
        "Images and sequences",
        "Lay nine numbers on every place of an image: what does a kernel see, and how does it learn?",
    ),
    Entry(
        "recurrence",
        "Recurrence",
        ":material/replay:",
        "Images and sequences",
        "Read a sequence step by step with one cell: what does it remember, and why does the gradient vanish?",
    ),
    Entry(
        "attention",
        "Attention",
        ":material/join_inner:",
        "Images and sequences",
        "Drag queries and keys: which tokens does each token listen to, and how does it learn that?",
    ),
    Entry(
        "transformer",
        "Transformer",
        ":material/hub:",
        "Images and sequences",
        "Train a small transformer to copy, reverse and sort: where do its heads look, and what do two layers add?",
    ),
)


def groups() -> dict[str, list[Entry]]:
    """Return the pages by their groups, in the order of the course; the home page stands alone in the first."""
    by_group: dict[str, list[Entry]] = {}
    for entry in CATALOGUE:
        by_group.setdefault(entry.group, []).append(entry)
    return by_group


def navigation() -> dict[str, list[StreamlitPage]]:
    """Return the pages by their groups, as `st.navigation` takes them."""
    return {group: [entry.page() for entry in entries] for group, entries in groups().items()}


def tab_title(name: str) -> str:
    """Return what the browser's tab and its history call a page."""
    title = CATALOGUE[_place(name)].title
    return "nnviz" if name == "home" else f"{title} · nnviz"


def neighbours(name: str) -> tuple[Entry | None, Entry | None]:
    """Return the pages before and after one in the course; None where there is none."""
    place = _place(name)
    return (CATALOGUE[place - 1] if place else None, CATALOGUE[place + 1] if place + 1 < len(CATALOGUE) else None)


def _place(name: str) -> int:
    return [entry.name for entry in CATALOGUE].index(name)

"""What the slopes of neurons in a row multiply to: asked, drawn, and described with its numbers."""

from functools import partial

from nnviz.experiments.activation_functions import questions
from nnviz.experiments.activation_functions.curve import Chain, activation_title, chain
from nnviz.experiments.inspection.formula import power
from nnviz.figures import slope_product
from nnviz.ui.activation_functions.state import state
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.widgets.question import ask

LAYERS = 20


def chains() -> tuple[Chain, ...]:
    """Twenty neurons in a row for each function, from the z of the page."""
    now = state.settings
    return tuple(chain(g, now.z, LAYERS) for g in now.activations)


def products_figure() -> None:
    """What the slopes multiply to."""
    draw = partial(slope_product.figure, slope_product.info(chains()))
    kept_figure(draw, key="activation-products", alt="fraction of the gradient remaining after 1 to 20 neurons")


def products_in_words() -> str:
    """The product after twenty layers for each function, as a sentence."""
    parts = [
        f"{activation_title(c.activation)} **{power(c.products[-1])}** (upper bound {power(c.bounds[-1])})"
        if c.products[-1]
        else f"{activation_title(c.activation)} **0**: no gradient passes"
        for c in chains()
    ]
    return (
        f"Gradient remaining after a chain of {LAYERS} neurons, from z = {state.settings.z:.2f}: "
        + "; ".join(parts)
        + "."
    )


def product_question() -> bool:
    """Ask how much ten sigmoids let through. Returns whether the answer may be seen."""
    return ask(state.key("question.product"), questions.product_question())

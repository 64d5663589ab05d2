"""What the slopes of neurons in a row multiply to: asked, drawn, and described with its numbers."""

from nnviz.engine import activation
from nnviz.experiments.activation_functions.curve import Chain, activation_title, chain
from nnviz.experiments.inspection.formula import power
from nnviz.figures import slope_product
from nnviz.ui.activation_functions.state import state
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.shell.appearance import is_dark
from nnviz.ui.widgets.question import question

LAYERS = 20


def chains() -> tuple[Chain, ...]:
    """Twenty neurons in a row for each function, from the z of the page."""
    now = state.settings
    return tuple(chain(g, now.z, LAYERS) for g in now.activations)


def products_figure() -> None:
    """What the slopes multiply to."""
    figure = slope_product.figure(slope_product.info(chains()), is_dark())
    kept_figure(figure, key="activation-products", alt="fraction of the gradient remaining after 1 to 20 neurons")


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
    """Ask how much ten sigmoids let through; the answer is the engine's. Returns whether it was answered."""
    bound = chain(activation("sigmoid"), 0.0, 10).bounds[-1]
    shares = {"about a quarter": 0.25, "about a fortieth": 0.025, "about a millionth": 1e-6}
    nearest = min(shares, key=lambda option: abs(shares[option] - bound))
    slope = activation("sigmoid").largest_slope
    return question(
        state.key("question.product"),
        "ten sigmoid neurons form a chain, all weights 1. What is the largest fraction of a gradient at the end that "
        "can reach the start?",
        list(shares),
        list(shares).index(nearest),
        f"The slope of the sigmoid is at most {slope:g}, and slopes multiply: {slope:g} to the power of 10 is "
        f"{power(bound)}. This is why the first layers of deep sigmoid networks hardly learn.",
    )

"""What "Gradient" asks before it shows."""

from functools import cache

from nnviz.experiments.questions.question import Option, Question
from nnviz.experiments.recurrence.gradient import gradient_through_time
from nnviz.experiments.recurrence.gradient_settings import GradientFields

SHARES = (0.9, 0.1, 5e-3, 1e-9)


@cache
def survival_question() -> Question:
    """Ask how much of a gradient survives 50 steps at a spectral radius of 0.9: a linear layer tells."""
    asked = GradientFields(gradient_cell="linear", gradient_radius=0.9, gradient_steps=50, gradient_start="orthogonal")
    survives = float(gradient_through_time(asked).measured.survives)
    explodes = float(gradient_through_time(asked.model_copy(update={"gradient_radius": 1.1})).measured.survives)
    nearest = min(SHARES, key=lambda share: max(share / survives, survives / share))
    texts = ("90 %", "10 %", "half a percent", "a billionth")
    return Question(
        "a linear recurrent layer multiplies the gradient by W_hh at every step back. The spectral radius of its "
        "orthogonal W_hh is 0.9. How much of the last step's gradient is left 50 steps earlier?",
        tuple(Option(text, share == nearest) for text, share in zip(texts, SHARES, strict=True)),
        f"{100 * survives:.2g} %: 0.9 to the power of 50. A little below one is soon nothing, and a little above one "
        f"soon explodes: at 1.1 the gradient is {explodes:.0f} times as long.",
    )

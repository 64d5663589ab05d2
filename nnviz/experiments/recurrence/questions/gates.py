"""What "Gates" asks before it shows."""

from functools import cache

from nnviz.experiments.questions.question import Option, Question
from nnviz.experiments.recurrence.gates import kept_by_bias

STEPS = 20
SHARES = (0.7, 0.4, 0.05, 0.002)


@cache
def bias_question() -> Question:
    """Ask what a forget gate with bias 1 leaves of a cell after 20 steps: the engine runs one."""
    one, three = kept_by_bias(1.0, STEPS), kept_by_bias(3.0, STEPS)
    nearest = min(SHARES, key=lambda share: max(share / one, one / share))
    return Question(
        f"a forget gate that starts with bias 1 stands at σ(1) = {kept_by_bias(1.0, 1):.2f}. How much of what is in "
        f"the cell now is still there {STEPS} steps later, if nothing is added?",
        tuple(Option(f"about {100 * share:g} %", share == nearest) for share in SHARES),
        f"{100 * one:.2g} %: σ(1) to the power of {STEPS} is {one:.2g}; the gradient of the cell shrinks by the same "
        f"product of all f, step by step. With bias 3, σ(3) = {kept_by_bias(3.0, 1):.2f}, it is {three:.2f}; "
        "with f = 1 and i = 0 it would be all.",
    )

"""What "Live" asks before the network trains."""

from nnviz.experiments.convolution.live import EPOCHS, survival_after_training
from nnviz.experiments.convolution.live_settings import LIVE_NETWORKS, LiveFields
from nnviz.experiments.questions.question import Question

LIMITS = (0.4, 0.85)


def shift_question(settings: LiveFields) -> Question:
    """Ask whether a prediction survives a shift by a pixel: such a network is trained, and tells.

    It begins from seed 0 whatever the seed on view: new weights there are no other question.
    """
    found = survival_after_training(settings.live_network, 0)
    first, second = LIVE_NETWORKS[settings.live_network]
    low, high = LIMITS
    right = 0 if found.mean > high else 1 if found.mean >= low else 2
    return Question.pick(
        f"conv {first}, pool, conv {second}, pool and a dense layer, trained for {EPOCHS} epochs from seed 0, name "
        f"{found.unshifted:.0%} of the test digits. Now every test digit is shifted by one pixel. How many does the "
        "network still name?",
        (
            f"nearly all (more than {high:.0%}): a convolution does not care where a pattern stands",
            f"clearly fewer ({low:.0%} to {high:.0%})",
            f"few (less than {low:.0%})",
        ),
        right,
        f"**{found.mean:.0%}** on average over the four directions. The maps shift with the digit, a convolution is "
        "*equivariant*; but the dense layer behind them has a weight for each place, and after the shift it reads the "
        "maps with the weights of other places.",
    )

"""What "What a filter looks for" asks before it shows."""

from nnviz.experiments.convolution.filters import random_smoothness, smoothness
from nnviz.experiments.convolution.filters_settings import WIDTHS, FiltersFields
from nnviz.experiments.convolution.kernel import named_kernel
from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recording.recording import Recording

TEXT = (
    "the first layer learns kernels of 3 × 3 on images of 8 × 8. At the end, how smooth are they: how alike are two "
    "neighbours in a kernel, compared with kernels of random numbers?"
)
SOBEL = float(smoothness(named_kernel("sobel_x", 3)))
OPTIONS = (
    "more alike than in nine of ten random sets",
    "within the range of nine of ten random sets",
    "less alike than in nine of ten random sets",
)


def question(settings: FiltersFields, recording: Recording) -> Question | Prediction:
    """Ask whether the learned kernels look like anything; a prediction until the training is complete.

    Parameters
    ----------
    settings : FiltersFields
    recording : Recording
        Of the settings' task, as far as it has come.
    """
    if not recording.done:
        return Prediction(TEXT, OPTIONS)
    found = float(recording.end.measured["smoothness"].mean())
    mean, low, high = random_smoothness(WIDTHS[settings.filter_width][0])
    return Question.pick(
        TEXT,
        OPTIONS,
        0 if found > high else 1 if found >= low else 2,
        f"The correlation of neighbours is {found:.2f}, that of as many random kernels {mean:.2f} on average, and "
        f"{low:.2f} to {high:.2f} in nine of ten cases; Sobel’s has {SOBEL:.2f}. Kernels of nine numbers on images of "
        "8 × 8 need not look like edges or waves to be useful.",
    )

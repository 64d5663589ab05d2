"""What "Equivariance" asks before it shows."""

from nnviz.experiments.convolution.equivariance import by_shift, difference_text
from nnviz.experiments.convolution.equivariance_settings import EquivarianceFields
from nnviz.experiments.questions.question import Question

POOLS = {"max": "max", "avg": "average"}


def question(settings: EquivarianceFields) -> Question:
    """Ask which output is exactly shifted when the image moves by one pixel.

    Parameters
    ----------
    settings : EquivarianceFields
    """
    found = by_shift(settings)
    one = found.shifts.index(1)
    convolved, pooled = float(found.convolved[one]), float(found.pooled[one])
    exact = (convolved == 0.0, pooled == 0.0)
    pool = f"{POOLS[settings.shift_pool]} pooling of 2 × 2"
    places = "all places" if settings.shift_borders else "all places that see no border"
    return Question.pick(
        f"the image moves one pixel to the right. At {places}, which output is exactly a shifted copy of what it was?",
        ("the convolution's and the pooling's", "the convolution's alone", "the pooling's alone", "neither"),
        {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}[exact],
        f"The largest difference is {difference_text(convolved)} after the convolution and {difference_text(pooled)} "
        f"after the {pool}, whose windows keep their places: only a shift by an even number of pixels moves an image "
        "by whole windows.",
    )

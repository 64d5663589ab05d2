"""What the page "Vanishing gradients" computes: remedies, published results, singular values."""

from nnviz.experiments.vanishing_gradients.published import (
    PUBLISHED_RESULTS,
    PublishedComparison,
    PublishedResult,
    published,
)
from nnviz.experiments.vanishing_gradients.remedies import Remedy, RemedyEffect, measure_remedy, remedies

__all__ = [
    "PUBLISHED_RESULTS",
    "PublishedComparison",
    "PublishedResult",
    "Remedy",
    "RemedyEffect",
    "measure_remedy",
    "published",
    "remedies",
]

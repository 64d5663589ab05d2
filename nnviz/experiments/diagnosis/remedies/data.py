"""Remedies that change the data: their scale, the target's, and how many there are."""

from nnviz.experiments.diagnosis.remedies.remedy import Remedy
from nnviz.experiments.run.settings import RunSettings


def standardized(settings: RunSettings) -> Remedy:
    """Scale the inputs."""
    return Remedy(
        "standardize",
        "standardized inputs",
        "Every input gets mean 0 and standard deviation 1, as measured on the training samples.",
        (("scaling", "standardize"),),
    )


def scaled_target(settings: RunSettings) -> Remedy:
    """Scale the numbers to predict."""
    return Remedy(
        "scale_target",
        "a scaled target",
        "The errors are then at most about 1, and so are the gradients that they send back.",
        (("target_scaling", "min_max"),) if settings.head_name == "regression" else (),
    )


def more_samples(settings: RunSettings) -> Remedy:
    """Train on more of the samples."""
    more = settings.train_share < 0.5
    return Remedy(
        "data",
        "train on 80 % of the samples",
        "Noise that differs from sample to sample averages out.",
        (("train_share", 0.8),) if more else (),
    )

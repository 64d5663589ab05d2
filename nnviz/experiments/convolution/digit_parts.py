"""The digits that topics of the page "Convolution" learn from and are tested on."""

from functools import lru_cache

from nnviz.experiments.run.preparation import Part, prepare
from nnviz.experiments.run.settings import RunSettings

SIDE = 8


@lru_cache(maxsize=1)
def digits() -> tuple[Part, Part]:
    """Return the 1437 digits to train on and the 360 to test, with pixels from 0 to 1."""
    prepared = prepare(RunSettings(dataset="digits", scaling="unit", train_share=0.8))
    return prepared.train, prepared.test

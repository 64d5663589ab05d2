"""A training's training without looks at it: what `diagnose` says at the end, from the history alone."""

from functools import lru_cache

from nnviz.experiments import Run
from nnviz.experiments.clinic import CASES, Training
from nnviz.experiments.diagnosis import diagnose
from tests.experiments.run.stepwise import row, signs


def trained(training: Training) -> tuple[Run, list[str]]:
    """The run at its end, and the signs that are found there."""
    history = []
    for run in training.runs():
        history.append(row(run))
    return run, signs(diagnose(run, history))


@lru_cache(maxsize=128)
def of_case(case: str, remedy: str, seed: int) -> tuple[Run, list[str]]:
    """A training of a case, treated if a remedy is named."""
    training = CASES[case].training(seed)
    return trained(CASES[case].remedy(remedy).of(training) if remedy else training)

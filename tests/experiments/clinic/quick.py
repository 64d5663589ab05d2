"""A patient's training without looks at it: what `diagnose` says at the end, from the history alone."""

from functools import lru_cache

from nnviz.experiments import Run, advance
from nnviz.experiments.clinic import CASES, Patient
from nnviz.experiments.diagnosis import diagnose
from tests.experiments.run.stepwise import row, signs


def trained(patient: Patient) -> tuple[Run, list[str]]:
    """The run at its end, and the signs that are found there."""
    run = patient.begin() if patient.before is None else patient.before.begin()
    history = [row(run)]
    while run.step < patient.steps and run.stop is None:
        step = patient.next_look(run.step)
        changes = patient.before is not None and step == patient.since
        run = patient.begin() if changes else advance(run, step - run.step)
        history.append(row(run))
    return run, signs(diagnose(run, history))


@lru_cache(maxsize=128)
def of_case(case: str, remedy: str, seed: int) -> tuple[Run, list[str]]:
    """A patient of a case, treated if a remedy is named."""
    patient = CASES[case].patient(seed)
    return trained(CASES[case].remedy(remedy).of(patient) if remedy else patient)

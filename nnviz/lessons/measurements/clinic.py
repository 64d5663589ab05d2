"""What a question of a lesson may measure on the page "Clinic": the failing network, and the same after a remedy."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from nnviz.experiments.address.echo import echo
from nnviz.experiments.clinic.case import Case
from nnviz.experiments.clinic.cases import CASES
from nnviz.experiments.clinic.frame import ClinicFrame
from nnviz.experiments.clinic.settings import ClinicSettings
from nnviz.experiments.clinic.training import Training
from nnviz.experiments.clinic.trajectory import begin
from nnviz.lessons.running import in_time


@lru_cache(maxsize=16)
def _end(case: str, seed: int, remedy: str) -> ClinicFrame:
    training: Training = _case(case).training(seed)
    if remedy:
        training = _case(case).remedy(remedy).of(training)
    return in_time(begin(training).run_to_end).end


def _case(name: str) -> Case:
    if name not in CASES:
        raise ValueError(f"expected one of the cases {', '.join(CASES)}, got {echo(name)}; choose one")
    return CASES[name]


def _dead(settings: ClinicSettings) -> float:
    return float(_end(settings.case, settings.seed, "").dead.max())


def _dead_with_remedy(settings: ClinicSettings) -> float:
    return float(_end(settings.case, settings.seed, settings.remedy).dead.max())


def _loss_with_remedy(settings: ClinicSettings) -> float:
    return float(_end(settings.case, settings.seed, settings.remedy).row[2])


MEASUREMENTS: Mapping[str, Callable[[ClinicSettings], float | str]] = {
    "largest share of dead units in a layer": _dead,
    "largest share of dead units after the remedy": _dead_with_remedy,
    "training loss after the remedy": _loss_with_remedy,
}

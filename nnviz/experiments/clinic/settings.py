"""What the page of the clinic shows: which case, which remedy, which seed; or which mystery."""

from typing import Annotated, Self

from pydantic import model_validator

from nnviz.experiments.address.codecs import among
from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.address.seeds import Seed
from nnviz.experiments.clinic.cases import CASES

MYSTERY = "mystery"


class ClinicSettings(AddressRecord):
    """The page's settings. A mystery's remedy is not part of them: it would give the fault away."""

    case: Annotated[str, among(*CASES, MYSTERY)] = "dead"
    remedy: str = ""
    """The remedy that is applied; empty for none."""
    seed: Seed = 0
    patient: Seed = 1
    """The seed of the mystery."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.remedy and self.case == MYSTERY:
            raise ValueError("expected no remedy for a mysterious patient, whose fault is not known; leave it out")
        if self.remedy:
            CASES[self.case].remedy(self.remedy)
        return self

    def with_case(self, case: str) -> Self:
        """Return settings for another case, without a remedy."""
        return self.changed(case=case, remedy="")

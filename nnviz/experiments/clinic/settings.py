"""What the page of the clinic shows: which case, how it is treated, of which seed; or which mysterious patient."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from nnviz.engine import SEED_LIMIT
from nnviz.experiments.address.codecs import among
from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.clinic.cases import CASES

MYSTERY = "mystery"


class ClinicSettings(AddressRecord):
    """The page's settings. A mysterious patient's remedy is no part of them: it would give the fault away."""

    case: Annotated[str, among(*CASES, MYSTERY)] = "dead"
    remedy: str = ""
    """How it is treated; empty as long as it is not."""
    seed: int = Field(0, ge=0, lt=SEED_LIMIT)
    patient: int = Field(1, ge=0, lt=SEED_LIMIT)
    """The seed of the mysterious patient."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.remedy and self.case == MYSTERY:
            raise ValueError("expected no remedy for a mysterious patient, whose fault is not known; leave it out")
        if self.remedy:
            CASES[self.case].remedy(self.remedy)
        return self

    def with_case(self, case: str) -> Self:
        """Return settings for another case, untreated."""
        return self.changed(case=case, remedy="")

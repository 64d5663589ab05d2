"""The settings of "Names" on the page "Recurrence"."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator

from nnviz.experiments.address.record import NotInAddress
from nnviz.experiments.address.seeds import Seed
from nnviz.experiments.letters.prefix import MOST_LETTERS
from nnviz.experiments.recurrence.network_settings import Cell

MOST_NAMES_TRAINED = 400


def _prefix(text: str) -> str:
    written = text.strip().lower()
    if len(written) > MOST_LETTERS or not written.isprintable():
        raise ValueError(f"expected at most {MOST_LETTERS} letters from a to z, such as mari, got {text[:40]!r}")
    return written


class NamesFields(BaseModel):
    """A letter model, what it reads, and how it writes."""

    names_own: Annotated[str, NotInAddress()] = Field("", max_length=64)
    """The key of a list of the user's own, which stays in the session; empty for the bundled names."""
    names_cell: Cell = "gru"
    names_trained: int = Field(150, ge=0, le=MOST_NAMES_TRAINED)
    """Steps of training."""
    names_prefix: Annotated[str, AfterValidator(_prefix)] = "mari"
    names_step: int = Field(MOST_LETTERS, ge=0, le=MOST_LETTERS)
    """After how many letters the next one is asked for; more than there are means after the last."""
    names_temperature: float = Field(1.0, ge=0.1, le=3.0)
    names_seed: Seed = 0
    """Of weights and batches."""
    names_draw: int = Field(0, ge=0, lt=2**30)
    """The seed of the names that it writes."""

    @model_validator(mode="after")
    def _prefix_of_bundled_names(self) -> Self:
        """The bundled names have the letters a to z; which letters a list of one's own has, the page knows."""
        if not self.names_own and not re.fullmatch("[a-z]*", self.names_prefix):
            raise ValueError(
                f"expected at most {MOST_LETTERS} letters from a to z, such as mari, got {self.names_prefix!r}"
            )
        return self

"""The settings of "Names" on the page "Recurrence"."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from nnviz.experiments.recurrence.network_settings import Cell

MOST_LETTERS = 12
MOST_NAMES_TRAINED = 400


def _prefix(text: str) -> str:
    written = text.strip().lower()
    if not re.fullmatch(f"[a-z]{{0,{MOST_LETTERS}}}", written):
        raise ValueError(f"expected at most {MOST_LETTERS} letters from a to z, such as mari, got {text[:40]!r}")
    return written


class NamesFields(BaseModel):
    """A letter model, what it reads, and how it writes."""

    names_cell: Cell = "gru"
    names_trained: int = Field(150, ge=0, le=MOST_NAMES_TRAINED)
    """Steps of training."""
    names_prefix: Annotated[str, AfterValidator(_prefix)] = "mari"
    names_step: int = Field(MOST_LETTERS, ge=0, le=MOST_LETTERS)
    """After how many letters the next one is asked for; more than there are means after the last."""
    names_temperature: float = Field(1.0, ge=0.1, le=3.0)
    names_seed: int = Field(0, ge=0, lt=2**30)
    """Of weights and batches."""
    names_draw: int = Field(0, ge=0, lt=2**30)
    """The seed of the names that it writes."""

"""The settings of "Names" on the page "Recurrence"."""

from pydantic import BaseModel, Field

from nnviz.experiments.letters.prefix import MOST_LETTERS, Prefix
from nnviz.experiments.recurrence.network_settings import Cell

MOST_NAMES_TRAINED = 400


class NamesFields(BaseModel):
    """A letter model, what it reads, and how it writes."""

    names_cell: Cell = "gru"
    names_trained: int = Field(150, ge=0, le=MOST_NAMES_TRAINED)
    """Steps of training."""
    names_prefix: Prefix = "mari"
    names_step: int = Field(MOST_LETTERS, ge=0, le=MOST_LETTERS)
    """After how many letters the next one is asked for; more than there are means after the last."""
    names_temperature: float = Field(1.0, ge=0.1, le=3.0)
    names_seed: int = Field(0, ge=0, lt=2**30)
    """Of weights and batches."""
    names_draw: int = Field(0, ge=0, lt=2**30)
    """The seed of the names that it writes."""

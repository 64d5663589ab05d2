"""The settings of "Names" on the page "Transformer"."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import Seed
from nnviz.experiments.letters.prefix import Prefix

NamesWidth = Literal["16", "32"]
NAMES_WIDTHS: dict[NamesWidth, str] = {"16": "d 16", "32": "d 32"}
NAMES_STEPS = (300, 1000, 1500)
MOST_PROBABLE = -1
SYMBOLS = 27


class NamesFields(BaseModel):
    """A letter model, what it reads, and how it draws the next letter."""

    names_width: NamesWidth = "16"
    names_steps: int = Field(1000, ge=10, le=NAMES_STEPS[-1])
    """Of training."""
    names_seed: Seed = 0
    """Of weights and batches."""
    names_prefix: Prefix = "mari"
    names_letter: int = Field(MOST_PROBABLE, ge=MOST_PROBABLE, lt=SYMBOLS)
    """Whose logit is asked for, as the number of a symbol; -1 for the most probable one."""
    names_temperature: float = Field(1.0, ge=0.1, le=3.0)
    names_top_k: int = Field(0, ge=0, le=SYMBOLS)
    """0 keeps all letters."""
    names_top_p: float = Field(1.0, ge=0.05, le=1.0)
    names_draw: int = Field(0, ge=0, lt=2**30)
    """The seed of the names that it writes."""

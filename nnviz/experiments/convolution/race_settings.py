"""The settings of "Race" on the page "Convolution"."""

from typing import Literal

from pydantic import BaseModel, Field

from nnviz.experiments.address.seeds import FirstSeed

RaceData = Literal["bars", "signals", "digits"]
RACE_DATA: dict[RaceData, str] = {"bars": "bars anywhere", "signals": "signals", "digits": "digits"}
"""With their titles."""

USUAL_SIZES: dict[RaceData, int] = {"bars": 100, "signals": 1000, "digits": 1400}
MOST_SAMPLES: dict[RaceData, int] = {"bars": 4000, "signals": 4000, "digits": 1400}
SIZES = (25, 50, 100, 200, 400, 700, 1000, 1400, 2000, 4000)
"""Numbers of samples to train on that are offered."""


class RaceFields(BaseModel):
    """What the networks learn, and from how many samples."""

    race_data: RaceData = "bars"
    race_samples: int | None = Field(None, ge=10, le=4000)
    """Images or signals to train on; None means as many as are usual for the data."""
    race_shuffled: bool = False
    """Whether the places are shuffled, by one permutation for all samples."""
    race_seed: FirstSeed = 0
    """Of the data, the permutation and the batches, and of the first of the twenty networks."""

    @property
    def race_size(self) -> int:
        """How many samples are trained on: at most as many as there are."""
        return min(self.race_samples or USUAL_SIZES[self.race_data], MOST_SAMPLES[self.race_data])

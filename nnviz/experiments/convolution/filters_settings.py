"""The settings of "What a filter looks for" on the page "Convolution"."""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from nnviz.experiments.address.seeds import Seed

FilterWidth = Literal["4", "8"]
WIDTHS: dict[FilterWidth, tuple[int, int]] = {"4": (4, 8), "8": (8, 16)}
"""Filters of the first and the second convolution, by those of the first."""


class FiltersFields(BaseModel):
    """Which filter of which network."""

    filter_width: FilterWidth = "4"
    filter_seed: Seed = 7
    filter_layer: int = Field(1, ge=1, le=2)
    filter: int = Field(1, ge=1, le=16)

    @model_validator(mode="after")
    def _filter_fits(self) -> Self:
        most = WIDTHS[self.filter_width][self.filter_layer - 1]
        if self.filter > most:
            raise ValueError(f"expected a filter from 1 to {most} of layer {self.filter_layer}, got {self.filter}")
        return self


def fitted(settings: "FiltersFields", **changes: object) -> dict[str, object]:
    """Return changes with a filter that the layer has."""
    now = {name: getattr(settings, name) for name in FiltersFields.model_fields} | changes
    most = WIDTHS[now["filter_width"]][now["filter_layer"] - 1]
    return changes | {"filter": min(now["filter"], most)}


def filters_of(settings: FiltersFields) -> int:
    """Return how many filters the chosen layer has."""
    return WIDTHS[settings.filter_width][settings.filter_layer - 1]

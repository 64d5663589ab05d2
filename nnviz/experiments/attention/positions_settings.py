"""The settings of "Positions" on the page "Attention"."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from nnviz.experiments.address.seeds import FirstSeed

WORD = "abcde"
"""The tokens in their order."""

MOST_PLACES = 48
"""Of the waves that are drawn."""

PositionKind = Literal["none", "learned", "sinusoidal"]
POSITION_KINDS: dict[PositionKind, str] = {"none": "none", "learned": "learned", "sinusoidal": "sinusoidal"}
PositionTaskName = Literal["reverse", "copy"]
POSITION_TASKS: dict[PositionTaskName, str] = {"reverse": "reverse", "copy": "copy"}
POSITION_STEPS = (100, 200, 400)


def _order(text: str) -> str:
    if sorted(text) != list(WORD):
        raise ValueError(
            f"expected the tokens {', '.join(WORD)}, each once and in any order, such as badce, got {text[:20]!r}; "
            "leave none out"
        )
    return text


class PositionsFields(BaseModel):
    """How a token is told its place, whether there is a mask, and the order of the tokens."""

    position_kind: PositionKind = "none"
    position_causal: bool = False
    position_order: Annotated[str, AfterValidator(_order)] = "badce"
    """The tokens as they have been shuffled."""
    position_seed: FirstSeed = 0
    position_place: int = Field(10, ge=0, le=MOST_PLACES)
    """A place along the waves, from 0."""
    position_task: PositionTaskName = "reverse"
    position_steps: int = Field(200, ge=20, le=1000)
    """Of training, in the comparison of trained networks."""

"""The settings of "By hand" on the page "Attention"."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

HAND_TOKENS = 4
"""As many as a person can follow."""

HAND_WIDTH = 2
"""d_k: a query, a key and a value are arrows in a plane."""

HAND_REACH = 3.0
"""Of the planes, in every direction."""

HandTensor = Literal["q", "k", "v", "S", "P", "O"]
HandVectors = Literal["hand_queries", "hand_keys", "hand_values"]
Coordinate = Annotated[float, Field(ge=-HAND_REACH, le=HAND_REACH)]


class ByHandFields(BaseModel):
    """Queries, keys and values, two numbers a token; how scores become weights; the number that is written out."""

    hand_queries: tuple[Coordinate, ...] = (1.0, 1.5, 2.0, -0.5, -1.5, 1.0, 0.5, -2.0)
    hand_keys: tuple[Coordinate, ...] = (2.0, 0.5, -0.5, 1.5, -1.5, -1.0, 1.0, -1.5)
    hand_values: tuple[Coordinate, ...] = (-2.5, -1.5, 2.5, -1.5, 0.0, 2.5, 0.5, 0.0)
    hand_scaled: bool = True
    """Whether scores are divided by the root of d_k."""
    hand_causal: bool = False
    """Whether a token sees itself and earlier ones alone."""
    hand_token: int = Field(2, ge=1, le=HAND_TOKENS)
    """Who asks."""
    hand_asked: int = Field(1, ge=1, le=HAND_TOKENS)
    """Who is asked."""
    hand_tensor: HandTensor = "P"
    """Of what a number is written out."""
    hand_axis: int = Field(1, ge=1, le=HAND_WIDTH)
    """Of the mixture."""

    @model_validator(mode="after")
    def _hand_vectors_fit(self) -> Self:
        for name in ("hand_queries", "hand_keys", "hand_values"):
            count = len(getattr(self, name))
            if count != HAND_TOKENS * HAND_WIDTH:
                raise ValueError(
                    f"expected {HAND_TOKENS * HAND_WIDTH} numbers as {name}, two for each of {HAND_TOKENS} tokens, got "
                    f"{count}; write them separated by commas"
                )
        return self

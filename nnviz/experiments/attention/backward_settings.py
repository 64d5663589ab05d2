"""The settings of "Backward" on the page "Attention"."""

from typing import Literal, get_args

from pydantic import BaseModel, Field, field_validator

from nnviz.experiments.address.seeds import Seed

BlockTensor = Literal[
    "X",
    "W_Q",
    "W_K",
    "W_V",
    "W_O",
    "U",
    "H",
    "Q",
    "K",
    "V",
    "S",
    "P",
    "O",
    "F",
    "A",
    "dA",
    "dF",
    "dO",
    "dP",
    "dS",
    "dQ",
    "dK",
    "dV",
    "dH_Q",
    "dH_K",
    "dH_V",
    "dH",
    "dN",
    "dX_Q",
    "dX_K",
    "dX_V",
    "dX",
    "dW_Q",
    "dW_K",
    "dW_V",
    "dW_O",
    "dgamma",
    "dbeta",
]
BlockMistake = Literal["scale", "rowsum", "mask", "path", "residual", "norm"]
CheckedPart = Literal["parameters", "between"]
CHECKED_PARTS: dict[CheckedPart, str] = {"parameters": "input and parameters", "between": "all in between"}
"""With their titles."""

WIDTH = 4
"""Features of a token: d."""

FEWEST_TOKENS, MOST_TOKENS = 3, 5
MOST_HEADS = 2


class BackwardFields(BaseModel):
    """A small block, the number that is written out, and the mistakes in its backward pass."""

    block_tokens: int = Field(4, ge=FEWEST_TOKENS, le=MOST_TOKENS)
    block_heads: int = Field(1, ge=1, le=MOST_HEADS)
    block_causal: bool = True
    block_seed: Seed = 0
    block_tensor: BlockTensor = "dS"
    block_row: int = Field(1, ge=0, lt=MOST_TOKENS)
    """Which entry is written out, from 0 as in NumPy; one beyond the last stands for the last."""
    block_column: int = Field(0, ge=0, lt=MOST_TOKENS)
    block_head: int = Field(1, ge=1, le=MOST_HEADS)
    """Which head is drawn, from 1."""
    block_mistakes: tuple[BlockMistake, ...] = ()
    block_checked: CheckedPart = "parameters"
    """Which gradients' errors are shown."""
    block_layers: int = Field(3, ge=0, le=12)
    """Layers of attention, one upon the other, behind which the tokens are compared."""

    @field_validator("block_mistakes")
    @classmethod
    def _block_mistakes_once(cls, mistakes: tuple[BlockMistake, ...]) -> tuple[BlockMistake, ...]:
        return tuple(name for name in get_args(BlockMistake) if name in mistakes)

    @property
    def block(self) -> tuple[object, ...]:
        """What decides about every number of both passes."""
        return self.block_tokens, self.block_heads, self.block_causal, self.block_seed

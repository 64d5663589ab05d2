"""The settings of "Own task" on the page "Transformer"."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from nnviz.experiments.address.seeds import Seed
from nnviz.experiments.transformer.own_lines import MOST_CHARACTERS, MOST_LINES, own_lines

MOST_TEXT = 1000

EXAMPLES: dict[str, str] = {
    "swap": "Swap two letters",
    "reverse": "Reverse three",
    "next": "Next letters",
    "plural": "Plurals",
}
# fmt: off
_PAIRS = (
    "ab", "ad", "ba", "bc", "be", "ca", "cd", "ce", "da", "db", "dc", "de", "ea",
    "ec", "ed", "ac", "ae", "cb", "eb", "bd",
)
_TRIPLES = (
    "abc", "bca", "dab", "cbd", "acd", "bda", "cab", "dcb", "aba", "bdd", "cac", "dbc",
    "adb", "bcc", "dad", "cda", "bad", "ccb", "daa", "acb",
)
_WORDS = (
    "cat", "dog", "fox", "box", "city", "bus", "day", "key", "fly", "tax",
    "boy", "gas", "map", "sky", "mix", "pen", "cup", "party", "kiss", "lady",
)
# fmt: on


def _plural(word: str) -> str:
    if word.endswith(("s", "x")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"


EXAMPLE_LINES: dict[str, str] = {
    "swap": "\n".join(f"{pair} -> {pair[::-1]}" for pair in _PAIRS),
    "reverse": "\n".join(f"{three} -> {three[::-1]}" for three in _TRIPLES),
    "next": "\n".join(f"{pair} -> {''.join(chr(ord(one) + 1) for one in pair)}" for pair in _PAIRS),
    "plural": "\n".join(f"{word} -> {_plural(word)}" for word in _WORDS),
}
"""Twenty lines each; the last one is held out at first."""


def _readable(text: str) -> str:
    own_lines(text)
    return text


class OwnFields(BaseModel):
    """The lines, which of them is held out, which is shown, and the network."""

    own_lines: Annotated[str, Field(max_length=MOST_TEXT), AfterValidator(_readable)] = EXAMPLE_LINES["swap"]
    own_held: int = Field(MOST_LINES, ge=0, le=MOST_LINES)
    """The line that is not trained on; 0 for none, beyond the last stands for the last."""
    own_shown: int = Field(MOST_LINES, ge=1, le=MOST_LINES)
    """The line whose attention is shown; beyond the last stands for the last."""
    own_input: str = Field("", max_length=MOST_CHARACTERS)
    """What else is asked."""
    own_blocks: int = Field(1, ge=1, le=2)
    own_seed: Seed = 0

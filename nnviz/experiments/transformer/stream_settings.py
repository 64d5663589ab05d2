"""The settings of "Stream" on the page "Transformer"."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from nnviz.experiments.address.seeds import Seed

StreamTask = Literal["reverse", "sort", "induction"]
STREAM_TASKS: dict[StreamTask, str] = {"reverse": "Reverse", "sort": "Sort", "induction": "Induction"}
StreamOff = Literal["zero", "mean"]
STREAM_OFF: dict[StreamOff, str] = {"zero": "zero", "mean": "its mean"}
STREAM_SAMPLES = 20
MOST_PARTS = 12
LONGEST = 24
MOST_SYMBOLS = 16
TRUE_SYMBOL = -1


def _parts(text: str) -> str:
    numbers = [part for part in text.split(".") if part]
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 and int(part) < MOST_PARTS for part in numbers):
        raise ValueError(f"expected numbers of parts from 0 to {MOST_PARTS - 1} with dots between, got {text[:40]!r}")
    return ".".join(str(number) for number in sorted({int(part) for part in numbers}))


class StreamFields(BaseModel):
    """The network, what is looked at, and which parts are off."""

    stream_task: StreamTask = "sort"
    stream_sample: int = Field(3, ge=1, le=STREAM_SAMPLES)
    stream_step: int = Field(9, ge=1, le=LONGEST)
    """The place whose logit is taken apart, from 1; more than there are means the last."""
    stream_symbol: int = Field(TRUE_SYMBOL, ge=TRUE_SYMBOL, lt=MOST_SYMBOLS)
    """Whose logit; -1 for the symbol that truly comes next."""
    stream_off: Annotated[str, AfterValidator(_parts)] = ""
    """The numbers of the parts that are off."""
    stream_by: StreamOff = "zero"
    """What stands for a part that is off."""
    stream_seed: Seed = 0
    """Of weights and sequences."""

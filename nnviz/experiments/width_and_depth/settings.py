"""The settings of the page "Width and depth": a function and its units, zigzags, regions, towers, products."""

from math import sin
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from nnviz.datasets.functions import FUNCTIONS, LARGEST_HEIGHT, Function, function
from nnviz.experiments.address.codecs import among
from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.address.seeds import FirstSeed, Seed
from nnviz.experiments.width_and_depth.bumps import KINDS
from nnviz.experiments.width_and_depth.depths import BUDGETS, TASKS
from nnviz.experiments.width_and_depth.products import CURVED, INPUTS
from nnviz.experiments.width_and_depth.tents import MOST_FOLDS
from nnviz.experiments.width_and_depth.towers import MOST_TOWERS, SURFACES

KNOTS = 33
"""Where a function that is drawn on this page has a height."""

MOST_UNITS = 64
STEEPNESS = 20.0

Start = Literal["random", "built"]
STARTS: dict[str, str] = {"random": "random weights", "built": "the built network"}
assert set(STARTS) == set(get_args(Start))

DRAWN = tuple(round(round(14 * sin(5.5 * k / 32) + 6 * sin(15 * k / 32)) / 20, 2) for k in range(KNOTS))
"""The function that is there before one is drawn."""

Width = Annotated[int, Field(ge=1, le=12)]


class WidthAndDepthSettings(AddressRecord):
    """The page's settings, section after section."""

    function: Annotated[str, among(*FUNCTIONS)] = "sine"
    frequency: int = Field(1, ge=1, le=8)
    """Whole waves of the sine."""
    folds: int = Field(2, ge=1, le=4)
    """How often the sawtooth is folded."""
    heights: tuple[Annotated[float, Field(ge=-LARGEST_HEIGHT, le=LARGEST_HEIGHT)], ...] = Field(
        DRAWN, min_length=KNOTS, max_length=KNOTS
    )
    """Of a function drawn by hand."""
    kind: Annotated[str, among(*KINDS)] = "relu"
    units: int = Field(8, ge=1, le=MOST_UNITS)
    start: Start = "random"
    """Where the twenty networks start that are trained on the function."""
    noise: float = Field(0.05, ge=0.0, le=0.5)
    """By how much of itself each parameter of a built network is changed before it is trained on."""
    learning_rate: float = Field(0.02, ge=1e-4, le=0.5)
    seed: FirstSeed = 0
    """Of the first network; the others have the next ones."""

    zigzag: int = Field(3, ge=1, le=MOST_FOLDS)
    """How often the tent is folded that is built deep and flat."""
    task: Annotated[str, among(*TASKS)] = "saw-2"
    budget: int = Field(120, ge=min(BUDGETS), le=max(BUDGETS))
    """Parameters of every network, about."""
    depth_start: Start = "random"
    depth_rate: float = Field(0.01, ge=1e-4, le=0.5)
    depth_seed: FirstSeed = 0

    widths: tuple[Width, ...] = Field((6, 6), min_length=1, max_length=3)
    """Hidden layers of the network whose regions are drawn."""
    trained: bool = False
    """Whether it was trained to tell a disc from a ring."""
    plane_seed: Seed = 0
    layer: int = Field(0, ge=0, le=2)
    """Behind which layer regions are shown, from 0."""
    region: int = Field(0, ge=0)
    """The region whose map is written out."""

    surface: Annotated[str, among(*SURFACES)] = "waves"
    towers: int = Field(6, ge=1, le=MOST_TOWERS)
    """Towers a side."""

    bend: Annotated[str, among(*CURVED)] = "softplus"
    """The activation of multiplication gates."""
    inputs: int = Field(2, ge=min(INPUTS), le=max(INPUTS))
    """Numbers to multiply: 2, 4 or 8."""
    scale: float = Field(0.1, ge=0.003, le=1.0)

    on_rate: float = Field(0.003, ge=1e-5, le=0.5)
    """The learning rate where a built network is trained on."""

    @property
    def target(self) -> Function:
        """The function to follow."""
        return function(self.function, **self.function_settings)

    @property
    def function_settings(self) -> dict[str, Any]:
        """What the function takes."""
        named = {"frequency": float(self.frequency), "folds": self.folds, "heights": self.heights}
        name = FUNCTIONS[self.function].setting
        return {name: named[name]} if name in named else {}

    @property
    def multiplied(self) -> int:
        """How many numbers are multiplied: the next lower power of two where an address says another number."""
        return max(n for n in INPUTS if n <= self.inputs)

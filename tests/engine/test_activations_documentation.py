"""The table in docs/activations.md says what the registry says."""

import math
from pathlib import Path

from nnviz.engine.activations import ACTIVATIONS, Activation, activation, activation_parameters

PAGE = Path(__file__).parents[2] / "docs" / "activations.md"
SIDES = {(False, False): "", (True, False): "left", (False, True): "right", (True, True): "both sides"}


def bound(value: float) -> str:
    return f"{value:.4g}" if math.isfinite(value) else "∞" if value > 0 else "-∞"


def settings(name: str) -> str:
    return "; ".join(f"`{p.name}` = {p.default:.4g} ({p.legal})" for p in activation_parameters(name))


def row(g: Activation) -> str:
    cells = [
        f"`{g.name}`",
        f"$`{g.latex}`$",
        f"$`{g.dlatex}`$",
        f"{bound(g.range[0])} to {bound(g.range[1])}",
        bound(g.largest_slope),
        SIDES[g.saturates],
        "yes" if g.zero_centred else "",
        settings(g.name),
        g.source,
    ]
    return "| " + " | ".join(cells) + " |"


def table() -> str:
    head = "| name | curve | slope | range | largest slope | flat | odd | parameters | source |"
    return "\n".join([head, "|---" * 9 + "|", *(row(activation(name)) for name in ACTIVATIONS)])


def test_the_table_of_activations_is_that_of_the_registry() -> None:
    assert table() in PAGE.read_text(encoding="utf-8"), f"put this table into {PAGE.name}:\n{table()}"


def test_no_formula_breaks_the_table() -> None:
    assert all("|" not in g.latex + g.dlatex for g in map(activation, ACTIVATIONS))

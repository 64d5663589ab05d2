"""What was measured, what was asked, and whether it was met, as a table in Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Row:
    """One comparison.

    Attributes
    ----------
    title : str
        What nnviz did.
    ours : float
        Its seconds.
    peer : str
        Beside what; empty where the bound is in seconds.
    theirs : float
        The peer's seconds.
    kind : {'times faster', 'times the cost', 'seconds'}
        How the two are compared: theirs / ours, ours / theirs, or ours alone.
    asked : float or None
        The bound: from below for 'times faster', from above for the others. None where nothing was asked.
    """

    title: str
    ours: float
    peer: str
    theirs: float
    kind: Literal["times faster", "times the cost", "seconds"]
    asked: float | None

    @property
    def measured(self) -> float:
        """What the bound is held against."""
        return {
            "times faster": self.theirs / self.ours,
            "times the cost": self.ours / self.theirs,
            "seconds": self.ours,
        }[self.kind]

    @property
    def met(self) -> bool | None:
        """Whether the bound holds; None where nothing was asked."""
        if self.asked is None:
            return None
        return self.measured >= self.asked if self.kind == "times faster" else self.measured <= self.asked


def markdown(rows: Iterable[Row]) -> str:
    """Return the rows as a table."""
    lines = ["| what | nnviz | beside | ratio | asked | met |", "|---|---|---|---|---|---|"]
    for row in rows:
        beside = f"{row.peer} {duration(row.theirs)}" if row.peer else ""
        ratio = f"{row.measured:.2f} {row.kind}" if row.peer else ""
        sign = "at least" if row.kind == "times faster" else "at most"
        asked = f"{sign} {row.asked:g}{'' if row.peer else ' s'}" if row.asked is not None else ""
        met = {None: "", True: "yes", False: "**no**"}[row.met]
        lines.append(f"| {row.title} | {duration(row.ours)} | {beside} | {ratio} | {asked} | {met} |")
    return "\n".join(lines)


def duration(seconds: float) -> str:
    """Return a time with three digits and a unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"

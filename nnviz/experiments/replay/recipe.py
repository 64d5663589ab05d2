"""The recipe of a run: its first settings and every change made since, short enough for an address.

Training is deterministic, so the recipe reproduces the same numbers, bit for bit on the same machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnviz.engine import Array, Network
from nnviz.experiments.address.echo import echo
from nnviz.experiments.replay.change import Change, Edit
from nnviz.experiments.run.own_data import OWN
from nnviz.experiments.run.run import architecture
from nnviz.experiments.run.settings import LIVE, RunSettings

STEP, CHANGES = "step", "changes"
"""The parameters of an address that belong to a recipe, besides the settings."""

MAX_STEP = 10_000_000
"""The largest step of a recipe."""

MAX_CHANGES = 200
"""How many changes a recipe may hold."""

MAX_TEXT = 6000
"""Characters that all changes together may take in an address; browsers and servers take 8000 and more in all."""

MAX_WEIGHTS = 400
"""How many weights out of a file an address may carry."""

DISPLAY_ONLY = frozenset({"view"})
"""Settings that change what is shown and no number: they need no step."""


@dataclass(frozen=True)
class RunRecipe:
    """How to reproduce one moment of one run.

    Attributes
    ----------
    start : RunSettings
    changes : tuple of Change
        In the order in which they were made.
    step : int
        Steps taken in all.
    """

    start: RunSettings = RunSettings()
    changes: tuple[Change, ...] = ()
    step: int = 0

    @property
    def settings(self) -> RunSettings:
        """The settings at the last step."""
        fields = {name: value for change in self.changes for name, value in change.fields}
        return self.start.changed(**fields) if fields else self.start

    def at(self, step: int) -> "RunRecipe":
        """Return the recipe up to another step: later changes are left out, those at that step are kept."""
        return RunRecipe(self.start, tuple(change for change in self.changes if change.step <= step), step)

    def with_fields(self, step: int, **fields: Any) -> "RunRecipe":
        """Add a change of settings.

        Raises
        ------
        ValueError
            If a setting is not one of `LIVE`: such a change begins a new run, hence a new recipe.
        """
        fixed = sorted(fields.keys() - LIVE)
        if fixed:
            named = echo(", ".join(fixed))
            raise ValueError(f"{named} cannot change during a run: begin a RunRecipe with the new settings")
        here = self.at(step)
        settings = here.settings.changed(**fields)
        looks = {name: getattr(settings, name) for name in fields if name in DISPLAY_ONLY}
        if looks:
            here = replace(here, start=here.start.changed(**looks))
        changed = tuple((name, getattr(settings, name)) for name in fields if name not in DISPLAY_ONLY)
        return replace(here, changes=(*here.changes, Change(step, changed))) if changed else here

    def with_edit(self, step: int, layer: int, name: str, index: tuple[int, ...], value: float) -> "RunRecipe":
        """Add a parameter that was set by hand; the arguments are those of `edit_parameter`."""
        here = self.at(step)
        edit = Edit(int(layer), name, tuple(int(i) for i in index), float(value))
        return replace(here, changes=(*here.changes, Change(step, edit=edit)))

    def with_weights(self, step: int, theta: Array) -> "RunRecipe":
        """Add weights that were loaded from a file, shape (n_parameters,)."""
        here = self.at(step)
        return replace(here, changes=(*here.changes, Change(step, theta=np.asarray(theta, "<f8").tobytes())))

    def to_query(self) -> dict[str, str]:
        """Return the parameters of an address that leads here.

        Raises
        ------
        ValueError
            If the recipe has too many steps or changes; with the limits.
        """
        if self.start.dataset == OWN:
            raise ValueError(
                "own data are not part of an address; save the script, which contains them, and pass it on"
            )
        if self.step > MAX_STEP:
            raise ValueError(f"an address reaches at most step {MAX_STEP:,}, and this is step {self.step:,}")
        if any(len(change.theta) > 8 * MAX_WEIGHTS for change in self.changes):
            raise ValueError(
                f"weights were loaded from a file, and an address holds at most {MAX_WEIGHTS} of them; "
                "save the weights and pass that file on"
            )
        text = "~".join(map(str, self.changes))
        if len(self.changes) > MAX_CHANGES or len(text) > MAX_TEXT:
            raise ValueError(
                f"an address holds at most {MAX_CHANGES} changes in {MAX_TEXT:,} characters, and this run had "
                f"{len(self.changes)} in {len(text):,}; save the weights and pass that file on"
            )
        end = {STEP: str(self.step)} if self.step else {}
        return self.start.to_query() | end | ({CHANGES: text} if self.changes else {})

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple["RunRecipe", tuple[str, ...]]:
        """Read the parameters of an address.

        Returns
        -------
        recipe : RunRecipe
        messages : tuple of str
            For each part that was dropped, which and why.
        """
        settings, refused = RunSettings.from_query(query)
        messages = list(refused)
        step = _step(query.get(STEP, ""), messages)
        text = query.get(CHANGES, "")
        parts = [part for part in text.split("~") if part] if len(text) <= MAX_TEXT else []
        if len(text) > MAX_TEXT or len(parts) > MAX_CHANGES:
            messages.append(f"all changes were left out: an address holds {MAX_CHANGES} in {MAX_TEXT:,} characters")
            parts = []
        reader = _Reader(settings, step)
        for part in parts:
            try:
                reader.take(part)
            except ValueError as error:
                messages.append(f"the change {echo(part)} was left out: {error}")
        return replace(reader.recipe, step=step), tuple(messages)


class _Reader:
    """Reads changes one by one, each checked against the settings and the network at that step."""

    def __init__(self, start: RunSettings, step: int) -> None:
        self.last = step
        self.recipe = RunRecipe(start)
        self._network: Network | None = None

    def take(self, text: str) -> None:
        """Add one change, or raise ValueError."""
        change = Change.parse(text)
        if change.step > self.last:
            raise ValueError(f"it lies after the last step, {self.last}")
        if change.step < self.recipe.step:
            raise ValueError(f"it lies before the change at step {self.recipe.step}; write them in order")
        if change.edit is not None:
            self.network.layout.position(change.edit.layer, change.edit.name, change.edit.index)
            self.recipe = replace(self.recipe, changes=(*self.recipe.changes, change), step=change.step)
        elif change.theta:
            self.check(change.weights)
            self.recipe = replace(self.recipe, changes=(*self.recipe.changes, change), step=change.step)
        else:
            self.recipe = self.recipe.with_fields(change.step, **dict(change.fields))

    def check(self, theta: Array) -> None:
        """Refuse weights that the network cannot have."""
        if theta.shape != self.network.theta.shape or not np.isfinite(theta).all():
            raise ValueError(f"expected {self.network.n_parameters} finite weights for this network, got {theta.size}")

    @property
    def network(self) -> Network:
        """A network of the right shape."""
        if self._network is None:
            self._network = architecture(self.recipe.start).build(0)
        return self._network


def _step(text: str, messages: list[str]) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= MAX_STEP):
        messages.append(f"step={echo(text)} was left out: expected a whole number from 0 to {MAX_STEP:,}")
        return 0
    return int(text)

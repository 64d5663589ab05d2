"""When to stop: stop rules applied to the losses of a real run, each on its own and all together."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Stop, StopRules, Watch
from nnviz.experiments.run.hidden import HiddenSettings
from nnviz.experiments.run.run import advance, start
from nnviz.experiments.run.settings import RunSettings

MAX_EPOCHS = 300
RULES = ("target", "plateau", "budget", "not finite")
"""What can end a run, as `Stop.reason` calls it."""


def _overfits(rate: float) -> RunSettings:
    """Return a 2-8-8-1 network on 50 noisy points of the circle: few enough to overfit."""
    hidden = (HiddenSettings(units=8), HiddenSettings(units=8))
    return RunSettings(dataset="circle", noise=45, samples=250, train_share=0.2, hidden=hidden, learning_rate=rate)


def _diverging() -> RunSettings:
    """Return a regression whose rate is far too large."""
    layer = HiddenSettings(units=8, activation="softplus")
    return RunSettings(
        dataset="reg-gauss", noise=20, samples=250, train_share=0.2, hidden=(layer, layer), learning_rate=2.0
    )


RUNS = {"slow": _overfits(0.003), "steady": _overfits(0.03), "overfitting": _overfits(0.3), "diverging": _diverging()}
"""Runs that end differently, by name."""


@dataclass(frozen=True, eq=False)
class History:
    """The losses after each epoch of a run without stop rules.

    Attributes
    ----------
    settings : RunSettings
    train, test : ndarray, shape (E,)
        Ends early, with what it became, where the loss was no longer finite.
    per_epoch : int
        Steps of an epoch.
    """

    settings: RunSettings
    train: Array
    test: Array
    per_epoch: int


def history(name: str, epochs: int = MAX_EPOCHS) -> History:
    """Train one of `RUNS` without any rule.

    Raises
    ------
    ValueError
        For another name.
    """
    if name not in RUNS:
        raise ValueError(f"expected a run from {', '.join(RUNS)}, got {name!r}; choose one")
    settings = RUNS[name]
    run = start(settings)
    rows = []
    for _ in range(epochs):
        run = advance(run, run.batches.per_epoch)
        seen = run.evaluation
        broken = run.stop is not None
        rows.append((np.nan if broken else seen.train_loss, np.nan if broken else seen.test_loss))
        if broken:
            break
    train, test = np.array(rows).T
    return History(settings, train, test, run.batches.per_epoch)


@dataclass(frozen=True)
class Ending:
    """Where a rule would end the run: its reason, after which epoch (None: never), and the engine's sentence."""

    reason: str
    epoch: int | None
    message: str


def endings(seen: History, monitor: str, rules: StopRules) -> tuple[Ending, ...]:
    """Apply each rule alone to the losses; all rules together end the run at the earliest of these endings.

    Parameters
    ----------
    seen : History
    monitor : {'train', 'test'}
        Which loss the rules monitor, after every epoch.
    rules : StopRules
        Their `max_steps` counts epochs here.
    """
    alone = {
        "target": StopRules(target_loss=rules.target_loss),
        "plateau": StopRules(patience=rules.patience, min_improvement=rules.min_improvement),
        "budget": StopRules(max_steps=rules.max_steps),
        "not finite": StopRules(),
    }
    losses = seen.train if monitor == "train" else seen.test
    return tuple(_ending(name, rule, losses) for name, rule in alone.items())


def _ending(name: str, rules: StopRules, losses: Array) -> Ending:
    stop = first_stop(losses, rules)
    if stop is None or stop.reason != name:
        return Ending(name, None, "")
    return Ending(name, stop.step, stop.message)


def first_stop(losses: Array, rules: StopRules) -> Stop | None:
    """Return the stop of rules that look at a row of losses, one a step; None where they let it run."""
    watch = Watch()
    for step, loss in enumerate(losses.tolist(), start=1):
        watch, stop = watch.look(rules, step, loss)
        if stop is not None:
            return stop
    return None

"""What should have been seen on the page "Gradient descent", in sentences with the numbers of its settings."""

import numpy as np

from nnviz.engine import SCHEDULES, StopRules
from nnviz.experiments.gradient_descent.batch_noise import REACHED, compare_schedules, expected_spread
from nnviz.experiments.gradient_descent.descent import STEPS, convergence, descend
from nnviz.experiments.gradient_descent.questions import ROUND, RULE_NAMES
from nnviz.experiments.gradient_descent.settings import DescentSettings
from nnviz.experiments.gradient_descent.stop_rules import History, endings
from nnviz.experiments.inspection.formula import counted, power


def conclusions(settings: DescentSettings, seen: History) -> tuple[str, ...]:
    """Return what the bowl, the mini-batches, the schedules and the stop rules of the page show.

    Parameters
    ----------
    settings : DescentSettings
    seen : History
        The run of `settings.run`.
    """
    return _limit(settings), _walks(settings), _noise(settings), _decay(settings), _stop(settings, seen)


def _limit(now: DescentSettings) -> str:
    bowl = now.quadratic_loss
    return (
        f"With λmax = {bowl.curvatures[-1]:.4g}, plain gradient descent converges up to η = 2/λmax = "
        f"**{bowl.stability_limit:.4g}**; {_flattest(bowl.condition)}."
    )


def _flattest(condition: float) -> str:
    if condition <= ROUND:
        return "the bowl is round, so that no direction is slower than another"
    return f"in the flattest direction each step covers a {condition:.3g} times smaller share of the way"


def _walks(now: DescentSettings) -> str:
    bowl = now.quadratic_loss
    parts = []
    for tuned in now.parsed_optimizers:
        path = descend(bowl, tuned, now.start)
        left = power(float(path.excess[-1] / path.excess[0])) if path.excess[0] > 0 else "0"
        parts.append(f"{tuned.rule.title} with η = {tuned.rate:g} leaves {left} ({convergence(bowl, path)})")
    return f"Of the loss above the minimum, after {STEPS} steps: {'; '.join(parts)}."


def _noise(now: DescentSettings) -> str:
    w = np.array([now.w1, now.w2])
    spread, four = expected_spread(w, now.batch_size), expected_spread(w, min(100, 4 * now.batch_size))
    if now.batch_size > 25:
        return f"With batches of {now.batch_size} of 100 flowers, the gradients spread by {spread:.3f}."
    return (
        f"The gradients of batches of {now.batch_size} spread by {spread:.3f}, those of {4 * now.batch_size} by "
        f"{four:.3f}: four times the work for a factor of **{four / spread:.2f}**."
    )


def _decay(now: DescentSettings) -> str:
    decays = compare_schedules(now.decay_learning_rate, now.decay_batch_size)
    ends, titles = decays.ends, [SCHEDULES[name].title for name in decays.names]
    best, constant = int(ends.argmin()), decays.names.index("constant")
    start = (
        f"Starting at η₀ = {now.decay_learning_rate:g} with batches of {now.decay_batch_size}"
        f"{'' if decays.noisy else ', which have no noise'}, "
    )
    reached = [f"**{title}**" for title, end in zip(titles, ends, strict=True) if end == ends[best]]
    if len(reached) > 1:
        return (
            f"{start}{len(reached)} of the {len(ends)} schedules come within {power(REACHED)} of the minimum "
            f"({', '.join(reached)}); the {titles[ends.argmax()]} schedule ends highest, {power(ends.max())} above it."
        )
    against = f"; the constant rate ends at {power(ends[constant])}" if best != constant else ""
    return f"{start}the {reached[0]} schedule ends lowest, {power(ends[best])} above the minimum{against}."


def _stop(now: DescentSettings, seen: History) -> str:
    rules = StopRules(now.target_loss, now.patience, now.min_delta, now.max_epochs)
    fired = [ending for ending in endings(seen, now.monitor, rules) if ending.epoch is not None]
    finite = np.isfinite(seen.test)
    lowest = int(np.nanargmin(np.where(finite, seen.test, np.inf))) + 1
    ended = min(fired, key=lambda ending: ending.epoch or 0, default=None)
    rule = (
        f"Monitoring the {now.monitor} loss, “{RULE_NAMES[ended.reason]}” ends the run after epoch **{ended.epoch}**"
        if ended is not None
        else f"Monitoring the {now.monitor} loss, no rule ends the run within {counted(len(seen.test), 'epoch')}"
    )
    return f"{rule}; the test loss is lowest after epoch {lowest}."

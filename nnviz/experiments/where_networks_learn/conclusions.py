"""What should have been seen on the page "Where networks learn", with the numbers of the map on view."""

from collections.abc import Sequence

import numpy as np

from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.where_networks_learn.learning_map import LearningMap, median
from nnviz.experiments.where_networks_learn.mean_field import critical_gain
from nnviz.experiments.where_networks_learn.theory import Agreement, Theory, agreement, predicted
from nnviz.experiments.where_networks_learn.words import axis_title, labels, setting_text

NAMED = 3
"""Cells of a kind that a sentence names."""

LISTED = 4
"""Values of an axis that it lists."""


def conclusions(shown: LearningMap, told: Theory | None) -> tuple[str, ...]:
    """Return where networks learn, how sharp the border is, what gradients have to do with it, and what theory says.

    Parameters
    ----------
    shown : LearningMap
    told : Theory or None
    """
    if not shown.run.any():
        return ("Nothing has been run yet: **compute the map** and look again.",)
    sentences = [_where(shown), _luck(shown)]
    if "first_gradient" in shown.measured:
        sentences.append(_gradients(shown))
    if told is not None:
        sentences.append(theory_sentence(shown, agreement(shown, told)))
    return tuple(sentence for sentence in sentences if sentence)


def _where(shown: LearningMap) -> str:
    cells, learned = int(shown.run.sum()), int(shown.learns.sum())
    lead = f"In **{learned} of {counted(cells, 'cell')}** half of the networks or more solved their task"
    counts = np.where(shown.run, shown.learns, False).sum(axis=0)
    if not learned or counts.max() == counts.min():
        return f"{lead}."
    texts = labels(shown.columns)
    best = [texts[j] for j in np.nonzero(counts == counts.max())[0]]
    none = [texts[j] for j in np.nonzero((counts == 0) & shown.run.any(axis=0))[0]]
    title = axis_title(shown.columns.name)
    which = _listed(none) if 0 < len(none) <= LISTED else f"{len(none)} of the {len(texts)} values"
    without = f"; at {which} in none" if none else ""
    where = "more of them at {} than at any other" if len(best) == 1 else "equally many and the most at {}"
    return f"{lead}, {where.format(f'{title} {_listed(best)}')}{without}."


def _luck(shown: LearningMap) -> str:
    if len(shown.sweep.seeds) == 1:
        return "Each cell was run from one seed: **of luck this map says nothing**."
    mixed = shown.run & (shown.share > 0) & (shown.share < 1)
    count, cells = int(mixed.sum()), int(shown.run.sum())
    border = 0 < int((shown.run & shown.learns).sum()) < cells
    if not count:
        return "The border is sharp: in every cell all seeds agree." if border else ""
    wide = "there the border is wide, and **one run proves nothing**" if border else "**one run proves nothing**"
    return f"In {counted(count, 'cell')} of {cells} some seeds solved the task and others did not: {wide}."


def _gradients(shown: LearningMap) -> str:
    lengths = shown.summary("first_gradient")
    learn = lengths[shown.run & shown.learns]
    fail = lengths[shown.run & ~shown.learns]
    if not learn.size or not fail.size:
        return ""
    reach = [power(float(values[np.isfinite(values)].min(initial=np.inf))) for values in (learn, fail)]
    most = [power(float(values[np.isfinite(values)].max(initial=0.0))) for values in (learn, fail)]
    return (
        f"Before the first step ‖dW‖ of layer 1 is {power(median(learn))} in the middle of the cells that learn "
        f"({reach[0]} to {most[0]}), and {power(median(fail))} in the others ({reach[1]} to {most[1]})."
    )


def theory_sentence(shown: LearningMap, found: Agreement) -> str:
    """Say where theory and runs agree, and where they do not.

    Parameters
    ----------
    shown : LearningMap
    found : Agreement
    """
    names = {one[1].activation for row in shown.cells for one in [predicted(cell) for cell in row] if one}
    critical = critical_gain(*names) if len(names) == 1 else None
    scale = "" if critical is None else f" (critical weight scale {critical:.3g})"
    lead = f"Mean-field theory{scale} is right in **{found.agree} of {counted(found.cells, 'cell')}**"
    parts = []
    if found.beyond:
        beyond = counted(len(found.beyond), "cell")
        verb = "learns" if len(found.beyond) == 1 else "learn"
        parts.append(f"{beyond} {verb} beyond its border, as at {_named(shown, found.beyond)}")
    if found.short:
        why = f" ({found.too_deep} of them have more layers than a gradient survives)" if found.too_deep else ""
        short, verb = counted(len(found.short), "cell"), "does" if len(found.short) == 1 else "do"
        parts.append(f"{short} inside it {verb} not{why}, as at {_named(shown, found.short)}")
    return f"{lead}: {'; '.join(parts)}." if parts else f"{lead}: runs and theory draw the same border."


def _named(shown: LearningMap, places: Sequence[tuple[int, int]]) -> str:
    """Name a few of some cells, evenly chosen."""
    few = sorted({round(k * (len(places) - 1) / max(1, NAMED - 1)) for k in range(NAMED)})
    told = []
    for i, j in (places[k] for k in few):
        column, row = (setting_text(axis.name, axis.values[k]) for axis, k in ((shown.columns, j), (shown.rows, i)))
        told.append(f"{column} with {row}")
    return _listed(told)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

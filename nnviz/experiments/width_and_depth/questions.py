"""What the page "Width and depth" asks before it shows; each answer is measured on the engine's networks."""

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.inspection.formula import SUPERSCRIPTS, counted, power
from nnviz.experiments.questions.question import Option, Prediction, Question
from nnviz.experiments.width_and_depth.bumps import KINDS, Construction
from nnviz.experiments.width_and_depth.depths import TASKS, DepthResult
from nnviz.experiments.width_and_depth.products import CURVED, has_flat, tree_units
from nnviz.experiments.width_and_depth.regions import Regions, most_regions
from nnviz.experiments.width_and_depth.tents import Folded
from nnviz.experiments.width_and_depth.towers import Towers

SAME = (0.8, 1.25)
"""Within these factors two errors count as the same."""


def raised(exponent: int) -> str:
    """Write a whole exponent: ³."""
    return str(exponent).translate(SUPERSCRIPTS)


def double_question(built: Construction, doubled: Construction) -> Question:
    """Ask what twice the units do to the largest error of the built network.

    Parameters
    ----------
    built, doubled : Construction
        With n and with 2n units.
    """
    ratio = doubled.largest_error / built.largest_error if built.largest_error > 1e-12 else 1.0
    return Question(
        f"the network built of {KINDS[built.kind]} has {counted(built.units, 'unit')}. What happens to its largest "
        f"error with **{doubled.units}**?",
        (
            Option("it stays about the same", ratio > 0.75),
            Option("it roughly halves", 0.35 < ratio <= 0.75),
            Option("it falls to roughly a quarter", 0.15 < ratio <= 0.35),
            Option("it falls further", ratio <= 0.15),
        ),
        f"Computed: {power(built.largest_error)} with {built.units}, {power(doubled.largest_error)} with "
        f"{doubled.units}. For a smooth function the error falls like **1/n** with steps, like **1/n²** with kinks; a "
        "jump or a kink of the function itself can be anywhere between two units.",
    )


def found_question(built: Construction, seeds: int, largest: Array | None) -> Question | Prediction:
    """Ask whether training finds what can be built.

    Parameters
    ----------
    built : Construction
    seeds : int
        How many networks are trained.
    largest : ndarray, shape (S,), or None
        The largest error of each network; None before the end of the training.
    """
    text = (
        f"the **same {counted(built.units, 'unit')}** are trained with Adam from {seeds} seeds. How large is the "
        f"median of their largest errors, compared with {power(built.largest_error)} of the built network?"
    )
    texts = ("over 3 times as large", "1.25 to 3 times as large", "about the same", "smaller")
    if largest is None:
        return Prediction(text, texts)
    low, middle, high = (float(np.quantile(largest, share)) for share in (0.1, 0.5, 0.9))
    ratio = middle / max(built.largest_error, 1e-15)
    return Question.pick(
        text,
        texts,
        0 if ratio > 3 else 1 if ratio > SAME[1] else 2 if ratio >= SAME[0] else 3,
        f"Measured: {power(middle)} (80 % of the seeds from {power(low)} to {power(high)}), built "
        f"{power(built.largest_error)}. That a network **exists** "
        "does not mean that descent **finds** it, nor that it finds nothing better: training moves kinks to where they "
        "are needed.",
    )


def fold_question(both: Folded) -> Question:
    """Ask how many pieces one more fold makes.

    Parameters
    ----------
    both : Folded
    """
    pieces, units = both.deep_pieces.count, 2 * both.folds
    return Question(
        f"{counted(both.folds, 'layer')} of two ReLU units: how many straight pieces can {units} units make this way?",
        tuple(Option(str(n), n == pieces) for n in sorted({units + 1, 4 * both.folds + 3, pieces, 2 * pieces + 1})),
        f"Counted in the network: **{pieces}** = 2{raised(both.folds)}. Every layer folds what the one before has "
        f"folded. In one hidden layer the same function needs {pieces - 1} kinks, and a unit for its first slope.",
    )


def depth_question(task: str, result: DepthResult, done: bool) -> Question | Prediction:
    """Ask which depth solves the task most often.

    Parameters
    ----------
    task : str
        Its name.
    result : DepthResult
    done : bool
        Whether it is that of the end of the training.
    """
    best = max(result.solved)
    first = result.solved.index(best)
    names = [shape.title for shape in result.shapes]
    seeds = len(result.errors[0])
    text = (
        f"{TASKS[task]}, the same number of parameters in every network, {seeds} seeds each: which depth solves it "
        "most often?"
    )
    texts = ("none, at any depth", *names, "several equally often")
    if not done:
        return Prediction(text, texts)
    told = ", ".join(f"{name}: {count}" for name, count in zip(names, result.solved, strict=True))
    return Question.pick(
        text,
        texts,
        0 if best == 0 else first + 1 if result.solved.count(best) == 1 else len(names) + 1,
        f"Solved by Adam, of {seeds} seeds each: {told}. Depth makes such networks **possible** with few units; it "
        "does not make them easy to find.",
    )


def regions_question(found: Regions) -> Question:
    """Ask into how many regions the first layer cuts the whole plane.

    Parameters
    ----------
    found : Regions
    """
    n = found.network.layers[0].n_out or 0
    bound, count = most_regions(n), found.whole_plane
    return Question(
        f"each of {counted(n, 'ReLU unit')} switches on along a line. Into how many regions do these lines cut the "
        "whole plane?",
        tuple(
            Option(f"{value:,}", value == count) for value in sorted({2 * n, n * n + n + 3, 2**n + bound, bound, count})
        ),
        f"Counted: **{count}**; n lines make at most 1 + n + n(n − 1)/2, here {bound}: reached in general position. "
        f"The window shows {found.counts[0]} of them.",
    )


def towers_question(small: Towers, large: Towers) -> Question:
    """Ask how many units a plane takes for half the error.

    Parameters
    ----------
    small, large : Towers
        With m and with 2m towers a side.
    """
    ratio, error = large.units / small.units, large.largest_error / small.largest_error
    return Question(
        f"**{large.side}** towers per side instead of {small.side}, in both directions: how many times as many hidden "
        "units does it take?",
        (
            Option("up to twice as many", ratio <= 2.05),
            Option("two to three times as many", 2.05 < ratio <= 3),
            Option("over three times as many", ratio > 3),
        ),
        f"{large.units:,} instead of {small.units:,}, {ratio:.1f} times as many; the largest error becomes "
        f"{power(large.largest_error)} instead of {power(small.largest_error)}, a factor of {error:.2f}. In d "
        "dimensions it takes about m^d towers: the **curse of dimensionality**.",
    )


def product_question(inputs: int, bend: str = "softplus") -> Question:
    """Ask how many units the product of n numbers takes in a tree of gates.

    Parameters
    ----------
    inputs : int
        n.
    bend : str
        The activation: one layer of squares multiplies two numbers and no more.
    """
    units, flat = tree_units(inputs), 2**inputs
    layer = (
        f"one hidden layer multiplies {inputs} numbers with 2{raised(inputs)} = {flat} units"
        if has_flat(inputs, bend)
        else f"one hidden layer of squares cannot multiply {inputs} numbers, however many units it has"
    )
    more = (
        f"A product of 16 numbers takes {tree_units(16)} units in a tree and {2**16:,} in one layer; 32 numbers take "
        f"{tree_units(32)} and {2**32:,}."
        if CURVED[bend][4]
        else f"A product of 16 numbers takes {tree_units(16)} units, one of 32 numbers {tree_units(32)}; a sum of "
        "squares has no product of more than two numbers in it."
    )
    return Question(
        f"{layer}. How many units does a **tree** of gates take, where each gate multiplies two numbers?",
        tuple(Option(str(n), n == units) for n in sorted({units, inputs**3, 3 * units, units // 2})),
        f"{counted(inputs - 1, 'gate')} of four units: **{units}**. {more}",
    )

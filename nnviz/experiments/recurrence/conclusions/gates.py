"""What should have been seen in "Gates", with the numbers of its settings."""

from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.recurrence.gates import KEEPER, first_held, gates, held_at, is_carousel, scores
from nnviz.experiments.recurrence.gates_settings import GATED_CELLS, GATES_SEQUENCES, GATES_UNITS, GatesFields


def conclusions(settings: GatesFields) -> tuple[str, ...]:
    """Return how well the network predicts, what is left of memory and gradient, and what holding gates does to them.

    Parameters
    ----------
    settings : GatesFields
    """
    found, (free, held) = gates(settings), scores(settings)
    cell, by_hand = settings.gates_cell, held_at(settings)
    keeper, state = KEEPER[cell], "cell" if cell == "lstm" else "state"
    name, steps = GATED_CELLS[cell], settings.gates_steps
    trained = counted(settings.gates_trained, "step") if settings.gates_trained else "no step"
    task = settings.gates_task
    asked = "steps of " * (task == "parity") + f"{GATES_SEQUENCES} sequences"
    told = [
        f"After {trained} of training from bias {settings.gates_bias:g} of {keeper}, the {name} of {GATES_UNITS} "
        f"units is right in **{100 * free:.0f} %** of the {asked}; guessing would be "
        f"{25 if task == 'first-symbol' else 50} %.",
        f"The direct path of unit {settings.gates_unit}, the product of its {keeper} over {counted(steps - 1, 'step')}"
        f", is **{power(found.path)}**: that share of its first {state} goes straight into the last, and that share of "
        "the gradient straight back.",
    ]
    before, after = map(power, found.survives)
    if not by_hand:
        told.append(
            f"Of the last step's gradient of all {state}s {before} of the length arrives at the first step, over all "
            "paths. Hold a gate to change that."
        )
        return tuple(told)
    told.append(
        f"With {words(settings)}, it is right in **{100 * held:.0f} %**. Of the last step's gradient of all {state}s "
        f"{after} of the length arrives at the first; with free gates {before}."
    )
    if is_carousel(settings):
        told.append(
            f"That is the constant error carousel: nothing is written and nothing forgotten from step "
            f"{first_held(settings) + 1} on, and the direct path has the factor 1 at each of these steps "
            "(Hochreiter and Schmidhuber 1997)."
        )
    return tuple(told)


def words(settings: GatesFields) -> str:
    """Return what is held, in words: ``f held at 1 and i held at 0 in every unit from step 2 on``."""
    by_hand = held_at(settings)
    if not by_hand:
        return "all gates free"
    where = "every unit" if settings.gates_every else f"unit {settings.gates_unit}"
    named = " and ".join(f"{gate} held at {value:g}" for gate, value in by_hand.items())
    return f"{named} in {where} from step {first_held(settings) + 1} on"

"""What should have been seen in "Check", with the numbers of its settings."""

from nnviz.experiments.inspection.checked_gradients import failing
from nnviz.experiments.inspection.formula import SUPERSCRIPTS, counted, power
from nnviz.experiments.recurrence.check import recurrent_check
from nnviz.experiments.recurrence.check_settings import RECURRENT_MISTAKES
from nnviz.experiments.recurrence.mistakes import TITLES, parameters_wrong, seen_from
from nnviz.experiments.recurrence.precision import precision
from nnviz.experiments.recurrence.settings import RecurrenceSettings


def conclusions(settings: RecurrenceSettings) -> tuple[str, ...]:
    """Return how well both gradients agree, what each mistake makes wrong, and what 32 bits are worth.

    Parameters
    ----------
    settings : RecurrenceSettings
    """
    check = recurrent_check(settings)
    entries = sum(part.analytic.size for part in check.tensors.values())
    wrong = "; ".join(
        f"{TITLES[name]}: {failing(parameters_wrong(settings, (name,))) or 'nothing'}" for name in RECURRENT_MISTAKES
    )
    both = failing(parameters_wrong(settings, ("cut", "reset")))
    found = precision(settings)
    tens = [f"10{str(exponent).translate(SUPERSCRIPTS)}" for exponent in found.best]
    return (
        f"Without a mistake all {counted(entries, 'entry', 'entries')} agree: the largest relative error is "
        f"**{power(float(check.largest.max()))}**.",
        f"What each mistake makes wrong, of the parameters: {wrong}.",
        f"{TITLES['time'].capitalize()}: {seen_from(settings, ('time',))} Reset the state and cut the gradient at the "
        f"same place: {both or 'nothing is wrong'}. The check tells whether the backward pass belongs to the forward "
        "pass, not whether that one is as it was meant.",
        f"With 64 bits the smallest error is {power(float(found.errors[0].min()))}, at h = {tens[0]}; with 32 bits "
        f"{power(float(found.errors[1].min()))}, at h = {tens[1]}.",
    )

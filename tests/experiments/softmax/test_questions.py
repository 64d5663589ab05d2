"""The questions of the softmax page have one true answer, for all logits, targets and temperatures."""

from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments.softmax.questions import overflow_question, shift_question
from nnviz.experiments.softmax.settings import LIMIT, STEPS_PER_DECADE, SoftmaxSettings

logits = st.lists(st.floats(-LIMIT, LIMIT), min_size=2, max_size=10).map(tuple)
steps = st.integers(-STEPS_PER_DECADE, STEPS_PER_DECADE)


@given(logits, steps, st.data())
def test_a_constant_on_all_logits_changes_nothing_at_any_temperature(z, step, data):
    target = data.draw(st.integers(0, len(z) - 1))
    temperature = SoftmaxSettings(temperature_step=step).temperature
    assert shift_question(z, target, temperature).answer == "nothing"


@given(logits)
def test_the_written_formula_overflows_for_all_logits(z):
    assert overflow_question(z).answer == "NaN (not a number)"

"""The topic "Gates": what holding a gate does to memory, prediction and gradient, and the words for it."""

import numpy as np
import pytest

from nnviz.experiments.recurrence.conclusions.gates import conclusions, words
from nnviz.experiments.recurrence.gates import (
    HOLDABLE,
    KEEPER,
    direct_path,
    gates,
    is_carousel,
    kept_by_bias,
    scores,
    step_written_out,
)
from nnviz.experiments.recurrence.gates_settings import GATED_CELLS, GatesFields
from nnviz.experiments.recurrence.questions.gates import bias_question

NEW = {"gates_trained": 0, "gates_steps": 20}


def test_the_carousel_keeps_the_cell_and_its_gradient():
    """Hochreiter and Schmidhuber 1997: with f = 1 and i = 0, dc_T/dc_0 = 1. o is held so that c has no other way."""
    found = gates(GatesFields(**NEW, gates_f=1.0, gates_i=0.0, gates_o=0.5, gates_from=2))
    c, dc = found.row("c").values[0], found.row("dc").values[0]
    np.testing.assert_array_equal(c, c[0])
    np.testing.assert_allclose(dc[:-1] / dc[-1], 1.0, rtol=1e-12)
    assert c[0] != 0.0 and found.path == 1.0


@pytest.mark.parametrize("cell", GATED_CELLS)
def test_where_nothing_else_leads_back_the_gradient_shrinks_by_the_product_of_the_gate(cell):
    keeper = KEEPER[cell]
    others = {f"gates_{gate}": 0.5 for gate in HOLDABLE[cell] if gate != keeper}
    settings = GatesFields(**NEW, gates_cell=cell, gates_from=1, **others, **{f"gates_{keeper}": 0.9})
    found = gates(settings)
    back = found.row("dc" if cell == "lstm" else "dh").values[0]
    path = found.row("path").values[0]
    np.testing.assert_allclose(path, 0.9 ** np.arange(19, -1, -1), rtol=1e-12)
    np.testing.assert_allclose(back / back[-1], path, rtol=1e-12)


def test_the_direct_path_multiplies_the_later_gates():
    np.testing.assert_allclose(direct_path(np.array([0.1, 0.5, 0.25, 1.0])), [0.125, 0.25, 1.0, 1.0])


@pytest.mark.parametrize(("bias", "share"), [(1.0, 0.0019), (3.0, 0.38)])
def test_a_bias_alone_keeps_its_sigmoid_to_the_power_of_the_steps(bias, share):
    """Gers, Schmidhuber and Cummins 2000; Jozefowicz, Zaremba and Sutskever 2015."""
    kept = kept_by_bias(bias, 20)
    assert kept == pytest.approx((1.0 / (1.0 + np.exp(-bias))) ** 20, rel=1e-12)
    assert kept == pytest.approx(share, rel=0.02)


def test_one_answer_is_right_and_both_biases_are_told():
    question = bias_question()
    assert question.unique
    assert "0.19 %" in question.because and "0.38" in question.because


def test_a_forget_gate_at_zero_loses_what_a_trained_network_remembers():
    settings = GatesFields()
    free, held = scores(settings.model_copy(update={"gates_f": 0.0}))
    assert free > 0.95 and held < 0.5
    assert scores(settings)[0] == scores(settings)[1] == free


def test_only_the_chosen_unit_is_held_from_the_chosen_step_on():
    settings = GatesFields(**NEW, gates_unit=3, gates_from=5, gates_f=0.25, gates_every=False)
    found = gates(settings)
    F, free = found.held.states.F[0], found.free.states.F[0]
    assert (F[4:, 2] == 0.25).all()
    np.testing.assert_array_equal(F[:4], free[:4])
    assert (F[4:, :2] != 0.25).all()
    assert words(settings) == "f held at 0.25 in unit 3 from step 5 on"


def test_nothing_held_changes_nothing():
    found = gates(GatesFields(**NEW))
    np.testing.assert_array_equal(found.predictions[0], found.predictions[1])
    assert found.survives[0] == found.survives[1]
    assert words(found.settings) == "all gates free"


def test_gates_of_the_other_cell_are_not_held():
    found = gates(GatesFields(**NEW, gates_cell="gru", gates_f=0.0))
    np.testing.assert_array_equal(found.predictions[0], found.predictions[1])


@pytest.mark.parametrize("step", [1, 2, 20])
@pytest.mark.parametrize(("cell", "state"), [("lstm", "c"), ("gru", "h")])
def test_the_line_of_a_step_ends_with_its_state(cell, state, step):
    found = gates(GatesFields(**NEW, gates_cell=cell, gates_step=step, gates_unit=2))
    line = step_written_out(found).split(";")[0]
    written = float(line.rsplit(" = ", 1)[1].replace("−", "-"))
    assert written == pytest.approx(found.row(state).values[0, step - 1], rel=6e-3)


@pytest.mark.parametrize("task", ["first-symbol", "parity"])
@pytest.mark.parametrize("cell", GATED_CELLS)
@pytest.mark.parametrize("steps", [3, 40])
def test_conclusions_hold_for_every_cell_and_task(task, cell, steps):
    settings = GatesFields(gates_task=task, gates_cell=cell, gates_steps=steps, gates_trained=0, gates_step=40)
    assert len(conclusions(settings)) == 3
    kept = settings.model_copy(update={"gates_f": 1.0, "gates_i": 0.0, "gates_u": 1.0, "gates_from": 40})
    assert is_carousel(kept) and len(conclusions(kept)) == 4
    assert conclusions(kept)[-1].startswith("That is the constant error carousel")


def test_of_parity_the_last_step_is_asked():
    found = gates(GatesFields(**NEW, gates_task="parity"))
    bits = found.row("x").values[0]
    assert found.truth == int(bits.sum()) % 2
    assert found.classes[found.truth] == ("odd" if bits.sum() % 2 else "even")
    assert found.predictions.sum(-1) == pytest.approx([1.0, 1.0])

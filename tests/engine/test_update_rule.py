"""The lines of an optimizer's step, read from its source."""

import numpy as np
import pytest

from nnviz.engine import OPTIMIZERS, optimizer
from nnviz.engine.update_rule import update_lines, update_rule


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_lines_run_on_their_own_give_the_step_of_the_engine(name):
    rule, rng = optimizer(name), np.random.default_rng(0)
    theta = rng.normal(size=5)
    memory = rule.start(theta)
    for _ in range(4):
        dtheta = rng.normal(size=5)
        scope = {"np": np, "self": rule, "theta": theta, "dtheta": dtheta, "memory": memory, "learning_rate": 0.1}
        scope["penalised"] = 1.0
        exec(update_lines(type(rule)), scope)
        theta, memory = rule.step(theta, dtheta, memory, 0.1)
        np.testing.assert_array_equal(scope["theta"], theta)
        for name, vector in memory.vectors.items():
            np.testing.assert_array_equal(scope[name], vector)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_line_that_is_kept_has_its_formula_and_theta_comes_last(name):
    kind = OPTIMIZERS[name]
    kept = [line.name for line in update_rule(kind) if line.name in ("v", "s", "u")]
    formulas = [formula.partition(r"\leftarrow")[0].strip() for formula in kind.formulas if r"\leftarrow" in formula]
    assert formulas == [*kept, r"\theta"]
    assert update_rule(kind)[-1].name == "theta"


def test_a_step_that_leaves_the_rest_to_its_parent_begins_with_its_own_line():
    first, *rest = update_lines(OPTIMIZERS["adamw"]).splitlines()
    assert first == "theta = theta * (1.0 - learning_rate * self.weight_decay * penalised)"
    assert rest == update_lines(OPTIMIZERS["adam"]).splitlines()

"""Which entry of theta is W[2, 3] of which layer, there and back."""

import numpy as np
import pytest

from tests.engine.specimens import everything


@pytest.mark.parametrize("leading", [(), (2,)])
def test_every_position_of_theta_has_its_entry_and_every_entry_its_position(leading):
    net = everything(leading)
    found = set()
    for p in range(net.n_parameters):
        layer, name, index = net.layout.entry(p)
        assert np.array_equal(getattr(net.layers[layer], name)[(..., *index)], net.theta[..., p])
        assert net.layout.position(layer, name, index) == p
        found.add((layer, name, index))
    assert len(found) == net.n_parameters


@pytest.mark.parametrize("position", [-1, 10**6])
def test_a_position_outside_theta_is_refused(position):
    net = everything()
    with pytest.raises(ValueError, match=f"from 0 to {net.n_parameters - 1}, got {position}"):
        net.layout.entry(position)


@pytest.mark.parametrize(
    ("layer", "name", "index", "message"),
    [
        (9, "W", (0, 0), "expected one of W of layer 0, b of layer 0, W of layer 2, .* got 'W' of layer 9"),
        (1, "W", (0, 0), "expected one of"),
        (0, "theta", (0,), "expected one of"),
        (0, "W", (0, 4), r"a place in W of shape \(3, 4\), counted from 0, got \(0, 4\)"),
        (0, "W", (-1, 0), "a place in W"),
        (0, "W", (1,), "a place in W"),
        (0, "W", (True, 0), "a place in W"),
        (0, "W", (1.0, 0), "a place in W"),
        (3, "slope", (5,), "a place in slope"),
    ],
)
def test_an_entry_that_no_parameter_has_is_refused(layer, name, index, message):
    with pytest.raises(ValueError, match=message):
        everything().layout.position(layer, name, index)

"""A built network at home: its script computes what the engine computes, its weights are its parameters."""

import io
import subprocess
import sys

import numpy as np
import pytest

from nnviz.engine import Network
from nnviz.engine.layers.dropout import Dropout
from nnviz.experiments.width_and_depth import build, deep_tent, towers, tree_product
from nnviz.export.network_files import network_script, network_weights

NETWORKS = {
    "steps": build(np.sin, 5, "step").network,
    "sigmoids": build(np.sin, 60, "sigmoid").network,
    "folded": deep_tent(3),
    "towers": towers("waves", 5).network,
    "softplus": tree_product(4, 0.1, "softplus"),
    "silu": tree_product(4, 0.1, "silu"),
    "square": tree_product(8, 0.5, "square"),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_the_script_runs_alone_and_finds_no_difference(tmp_path, name):
    network = NETWORKS[name]
    X = np.random.default_rng(0).uniform(0, 1, (7, network.n_in))
    script = tmp_path / "network.py"
    script.write_text(network_script(network, X, "a network"), encoding="utf-8")
    ran = subprocess.run([sys.executable, "-I", script], capture_output=True, text=True, check=True)
    assert float(ran.stdout.rpartition(" ")[2]) < 1e-12


def test_weights_are_the_parameters_by_their_short_names():
    network = NETWORKS["folded"]
    with np.load(io.BytesIO(network_weights(network))) as file:
        assert sorted(file) == ["W1", "W2", "W3", "W4", "b1", "b2", "b3", "b4"]
        np.testing.assert_array_equal(file["W2"], network.layers[1].W)


def test_what_a_script_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="got Dropout"):
        network_script(Network((*NETWORKS["folded"].layers, Dropout(0.5))), np.zeros((1, 1)), "a network")

"""What is clicked on the stage opens in the inspector: the tensor, and the very entry in it."""

import numpy as np

from nnviz.engine.tensors import walk
from nnviz.experiments import RunSettings, advance, start
from nnviz.ui.inspector.pointed import tensor_at

RUN = advance(
    start(RunSettings().changed(dataset="digits", image_layers=("conv(4)", "pool"), hidden=("5:tanh",), batch_size=32)),
    2,
)
TENSORS = {view.path: view.value for view in walk(RUN.last)}


def entry(**pointed) -> float:
    path, place = tensor_at(RUN, **pointed)
    found = next(value for name, value in TENSORS.items() if name.endswith(path))
    return found[place]


def test_a_number_of_a_kernel():
    K = RUN.state.network.layers[1].K
    assert tensor_at(RUN, "kernel", 1, 0, 3, 2, 1) == ("after.network.layers[1].K", (2, 1, 0, 3))
    assert entry(kind="kernel", layer=1, i=0, j=3, a=2, b=1) == K[2, 1, 0, 3]


def test_a_place_in_a_feature_map():
    assert tensor_at(RUN, "unit", 2, 0, 3, 1, 2) == ("layers[2].A", (0, 1, 2, 3))
    assert np.isfinite(entry(kind="unit", layer=1, i=0, j=3, a=7, b=0))


def test_a_place_of_the_image_is_a_feature():
    assert tensor_at(RUN, "unit", -1, 0, 0, 2, 5) == ("X", (0, 21))


def test_units_weights_and_biases_as_ever():
    assert tensor_at(RUN, "weight", 4, 7, 2) == ("after.network.layers[4].W", (7, 2))
    assert tensor_at(RUN, "bias", 1, 0, 3) == ("after.network.layers[1].b", (3,))
    assert tensor_at(RUN, "unit", 4, 0, 3) == ("layers[4].A", (0, 3))


def test_a_signals_kernel_has_one_axis_less():
    run = start(RunSettings().changed(dataset="signals", image_layers=("conv(3;kernel=5)",)))
    assert tensor_at(run, "kernel", 1, 0, 2, 0, 4) == ("layers[1].K", (4, 0, 2))

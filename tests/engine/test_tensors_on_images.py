"""Every tensor of a pass over images describes itself, and its line computes it."""

import numpy as np
import pytest

from nnviz.engine import Batch, Convolution, Network, Rules, TrainState, TransposedConvolution, loss, train_step, walk
from nnviz.engine.layers.patches import backward_rows, patches_of
from tests.engine.layers.image_layers import convolution, images
from tests.engine.specimens import inputs, on_images, targets
from tests.engine.test_tensors import SOURCE, by_path

MSE = "mean_squared_error"


def step(net):
    X, Y = inputs(4, 24), targets(MSE, 4, 3)
    return train_step(TrainState.start(net, Rules(loss(MSE))), Batch(X, Y))


def test_a_pass_lists_the_tensors_of_convolution_pooling_and_reshaping():
    views = list(by_path(on_images().forward(inputs(4, 24))))
    assert views[:4] == ["X", "layers[0].X", "layers[0].A", "layers[1].X"]
    assert [path for path in views if path.startswith("layers[1]")] == [
        f"layers[1].{name}" for name in ("X", "patches", "K", "b", "Z", "A")
    ]
    assert "layers[2].b" not in views, "biases that are switched off"
    assert [path for path in views if path.startswith("layers[4]")] == [
        "layers[4].X",
        "layers[4].winners",
        "layers[4].A",
    ]
    gradients = by_path(step(on_images()))
    assert {"layers[1].dK", "layers[1].db", "layers[2].dX", "layers[5].dK", "layers[4].dX"} <= gradients.keys()
    assert "layers[1].dX" not in gradients and "layers[0].dA" not in gradients, "nobody asked for them"


@pytest.mark.parametrize("leading", [(), (2, 3)])
def test_every_tensor_has_a_symbol_a_formula_and_a_name_for_each_axis(leading):
    for view in walk(step(on_images(leading))):
        assert view.symbol and view.formula, view.path
        assert view.formula.count("{") == view.formula.count("}"), view.path
        shared = view.path in ("X", "layers[0].X", "layers[0].A", "layers[1].X", "layers[1].patches", "loss.Y")
        assert np.ndim(view.value) - len(view.axes) == (0 if shared else len(leading)), view.path


def test_axes_have_the_names_of_images_and_signals():
    views = by_path(step(on_images()))
    assert views["X"].axes == ("sample", "feature")
    assert views["layers[0].A"].axes == ("sample", "row", "column", "channel")
    assert views["layers[1].K"].axes == ("kernel row", "kernel column", "channel", "filter")
    assert views["layers[1].b"].axes == ("filter",)
    assert views["layers[1].A"].axes == ("sample", "row", "column", "filter")
    assert views["layers[1].patches"].axes == (
        *("sample", "row", "column"),
        *("kernel row", "kernel column", "channel"),
    )
    assert views["layers[3].slope"].axes == ("channel",)
    assert views["layers[7].A"].axes == ("sample", "feature")
    signal = convolution((3,), 1, 2, (8,))
    assert by_path(Network((signal,)).forward(images(signal)))["X"].axes == ("sample", "position", "channel")
    assert by_path(signal)["K"].axes == ("kernel position", "channel", "filter")


def test_every_line_stands_in_the_source_of_the_engine():
    lines = {view.line for view in walk(step(on_images())) if view.line}
    assert len(lines) > 20
    for line in lines:
        assert line.split(" = ", 1)[1] in SOURCE


@pytest.mark.parametrize("kind", [Convolution, TransposedConvolution])
@pytest.mark.parametrize("biases", [True, False])
def test_the_shown_lines_give_the_shown_numbers(kind, biases):
    layer = convolution((3, 2), 2, 3, (5, 4), stride=(2, 1), padding="same", biases=biases, kind=kind)
    X = images(layer)
    trace = layer.forward(X)
    gradients = layer.backward(trace, np.random.default_rng(2).normal(size=trace.A.shape))
    views = by_path(trace) | by_path(gradients)

    def rows(maps, n_entries):
        return maps.reshape(-1, n_entries)

    entries = 3 * 2 * (2 if kind is Convolution else 3)
    names = {path: view.value for path, view in views.items()} | {"np": np, "self": layer, "windows": layer.windows}
    names |= {"maps": layer.as_maps, "images": layer.as_images, "kernels": layer.as_kernels, "patches_of": patches_of}
    names |= {"g": layer.activation.f, "dg": layer.activation.df, "X_rows": rows(X, 2)}
    names |= {"rows": rows(trace.patches if kind is Convolution else trace.X, entries if kind is Convolution else 2)}
    names |= {"dZ_rows": rows(gradients.dZ, 3), "need_dX": True}
    if kind is Convolution:
        names |= {"W": layer.K.reshape(entries, 3), "flipped": layer.flipped_K.mT.reshape(-1, 2)}
        names |= {"around": backward_rows(gradients.dZ, layer.windows)}
        made = ("patches", "Z", "A", "dZ", "dK", "dX")
    else:
        names |= {"around": backward_rows(X, layer.windows), "flipped": layer.flipped_K.reshape(-1, 3)}
        names |= {
            "patches": patches_of(gradients.dZ, layer.windows).reshape(-1, entries),
            "W": layer.K.mT.reshape(-1, 2),
        }
        made = ("Z", "A", "dZ", "dK", "dX")
    for path in (*made, *(("db",) if biases else ())):
        value = eval(views[path].line.split(" = ", 1)[1], names)
        np.testing.assert_array_equal(value, views[path].value, path)
    assert ("b" in views["Z"].line) == biases


def test_a_convolution_shows_the_textbook():
    views = by_path(step(on_images()))
    assert views["layers[1].Z"].line == "Z = maps(rows @ W + b[..., None, :])"
    assert views["layers[1].Z"].formula == (
        r"Z_{nijf} = \sum_{u,v,c} X_{n,\,i + u - 1,\,j + v - 1,\,c}\, K_{uvcf} + b_f"
    )
    assert views["layers[2].Z"].formula.endswith("K_{uvcf}")
    assert views["layers[1].dK"].line == "dK = self.as_kernels(rows.mT @ dZ_rows)"
    assert views["layers[2].dX"].line == "dX = images(around @ flipped)"
    assert views["layers[4].dX"].line.startswith("dX = collect(np.where(winners == k, dA, 0.0) for k in range(n))")
    assert views["layers[4].winners"].value.max() <= 3

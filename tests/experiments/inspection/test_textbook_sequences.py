"""The textbook's lines of recurrent networks, run in a loop over the steps, compute the engine's tensors."""

import numpy as np
import pytest

from nnviz.engine import Batch, Clamp, Network, Rules, TrainState, train_step
from nnviz.experiments.inspection import tensor_groups
from nnviz.experiments.inspection.step import Step, layer_of
from nnviz.experiments.inspection.textbook import textbook_lines
from tests.engine.layers.recurrent.specimens import KINDS, task

STEPS = 6


def taken(kind, each_step, embedding, **options):
    net, measure, X, Y = task(kind, each_step, embedding, **options)
    net = net.with_theta(np.random.default_rng(0).normal(0.0, 0.6, net.n_parameters))
    return train_step(TrainState.start(net, Rules(measure)), Batch(X, Y))


def lines_of(made):
    """The textbook's line of every tensor of both passes and of the loss, by its path; '@' marks the layer's number."""
    step, found = Step.of(made), {}
    for group in tensor_groups(made):
        for view in group.views:
            line = textbook_lines(step, layer_of(view.path), view)
            if line and not view.path.startswith("after"):
                found[(group.phase, view.path)] = (line, np.asarray(view.value))
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("learned", [False, True])
@pytest.mark.parametrize(("each_step", "embedding"), [(False, None), (True, 3)])
def test_every_line_computes_the_engines_tensor(kind, learned, each_step, embedding):
    made = taken(kind, each_step, embedding, learned_state=learned)
    lines = lines_of(made)
    k = 2 if embedding else 1  # the number of the recurrent layer
    trace, X, Y = made.trace, made.trace.X, made.loss.Y
    part = trace.made_by[k - 1]
    scope = {"np": np, "X": X, "Y": Y, "N": len(X), "n": Y.shape[-1]}
    if each_step:
        scope["N"] = int((~np.isnan(Y[..., 0])).sum())
    for i, layer in enumerate(trace.made_by, 1):
        scope |= {f"{name}{i}": array for name, array in zip(layer.parameter_names, layer.parameters, strict=True)}

    def line(phase, path):
        return lines[(phase, path)][0]

    def run(phase, names, i=k):
        for name in names:
            exec(line(phase, f"layers[{i - 1}].{name}"), scope)

    if embedding:
        run("forward", ["A"], 1)
    rows, m, width = len(X), part.units, part.W_hh.shape[1]
    for name in "HACSIFOGRUN":
        scope[f"{name}{k}"] = np.zeros((rows, STEPS + 1, m))
    scope |= {f"Z{k}": np.zeros((rows, STEPS + 1, width)), f"HN{k}": np.zeros((rows, STEPS + 1, m))}
    first = {
        s: np.zeros((rows, m)) + (0.0 if getattr(part, f"{s}0", None) is None else getattr(part, f"{s}0")) for s in "hc"
    }
    scope |= first
    order = {"elman": ["Z", "H"], "gru": ["R", "U", "N", "H"], "lstm": ["Z", "I", "F", "O", "G", "C", "S", "H"]}[kind]
    before = {s: [] for s in "hc"}
    for t in range(STEPS):
        scope["t"] = t
        for s in "hc":
            before[s].append(scope[s])
        if kind == "gru":  # r stands between the two lines of z
            run("forward", ["HN"])
            start, rest = line("forward", f"layers[{k - 1}].Z").split("\n")
            exec(start, scope)
            run("forward", ["R"])
            exec(rest, scope)
            run("forward", ["U", "N", "H"])
        else:
            run("forward", order)
        scope["c"] = scope[f"C{k}"][:, t]
    scope[f"A{k}"] = scope[f"A{k}"][:, :STEPS]
    scope[f"H{k}"] = scope[f"H{k}"][:, :STEPS]
    for i in range(k + 1, len(trace.made_by) + 1):
        run("forward", [name for name in ("Z", "A") if ("forward", f"layers[{i - 1}].{name}") in lines], i)
    scope["A"] = scope[f"A{len(trace.made_by)}"]
    for name in ("P", "losses", "L"):
        exec(line("loss", f"loss.{name}"), scope)
    exec(line("backward", f"layers[{len(trace.made_by) - 1}].dA"), scope)
    scope[f"dA{len(trace.made_by)}"] = scope.get(f"dA{len(trace.made_by)}", scope.get("dA"))
    for i in range(len(trace.made_by), k, -1):
        for name in ("dZ", "dW", "db", "dX"):
            if ("backward", f"layers[{i - 1}].{name}") in lines:
                run("backward", [name], i)
    scope |= {f"d{name}{k}": np.zeros((rows, STEPS + 1, width)) for name in ("Z", "HW")}
    scope |= {f"d{name}{k}": np.zeros((rows, STEPS + 1, m)) for name in "HC"}
    dX = "dA1" if embedding else "dX"
    if dX == "dA1":
        scope[dX] = np.zeros((rows, STEPS, part.W_xh.shape[0]))
    for t in range(STEPS - 1, -1, -1):
        scope |= {"t": t, "h": before["h"][t], "c": before["c"][t]}
        run("backward", ["dH", *(["dC"] if kind == "lstm" else []), "dZ", *(["dHW"] if kind == "gru" else [])])
        if embedding:
            run("backward", ["dX"])
    for name in ("Z", "HW", "H", "C"):
        scope[f"d{name}{k}"] = scope[f"d{name}{k}"][:, :STEPS]
    scope |= {f"{name}{k}": scope[f"{name}{k}"][:, :STEPS] for name in ("Z", "HN", *"CSIFOGRUN")}
    states = [name for name in ("dh0", "dc0") if ("backward", f"layers[{k - 1}].{name}") in lines]
    assert bool(states) is learned
    run("backward", ["dW_xh", "dW_hh", "db", *states])
    if embedding:
        run("backward", ["dW"], 1)
    checked = 0
    for (phase, path), (_, value) in lines.items():
        name = path.rpartition(".")[2]
        i = layer_of(path)
        key = name if i is None else "dX" if (name, i) == ("dX", 0) else f"{name}{i + 1}"
        if name == "dX" and i:
            key = f"dA{i}"
        if name == "dA":
            key = f"dA{i + 1}"
        if phase == "update" or key not in scope:
            continue
        np.testing.assert_allclose(np.nan_to_num(scope[key]), value, rtol=1e-9, atol=1e-12, err_msg=path)
        checked += 1
    assert checked >= {"elman": 14, "gru": 18, "lstm": 21}[kind]


def test_what_is_held_by_hand_or_cut_has_the_engines_line_alone():
    net, measure, X, Y = task("lstm", False)
    cell = net.layers[0].with_clamps(Clamp("f", 1.0)).with_truncation(2)
    net = Network((cell, *net.layers[1:]))
    lines = lines_of(train_step(TrainState.start(net, Rules(measure)), Batch(X, Y)))
    paths = {path for _, path in lines}
    assert {"layers[0].F", "layers[0].dH", "layers[0].dC", "layers[0].dZ"}.isdisjoint(paths)
    assert {"layers[0].I", "layers[0].C", "layers[0].dW_hh"} <= paths

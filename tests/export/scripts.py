"""Runs whose scripts are executed, and one Python that executes them all; nothing in here is a test."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from nnviz.datasets import FEATURES, Dataset, dataset
from nnviz.engine import ACTIVATIONS, HEADS, OPTIMIZERS, SCHEDULES
from nnviz.experiments import HiddenSettings, Run, RunSettings, advance, edit_parameter, start, with_settings
from nnviz.export.weights import load_weights, save_weights
from tests.experiments.run.own_tables import HOUSES, XOR

DATA = {"sigmoid": "circle", "softmax": "blobs", "tanh": "xor", "regression": "reg-gauss"}

EXECUTE = """
import json, runpy, sys
found = {}
for path in sys.argv[1:]:
    names = runpy.run_path(path, run_name="__main__")
    found[path] = {"found": names["found"], "next": names["found_next"], "same": names["all_same"]}
with open("found.json", "w") as file:
    json.dump({p: {"found": {k: float(v) for k, v in f["found"].items()}, "next": [float(v) for v in f["next"]],
                   "same": bool(f["same"])} for p, f in found.items()}, file)
"""


def hidden(*layers: tuple[int, str, float]) -> tuple[HiddenSettings, ...]:
    return tuple(HiddenSettings(units=units, activation=name, dropout=rate) for units, name, rate in layers)


def trained(steps: int, **fields) -> Run:
    return advance(start(RunSettings(**fields)), steps)


def trained_on(data: str, steps: int, **fields) -> Run:
    """A run on other data, with the settings that these bring along."""
    return advance(start(RunSettings().changed(dataset=data, **fields)), steps)


def own_table(X: np.ndarray, labels: np.ndarray | None, Y: np.ndarray | None = None) -> Dataset:
    """Data as a person brings them along: three classes, or a number to learn."""
    names = () if labels is None else ("a", "b", "c")
    columns = tuple(f"column {i}" for i in range(X.shape[1]))
    classes = np.empty(0, int) if labels is None else labels
    targets = np.eye(3)[classes] if Y is None else Y
    return Dataset(
        "own", "Own table", "regression" if labels is None else "classes", X, targets, classes, columns, names
    )


def own_run(data: Dataset, **fields) -> Run:
    return advance(start(RunSettings().with_own(data).changed(**fields), data), 12)


def specimens() -> dict[str, Run]:
    """One run for each thing that a script has to write in its own way."""
    runs = {
        f"head {head.name} {name}": trained(30, dataset=DATA[head.name], head=head.name, loss=name)
        for head in HEADS.values()
        for name in head.losses
    }
    runs |= {f"activation {name}": trained(20, hidden=hidden((3, name, 0.0), (2, name, 0.0))) for name in ACTIVATIONS}
    runs |= {f"optimizer {name}": trained(30, optimizer=name, learning_rate=0.01) for name in OPTIMIZERS}
    runs |= {f"schedule {name}": trained(30, schedule=name) for name in SCHEDULES}
    runs |= {f"penalty {name}": trained(30, penalty=name, penalty_rate=0.02) for name in ("l1", "l2")}
    runs |= {
        f"penalty {name} after the step": trained(30, penalty=name, penalty_rate=0.5, penalty_after_step=True)
        for name in ("l1", "l2")
    }
    runs |= {
        f"choice {field} {text}": trained(30, learning_rate=0.01, **{field: text})
        for field, texts in {
            "optimizer": (
                "momentum(momentum=0.5)",
                "nesterov(momentum=0)",
                "adagrad(epsilon=0.001)",
                "rmsprop(decay=0.5;epsilon=0.1)",
                "adam(beta1=0;beta2=0.5;epsilon=1e-06)",
                "adamw(beta1=0.5;weight_decay=0.5)",
                "radam(beta2=0.9)",
                "amsgrad(beta2=0.5)",
                "adadelta(decay=0.5;epsilon=0.01)",
            ),
            "schedule": (
                "constant(warm_up=100)",
                "step(every=7;drop=0.3)",
                "exponential(half_life=12.5;warm_up=5)",
                "inverse_time(half_life=3)",
                "cosine(steps=20;floor=0.1)",
                "polynomial(steps=40;power=2;floor=0.1)",
                "warm_restarts(steps=7;floor=0.1)",
                "cyclic(steps=8)",
                "one_cycle(steps=33;rise=0.5)",
            ),
            "initializer": ("constant(value=0.3;bias=-0.1)", "normal(std=2)", "glorot_uniform(gain=0.5)"),
        }.items()
        for text in texts
    }
    bent = (
        "leaky_relu(slope=0.3)",
        "leaky_relu",
        "elu(alpha=0.5)",
        "relu(slope_at_zero=0.5)",
        "relu",
        "prelu(slope=-1)",
    )
    runs |= {
        f"image layers {', '.join(layers)}": trained_on(data, 5, image_layers=layers, hidden=hidden((6, "tanh", 0.2)))
        for data, layers in (
            ("digits", ("conv(3)", "pool", "conv(4):tanh", "pool")),
            ("digits", ("conv(3;kernel=4;stride=2;padding=full;dilation=2):prelu", "pool(3;stride=2;kind=average)")),
            ("digits", ("pool(2;stride=1)", "conv(2;padding=valid):identity:no_biases", "pool(all)")),
            ("digits", ("pool(2;kind=average)",)),
            ("signals", ("conv(3;kernel=5;stride=2)", "pool(2)", "conv(4;dilation=2)", "pool(all;kind=average)")),
        )
    }
    runs |= {
        f"{data} with {', '.join(layers)} {more or ''}": trained_on(
            data, 5, sequence_layers=layers, samples=60, sequence_length=7, **more
        )
        for data, layers, more in (
            ("first-symbol", ("elman(5)",), {}),
            ("first-symbol", ("gru(4)", "lstm(3;bias=chrono)"), {"hidden": hidden((4, "relu", 0.2))}),
            ("parity", ("lstm(5)",), {"head": "tanh"}),
            ("parity", ("gru(5)",), {"hidden": hidden((4, "prelu", 0.1)), "penalty": "l2"}),
            ("parity", ("elman(4):identity",), {"head": "softmax", "each_step": False}),
            ("echo", ("elman(6;start=gaussian):relu", "gru(4)"), {}),
            ("echo", (), {"loss": "categorical_cross_entropy_from_probabilities"}),
            ("adding", ("gru(4)",), {}),
            ("temporal-xor", ("lstm(4)", "elman(3)"), {}),
        )
    }
    runs["choice of activations"] = trained(30, hidden=hidden(*((3, text, 0.0) for text in bent)))
    runs["choice of loss"] = trained(30, dataset="reg-gauss", loss="huber(delta=0.05)")
    runs["features"] = trained(20, features=tuple(FEATURES), scaling="standardize")
    runs["dropout"] = trained(30, hidden=hidden((6, "prelu", 0.3), (4, "relu", 0.5)), optimizer="adam")
    runs["function of one input"] = trained(30, dataset="reg-sine", frequency=2.0, noise=5.0, samples=100)
    runs["border of a function"] = trained(30, dataset="border-drawn", heights=(0.0, 1.0, -1.0))
    runs["no biases"] = trained(
        30,
        hidden=tuple(HiddenSettings(units=n, activation=name, biases=False) for n, name in ((4, "prelu"), (3, "tanh"))),
        output_biases=False,
        penalty="l2",
        optimizer="adam",
    )
    runs["biases in one layer"] = trained(30, hidden=(HiddenSettings(units=4, biases=False), HiddenSettings(units=2)))
    runs["clipped"] = trained(30, clip_norm=0.05)
    runs["no hidden layer"] = trained(30, hidden=())
    runs["binary by softmax"] = trained(30, dataset="moons", head="softmax")
    runs["in order"] = trained(30, shuffle=False)
    runs["iris"] = trained(30, dataset="iris", noise=0.0)
    runs["digits"] = trained(40, dataset="digits", hidden=hidden((32, "relu", 0.0)), scaling="unit", batch_size=32)
    runs["sums beyond cosh"] = trained_on("wine", 3, scaling="none", hidden=hidden((8, "tanh", 0.0)))
    runs["first moment"] = trained(0)
    batch = trained(33)
    runs["another batch size"] = advance(with_settings(batch, batch.settings.changed(batch_size=7)), 20)
    adam = trained(15, optimizer="sgd")
    runs["adam begun late"] = advance(with_settings(adam, adam.settings.changed(optimizer="adam")), 10)
    runs["edited by hand"] = advance(edit_parameter(trained(20, optimizer="adam"), 0, "W", (1, 2), -1.5), 7)
    runs["edited just now"] = edit_parameter(trained(20, hidden=hidden((3, "prelu", 0.0))), 1, "slope", (0,), 0.125)
    source = trained(60, optimizer="momentum")
    runs["loaded weights"] = advance(load_weights(save_weights(source), trained(9, optimizer="momentum", seed=4)), 8)
    rules = trained(20, optimizer="rmsprop")
    changed = rules.settings.changed(learning_rate=0.003, penalty="l2", clip_norm=0.5, schedule="cosine")
    runs["rules changed on the way"] = advance(with_settings(rules, changed), 11)
    points = np.random.default_rng(5).normal([3.0, 1e5, -2.0], [1.0, 2e4, 0.1], (90, 3))
    runs["own table"] = own_run(own_table(points, np.arange(90) % 3))
    runs["own points"] = own_run(replace(dataset("moons"), name="own", X=np.round(dataset("moons").X, 1)))
    runs["own numbers"] = own_run(own_table(points[:, :2], None, points[:, 2:]))
    runs |= {f"prices {name}": own_run(HOUSES, target_scaling=name) for name in ("none", "standardize", "min_max")}
    runs["a small table"] = own_run(XOR)
    runs["prices, all trained on"] = own_run(HOUSES, train_share=1.0)
    runs["scaled hills"] = trained(30, dataset="reg-gauss", target_scaling="standardize", loss="huber")
    runs["blown up"] = trained(500, dataset="reg-gauss", learning_rate=50.0)
    runs["blown up classes"] = trained(
        500,
        dataset="iris",
        head="softmax",
        hidden=hidden((8, "relu", 0.0)),
        scaling="none",
        initializer="normal(std=10)",
        learning_rate=100.0,
        penalty="l2",
        penalty_rate=10.0,
    )
    runs["at its target"] = trained(2000, target_loss=0.3)
    return runs


def execute(scripts: dict[str, str], folder: Path) -> dict[str, dict]:
    """Run scripts in a fresh Python that sees neither this folder nor the project, and return what they found."""
    paths = {}
    for number, (name, text) in enumerate(scripts.items()):
        paths[name] = folder / f"script{number}.py"
        paths[name].write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", "-W", "error", "-c", EXECUTE, *map(str, paths.values())]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads((folder / "found.json").read_text())
    return {name: found[str(path)] for name, path in paths.items()}

"""A scan of runs: data sets x activations x one thing that is wrong, and every remedy that is offered is carried out.

``python -m tests.experiments.diagnosis.scan`` prints the whole, a line a run and the sums.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, product
from typing import Any

import numpy as np

from nnviz.datasets import Dataset
from nnviz.experiments import Run, RunSettings, advance, start
from nnviz.experiments.diagnosis import Finding, diagnose
from tests.experiments.run.stepwise import layers, row

DATA: dict[str, dict[str, Any]] = {
    "circle": {},
    "xor": {"dataset": "xor"},
    "noisy gauss": {"dataset": "gauss", "noise": 50.0},
    "spiral": {"dataset": "spiral"},
    "iris": {"dataset": "iris"},
    "wine as it comes": {"dataset": "wine", "scaling": "none"},
    "digits from 0 to 16": {"dataset": "digits", "scaling": "none"},
    "plane": {"dataset": "reg-plane"},
    "hills": {"dataset": "reg-gauss"},
}
NETWORKS: dict[str, dict[str, Any]] = {
    "tanh": {"hidden": layers(8, 8)},
    "relu": {"hidden": layers(8, 8, activation="relu"), "initializer": "he_normal"},
    "sigmoid": {"hidden": layers(8, activation="sigmoid")},
    "no hidden layer": {"hidden": ()},
    "six layers of sigmoid": {"hidden": layers(*[8] * 6, activation="sigmoid")},
}
FAULTS: dict[str, dict[str, Any]] = {
    "none": {},
    "rate 10": {"learning_rate": 10.0},
    "rate 1": {"learning_rate": 1.0},
    "rate 1e-5": {"learning_rate": 1e-5},
    "Adam at 1": {"optimizer": "adam", "learning_rate": 1.0},
    "Adam at 1e-6": {"optimizer": "adam", "learning_rate": 1e-6},
    "momentum at 0.5": {"optimizer": "momentum", "learning_rate": 0.5},
    "L2 1": {"penalty": "l2", "penalty_rate": 1.0},
    "L1 0.3": {"penalty": "l1", "penalty_rate": 0.3},
    "L2 10 at 0.3": {"penalty": "l2", "penalty_rate": 10.0, "learning_rate": 0.3},
    "L2 10 at 0.3 after the step": {"penalty": "l2", "penalty_rate": 10.0, "learning_rate": 0.3}
    | {"penalty_after_step": True},
    "L2 1 by Adam": {"penalty": "l2", "penalty_rate": 1.0, "optimizer": "adam", "learning_rate": 0.01},
    "weight decay 10": {"optimizer": "adamw(weight_decay=10)", "learning_rate": 0.01},
    "zeros": {"initializer": "zeros"},
    "constant": {"initializer": "constant(value=0.3)"},
    "weights of 50": {"initializer": "normal(std=50)"},
    "weights of 4": {"initializer": "normal(std=4)"},
    "weights of 0.01": {"initializer": "normal(std=0.01)"},
    "few samples": {"train_share": 0.1, "optimizer": "adam", "learning_rate": 0.01},
}
SLOW: dict[str, Any] = {"hidden": layers(8, 8, 8, activation="sigmoid"), "learning_rate": 0.03}
LONGER: dict[str, tuple[dict[str, Any], int, str]] = {
    "spiral": ({"dataset": "spiral"}, 2750, "no_progress"),
    "three layers of sigmoid": (SLOW, 2000, "stuck"),
    "three layers of sigmoid for ten classes": (SLOW | {"dataset": "digits", "learning_rate": 0.01}, 2000, "stuck"),
    "three layers of sigmoid for numbers": (SLOW | {"dataset": "reg-gauss"}, 2000, "stuck"),
}
"""Runs that are trained for so many steps until a sign of standing still is found: settings, steps, sign."""

STEPS = 600
BY_HEART_STEPS = 1500
POINTS = 60
MOST_ROUNDS = 5


@dataclass(frozen=True)
class Examined:
    """A run of the scan: what is found in it, and which of the remedies leave their sign."""

    name: str
    findings: tuple[Finding, ...]
    tried: int
    failed: tuple[str, ...]


def scan() -> Iterator[tuple[str, RunSettings]]:
    """Yield every run of the scan with its name."""
    for data, of_data in DATA.items():
        for network, of_network in NETWORKS.items():
            for fault, of_fault in FAULTS.items():
                yield f"{data}, {network}, {fault}", RunSettings().changed(**of_data).changed(**of_network | of_fault)


def by_heart() -> Iterator[tuple[str, RunSettings]]:
    """Yield runs of wide networks on few or many noisy samples, with their names."""
    data_sets, widths = ("gauss", "circle", "xor", "reg-gauss"), ((16, 16), (32,))
    for data, noise, share, activation, optimizer, units in product(
        data_sets, (30.0, 50.0), (0.1, 0.5), ("relu", "tanh"), ("adam", "sgd"), widths
    ):
        rate = 0.01 if optimizer == "adam" else 0.03 if data == "reg-gauss" else 0.3
        initializer = "he_normal" if activation == "relu" else "glorot_uniform"
        name = f"{data} of noise {noise:g}, {share:.0%}, {units} {activation}, {optimizer}"
        fields = {"noise": noise, "train_share": share, "hidden": layers(*units, activation=activation)}
        yield (
            name,
            RunSettings()
            .changed(dataset=data)
            .changed(**fields, initializer=initializer)
            .changed(optimizer=optimizer, learning_rate=rate),
        )


def trained(settings: RunSettings, steps: int, own: Dataset | None = None) -> tuple[Run, list[tuple[float, ...]]]:
    """A run after some steps, and its curves."""
    run = start(settings, own)
    history = [row(run)]
    with np.errstate(all="ignore"):
        while run.step < steps and run.stop is None:
            run = advance(run, max(1, steps // POINTS))
            history.append(row(run))
    return run, history


@lru_cache(maxsize=512)
def found(settings: RunSettings, steps: int, own: Dataset | None = None) -> tuple[Finding, ...]:
    """What is found after some steps."""
    return diagnose(*trained(settings, steps, own))


def examine(name: str, settings: RunSettings, steps: int = STEPS, own: Dataset | None = None) -> Examined:
    """Carry out every remedy that is offered in a run, for as many steps, and look whether its sign is gone."""
    findings = found(settings, steps, own)
    failed, tried = [], 0
    for finding in findings:
        for remedy in finding.remedies:
            tried += 1
            after = [f.sign for f in found(remedy.of(settings), steps, own)]
            if finding.sign in after:
                failed.append(f"{finding.sign}: {remedy.title} -> {after}")
    return Examined(name, findings, tried, tuple(failed))


def rounds_to_health(settings: RunSettings, steps: int = STEPS) -> list[str]:
    """The signs that come first when the first remedy of each is carried out, one after the other."""
    signs: list[str] = []
    while len(signs) < MOST_ROUNDS and (findings := found(settings, steps)):
        signs.append(findings[0].sign)
        if not findings[0].remedies:
            break
        settings = findings[0].remedies[0].of(settings)
    return signs


def main(every: int = 1, begin: int = 0) -> None:
    """Write what is found in every so many runs, and the sums."""
    runs = findings = tried = failed = unhealthy = 0
    every_run = chain(((*one, STEPS) for one in scan()), ((*one, BY_HEART_STEPS) for one in by_heart()))
    for name, settings, steps in islice(every_run, begin, None, every):
        examined, way = examine(name, settings, steps), rounds_to_health(settings, steps)
        runs, findings = runs + 1, findings + len(examined.findings)
        tried, failed = tried + examined.tried, failed + len(examined.failed)
        unhealthy += len(way) >= MOST_ROUNDS
        signs = [f"{finding.sign}{' <' if finding.follows else ''}" for finding in examined.findings]
        sys.stdout.write(f"{name} {signs} then {way}\n" + "".join(f"   FAILED {one}\n" for one in examined.failed))
        sys.stdout.flush()
    sys.stdout.write(
        f"{runs} runs, {findings} findings, {tried} remedies carried out, {failed} failed, {unhealthy} never healthy\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

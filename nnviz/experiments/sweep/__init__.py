"""Sweeps: a grid of settings of any experiment, run for several seeds, anywhere, and kept as a table."""

from nnviz.experiments.sweep.experiment import EXPERIMENTS, Experiment, Measure, SettingError, Task, Value, experiment
from nnviz.experiments.sweep.running import Executor, gathered, in_process, remaining, run, run_cell
from nnviz.experiments.sweep.sweep import Axis, Cell, CellResult, Sweep, address_of

__all__ = [
    "EXPERIMENTS",
    "Axis",
    "Cell",
    "CellResult",
    "Executor",
    "Experiment",
    "Measure",
    "SettingError",
    "Sweep",
    "Task",
    "Value",
    "address_of",
    "experiment",
    "gathered",
    "in_process",
    "remaining",
    "run",
    "run_cell",
]

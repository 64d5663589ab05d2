"""Measure everything and print the table: ``python -m benchmarks`` (``--quick`` only shows that it runs)."""

import argparse
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import numpy as np

from benchmarks import recurrent, transformer
from benchmarks.bare_products import bare_products
from benchmarks.cases import IN_A_ROW, Case, nnviz_step, nnviz_steps
from benchmarks.convolution_case import ConvolutionCase, bare_convolutions
from benchmarks.import_time import import_time
from benchmarks.recurrent import RECURRENT
from benchmarks.table import Row, markdown
from benchmarks.timing import QUICK, Effort, side_by_side

DEFAULT = (2, 4, 2, 1)
DEEP = (2, 8, 8, 8, 8, 8, 8, 1)
SMALL = [
    Case(widths, 10, bend, measure)
    for widths in (DEFAULT, DEEP)
    for bend in ("tanh", "relu")
    for measure in ("binary_cross_entropy", "mean_squared_error")
]
LARGE = Case((784, 256, 128, 10), 128, "relu", "categorical_cross_entropy")
CONVOLUTION = ConvolutionCase()
LOCKSTEP = Case((2, 8, 8, 1), 10, "tanh", "binary_cross_entropy")


def beside_pytorch(effort: Effort) -> Iterator[Row]:
    """Compare a training step with PyTorch's, where that is installed."""
    if find_spec("torch") is None:
        say("PyTorch is missing, so its rows are missing too; `pip install torch` brings it.")
        return
    from benchmarks.pytorch_peer import pytorch_convolution_step, pytorch_step

    for case in [*SMALL, LARGE]:
        tasks = {"step": nnviz_step(case), "steps": nnviz_steps(case), "PyTorch": pytorch_step(case)}
        best = side_by_side(tasks, effort)
        asked, recorded = (1.05, 1.0) if case is LARGE else (6.0 if case.widths == DEFAULT else 5.0, 5.0)
        in_a_row = best["steps"] / IN_A_ROW
        yield Row(f"{case.title}, without records", in_a_row, "PyTorch", best["PyTorch"], "times faster", asked)
        yield Row(
            f"{case.title}, every tensor kept", best["step"], "PyTorch", best["PyTorch"], "times faster", recorded
        )
    tasks = {
        "step": nnviz_step(CONVOLUTION),
        "steps": nnviz_steps(CONVOLUTION),
        "PyTorch": pytorch_convolution_step(CONVOLUTION),
    }
    best = side_by_side(tasks, effort)
    for title, seconds in (
        (f"{CONVOLUTION.title}, without records", best["steps"] / IN_A_ROW),
        (f"{CONVOLUTION.title}, every tensor kept", best["step"]),
    ):
        yield Row(title, seconds, "PyTorch", best["PyTorch"], "times faster", 1.0)


def transformer_beside_pytorch(effort: Effort) -> Iterator[Row]:
    """Compare a training step of a small transformer with PyTorch's, where that is installed."""
    if find_spec("torch") is None:
        return
    from benchmarks.pytorch_transformer import pytorch_step as pytorch_transformer_step

    case = transformer.TRANSFORMER
    tasks = {
        "step": transformer.nnviz_step(case),
        "steps": transformer.nnviz_steps(case),
        "PyTorch": pytorch_transformer_step(case),
    }
    best = side_by_side(tasks, effort)
    for title, seconds in (
        (f"{case.title}, without records", best["steps"] / IN_A_ROW),
        (f"{case.title}, every tensor kept", best["step"]),
    ):
        yield Row(title, seconds, "PyTorch", best["PyTorch"], "times faster", 1.0)


def recurrent_beside_pytorch(effort: Effort) -> Iterator[Row]:
    """Compare a training step of recurrent networks with PyTorch's loop over its cells, where that is installed."""
    if find_spec("torch") is None:
        return
    from benchmarks.pytorch_recurrent import pytorch_step as cell_loop

    for case in RECURRENT:
        tasks = {"step": recurrent.nnviz_step(case), "steps": recurrent.nnviz_steps(case), "PyTorch": cell_loop(case)}
        best = side_by_side(tasks, effort)
        for title, seconds in (
            (f"{case.title}, without records", best["steps"] / IN_A_ROW),
            (f"{case.title}, every tensor kept", best["step"]),
        ):
            yield Row(title, seconds, "PyTorch's cell loop", best["PyTorch"], "times faster", 1.0)


def beside_sklearn(effort: Effort) -> Iterator[Row]:
    """Compare an epoch on the digits with scikit-learn's, where that is installed."""
    if find_spec("sklearn") is None:
        say("scikit-learn is missing, so its row is missing too; `pip install scikit-learn` brings it.")
        return
    from benchmarks.digits_epoch import epochs

    best = side_by_side(epochs(), effort)
    title = "an epoch on the digits, 64-32-10, batch 32, SGD"
    yield Row(title, best["nnviz"], "MLPClassifier.partial_fit", best["scikit-learn"], "times faster", 2.5)


def beside_itself(effort: Effort) -> Iterator[Row]:
    """Compare a step with its bare matrix products, and 64 networks in lockstep with one."""
    tasks = {"step": nnviz_step(LARGE), "steps": nnviz_steps(LARGE), "products": bare_products(LARGE)}
    best = side_by_side(tasks, effort)
    for title, seconds, asked in (
        (f"{LARGE.title}, without records", best["steps"] / IN_A_ROW, 1.2),
        (f"{LARGE.title}, every tensor kept", best["step"], 1.3),
    ):
        yield Row(title, seconds, "its bare matrix products", best["products"], "times the cost", asked)
    tasks = {"steps": nnviz_steps(CONVOLUTION), "products": bare_convolutions(CONVOLUTION)}
    best = side_by_side(tasks, effort)
    peer = "its patches copied and its bare matrix products"
    title = f"{CONVOLUTION.title}, without records"
    yield Row(title, best["steps"] / IN_A_ROW, peer, best["products"], "times the cost", 1.5)
    best = side_by_side({"64": nnviz_step(LOCKSTEP, 64), "1": nnviz_step(LOCKSTEP)}, effort)
    yield Row(f"64 networks {LOCKSTEP.title}", best["64"], "one of them", best["1"], "times the cost", 10.0)


def imports(rounds: int) -> Iterator[Row]:
    """Measure what an import adds to the start of Python."""
    yield Row("`import nnviz`", import_time("import nnviz", rounds), "", 1.0, "seconds", 0.3)
    engine, numpy = (import_time(f"import {name}", rounds) for name in ("nnviz.engine", "numpy"))
    yield Row("`import nnviz.engine`", engine, "`import numpy`", numpy, "times the cost", None)


def versions() -> str:
    """Return what was measured, with what."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]  # type: ignore[index]
    found = [f"{name} {_version(name)}" for name in ("numpy", "torch", "scikit-learn")]
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, " + ", ".join(
        [*found, f"{blas['name']} {blas['version']}", "one thread each"]
    )


def say(text: str) -> None:
    """Tell the person at the terminal, beside the table."""
    print(text, file=sys.stderr, flush=True)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one turn each: shows that it runs, measures nothing")
    quick = parser.parse_args().quick
    effort = QUICK if quick else Effort()
    say("measuring, for about a minute; other work on the machine makes the numbers worse")
    rows = [
        *beside_pytorch(effort),
        *recurrent_beside_pytorch(effort),
        *transformer_beside_pytorch(effort),
        *beside_sklearn(effort),
        *beside_itself(effort),
        *imports(rounds=1 if quick else 15),
    ]
    print(f"{versions()}\n\n{markdown(rows)}")


if __name__ == "__main__":
    main()

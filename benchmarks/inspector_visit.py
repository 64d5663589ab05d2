"""Measures a visit to the inspector: a page that trains five steps and opens a tensor of a network with six layers."""

from time import process_time

from streamlit.testing.v1 import AppTest

from benchmarks.bounds import Row


def page() -> None:
    """The page, which AppTest runs on its own."""
    from nnviz.experiments import HiddenSettings, RunSettings, advance, start
    from nnviz.ui.inspector import inspector

    run = advance(start(RunSettings(hidden=(HiddenSettings(units=8),) * 6)), 5)
    inspector(run, "tensors", selected="layers[3].dW", entry=(0, 0))


def inspector_visit(times: int = 5) -> Row:
    """Return the milliseconds of a core that the fastest visit takes, AppTest and the training included."""
    visited = AppTest.from_function(page, default_timeout=60).run()
    took = []
    for _ in range(times):
        began = process_time()
        visited.run()
        took.append(1000.0 * (process_time() - began))
    return Row("inspector of six layers, a visit by AppTest", min(took), "ms", 250.0, False)

"""Settings of every test: one BLAS thread, the same Hypothesis examples in every run, long tests only when asked."""

import gc
import os

# Before NumPy is imported: threads cost more than they give on small matrices.
for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

# Until all tests are there: what is imported stays, and looking through it again and again took a sixth of that time.
gc.disable()

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

from scripts.versions import report  # noqa: E402

# The usual profile is repeatable and knows no deadline, for machines are shared.
# `pytest --long` draws a hundred of each property; `--hypothesis-profile=explore` draws new ones, and more of them.
REPEATABLE = settings(deadline=None, derandomize=True, database=None)
settings.register_profile("nnviz", REPEATABLE, max_examples=40)
settings.register_profile("long", REPEATABLE, max_examples=100)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("nnviz")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make test-long` is `make test` with this option."""
    parser.addoption("--long", action="store_true", help="the tests marked long too, and more examples")


def pytest_configure(config: pytest.Config) -> None:
    """Draw more examples in a long run, unless a profile is named."""
    if config.getoption("--long") and not config.getoption("--hypothesis-profile"):
        settings.load_profile("long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests to `--long`."""
    if not config.getoption("--long"):
        left_out = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def pytest_collection_finish() -> None:
    """Spare the garbage collector all tests and what they have imported: it takes a sixth less of the processor.

    And have it look through 50,000 new objects at a time: with 700, Python's own number, it took an eighth more.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


def pytest_report_header() -> list[str]:
    """What runs here: Python, packages, browser."""
    return report()

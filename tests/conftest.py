"""Settings of every test: one BLAS thread, the same Hypothesis examples in every run, versions in the header."""

import os

# Before NumPy is imported: threads cost more than they give on small matrices.
for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

from hypothesis import settings  # noqa: E402

from scripts.versions import report  # noqa: E402

# The usual profile is repeatable and knows no deadline, for machines are shared.
# `pytest --hypothesis-profile=explore` draws new examples, and more of them.
settings.register_profile("nnviz", deadline=None, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("nnviz")


def pytest_report_header() -> list[str]:
    """What runs here: Python, packages, browser."""
    return report()

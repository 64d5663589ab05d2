"""How fast the engine is, as ratios to its peers, measured side by side: ``python -m benchmarks``."""

import os

# One thread each, whatever the user has set: the comparison says so. It counts only before NumPy is loaded.
for _variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[_variable] = "1"

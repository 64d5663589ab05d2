"""nnviz shows how a neural network learns: every number comes from a real forward and backward pass."""

import os

# On the small matrices of a lecture BLAS threads cost up to forty times more than they save.
# The variables count only before NumPy is loaded, and only where the user has not set them.
for _variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_variable, "1")

__version__ = "0.1.0"

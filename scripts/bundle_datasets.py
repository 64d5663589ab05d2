"""Remake the bundled data files from scikit-learn's installed copies.

Run from the top of the repository, with the development requirements installed::

    python scripts/bundle_datasets.py [directory]

Each file is a compressed NumPy archive of two plain arrays, `X` (N, d) and `labels` (N,), in scikit-learn's order.
Nothing is changed but the type: the pixels of the digits (whole numbers 0 to 16) and all labels fit in a byte.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits, load_iris, load_wine

DATA = Path(__file__).resolve().parent.parent / "nnviz" / "datasets" / "data"


def bundle(directory: Path) -> list[Path]:
    """Write digits.npz, iris.npz and wine.npz into a directory, and return their paths."""
    sources = {"digits": (load_digits, np.uint8), "iris": (load_iris, np.float64), "wine": (load_wine, np.float64)}
    paths = []
    for name, (load, dtype) in sources.items():
        X, labels = load(return_X_y=True)
        small = X.astype(dtype)
        if not np.array_equal(small, X):
            raise ValueError(f"{name} must fit in {np.dtype(dtype)} without loss, but does not; choose a wider type")
        path = directory / f"{name}.npz"
        np.savez_compressed(path, X=small, labels=labels.astype(np.uint8))
        paths.append(path)
    return paths


if __name__ == "__main__":
    for written in bundle(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA):
        sys.stdout.write(f"{written} ({written.stat().st_size} bytes)\n")

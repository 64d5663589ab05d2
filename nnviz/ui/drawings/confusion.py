"""The confusion matrix of a classifier, and the scores of each class behind its row."""

import numpy as np

from nnviz.experiments.run.results import ClassResults
from nnviz.figures.class_scores import MEASURES
from nnviz.ui.drawings.drawing import drawing


def confusion_matrix(results: ClassResults, key: str) -> None:
    """Show the matrix.

    Parameters
    ----------
    results : ClassResults
    key : str
        The drawing's; stable.
    """
    k = len(results.class_names)
    alt = f"Confusion matrix of {k} classes: {results.right} of {results.n_samples} on the diagonal"
    header = {"alt": alt, "names": results.class_names, "measures": MEASURES}
    scores = np.stack([results.precision, results.recall, results.f1], axis=1)
    arrays = {"counts": results.counts.astype(np.float64), "scores": scores}
    drawing("confusion", header, arrays, key=key, room=f"{2.2 * k + 4}em")

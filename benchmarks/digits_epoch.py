"""One epoch of 64-32-10 on the handwritten digits, in batches of 32, by nnviz and by scikit-learn."""

from collections.abc import Callable

import numpy as np
from sklearn.neural_network import MLPClassifier

from nnviz.datasets import Dataset, dataset
from nnviz.engine import Architecture, Array, Batches, Hidden, Rules, TrainState, activation, head, loss, take_steps

HIDDEN, BATCH, LEARNING_RATE = 32, 32, 0.03


def epochs() -> dict[str, Callable[[], object]]:
    """Return for each a function that trains for one more epoch: ReLU, softmax, plain SGD, no penalty, shuffled."""
    data = dataset("digits")
    X = np.ascontiguousarray(data.X, np.float64)
    return {"nnviz": nnviz_epoch(X, data), "scikit-learn": sklearn_epoch(X, data)}


def nnviz_epoch(X: Array, data: Dataset) -> Callable[[], TrainState]:
    """Return one more epoch of nnviz: drawing the order and cutting the batches count too."""
    measure = loss("categorical_cross_entropy")
    plan = Architecture(X.shape[1], (Hidden(HIDDEN, activation("relu")),), head("softmax"), measure, n_classes=10)
    state = TrainState.start(plan.build(0), Rules(measure, learning_rate=LEARNING_RATE))
    batches = Batches(X, data.Y, BATCH)

    def epoch() -> TrainState:
        nonlocal state
        state = take_steps(state, batches.batch, batches.per_epoch)
        return state

    return epoch


def sklearn_epoch(X: Array, data: Dataset) -> Callable[[], object]:
    """Return one more epoch of scikit-learn's network."""
    model = MLPClassifier(
        (HIDDEN,),
        activation="relu",
        solver="sgd",
        alpha=0.0,
        batch_size=BATCH,
        learning_rate_init=LEARNING_RATE,
        momentum=0.0,
        random_state=0,
    )
    classes = np.arange(10)
    return lambda: model.partial_fit(X, data.labels, classes=classes)

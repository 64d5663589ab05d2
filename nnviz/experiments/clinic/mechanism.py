"""Why a network does not learn: the formula of the failure, filled with the numbers of the run at one step."""

from collections.abc import Callable
from typing import Any

import numpy as np

from nnviz.engine import Array, norm, unit_slopes
from nnviz.experiments.clinic.frame import collapsed_matrix, label_predictability
from nnviz.experiments.diagnosis.divergence import first_not_finite
from nnviz.experiments.inspection.formula import percent, size
from nnviz.experiments.run.columns import network_columns
from nnviz.experiments.run.run import Run, start


def mechanism(case: str, run: Run) -> str:
    """Tell the mechanism of a case in Markdown with formulas.

    Parameters
    ----------
    case : str
        A name in `CASES`.
    run : Run
        At the step that is on view.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return _MECHANISMS[case](run)


def _pass(run: Run) -> tuple[Any, Any]:
    """Return trace and gradients of all training samples."""
    network, train, loss = run.state.network, run.data.train, run.state.rules.loss
    trace = network.forward(train.X)
    return trace, network.backward(trace, loss.backward(loss.forward(trace.A, train.Y)))


def _dead(run: Run) -> str:
    trace, gradients = _pass(run)
    network, looked = run.state.network, []
    for i, column in enumerate(network_columns(network)[:-1]):
        slopes = np.broadcast_to(unit_slopes(trace, network, column.layer), trace.layers[column.layer].Z.shape)
        looked += [(i, column.layer, j) for j in np.flatnonzero((slopes == 0).all(0))]
    if not looked:
        return (
            r"A unit is dead where **every** sample gives $z < 0$: then $g'(z) = 0$, $dZ = dA \odot g'(Z) = 0$ and "
            r"$dW = X^\top dZ = 0$. At this step **no unit** is dead on all samples."
        )
    i, dense, j = looked[-1]
    highest = float(trace.layers[dense].Z[:, j].max())
    length = float(np.sqrt(np.square(gradients.layers[dense].dW[:, j]).sum()))
    return (
        rf"Take unit {j + 1} of layer {i + 1}: its largest sum over {len(trace.X)} samples is $z = {size(highest)}$. "
        rf"So $g'(z) = 0$ for all of them, $dZ = dA \odot g'(Z) = 0$, and $\|dW\| = \|X^\top dZ\| = {size(length)}$: "
        "its weights stand still as long as that is so, and no step of its own can change it."
    )


def _saturated(run: Run) -> str:
    trace, _ = _pass(run)
    column = network_columns(run.state.network)[0]
    layer: Any = run.state.network.layers[column.layer]
    part: Any = trace.layers[column.layer]
    typical = float(np.median(np.abs(part.Z)))
    slope = float(np.median(np.abs(np.broadcast_to(layer.activation.df(part.Z, part.A), part.Z.shape))))
    return (
        rf"In layer 1 the median of $|z|$ is ${size(typical)}$, and the median slope there is "
        rf"$g'(z) = {size(slope)}$, where the largest is ${size(layer.activation.largest_slope)}$. In the backward "
        r"pass each layer multiplies: "
        rf"$dZ = dA \odot g'(Z)$. Weights of size ${size(float(np.sqrt(np.square(layer.W).mean())))}$ made the sums "
        "that large."
    )


def curvature(run: Run) -> float:
    """Return the largest curvature of the training loss where a run stands: the top eigenvalue of its Hessian.

    The Hessian is made of central differences of the gradient over all training samples.

    Parameters
    ----------
    run : Run
        Of a small network: it takes two passes a parameter.
    """
    network, train, loss = run.state.network, run.data.train, run.state.rules.loss
    theta = network.theta

    def gradient(at: Array) -> Array:
        there = network.with_theta(at)
        trace = there.forward(train.X)
        return there.backward(trace, loss.backward(loss.forward(trace.A, train.Y)), need_dX=False).theta

    h = 1e-5
    steps = h * np.eye(len(theta))
    H = np.array([(gradient(theta + step) - gradient(theta - step)) / (2.0 * h) for step in steps])
    return float(np.linalg.eigvalsh((H + H.T) / 2.0)[-1])


def _diverged(run: Run) -> str:
    first = start(run.settings)
    sharpness = curvature(first)
    rate, before = run.settings.learning_rate, first.evaluation.train_loss
    text = (
        rf"At the start the largest curvature of the loss is $\lambda = {size(sharpness)}$. A step "
        r"$-\eta\,dW$ "
        rf"makes a deviation $|1 - \eta\lambda| = {size(abs(1 - rate * sharpness))}$ times as large: it shrinks below "
        rf"the edge $2/\lambda = {size(2.0 / sharpness)}$ and grows above. Here $\eta = {size(rate)}$. "
    )
    if run.step == 0:
        return text + "No step has been taken yet."
    now = run.evaluation.train_loss
    text += rf"In {run.step} steps the loss went from ${size(before)}$ to ${size(now)}$. "
    if run.stop is None:
        return text
    where, value = first_not_finite(run)
    return text + f"In the order of computation **{where}** was the first tensor to become **{value}**."


def _symmetric(run: Run) -> str:
    trace, gradients = _pass(run)
    columns = network_columns(run.state.network)
    first, second = (gradients.layers[column.layer] for column in columns[:2])
    output: Any = run.state.network.layers[columns[-1].layer]
    spread = float(np.ptp(trace.layers[columns[0].layer].Z, axis=1).max())
    apart = float(np.ptp(first.dW, axis=1).max())
    return (
        rf"In layer 1 the $z$ of the units differ by at most ${size(spread)}$ on any sample. In "
        rf"$dW_1 = X^\top dZ_1$, $\|dW_1\| = {size(float(norm(first.dW)))}$, their columns are at most "
        rf"${size(apart)}$ apart; $\|dW_2\| = {size(float(norm(second.dW)))}$. **Equal weights minus equal "
        rf"steps stay equal**. The bias of the output is free to move: it is ${size(float(output.b[0]))}$ now."
    )


def _linear(run: Run) -> str:
    network, X = run.state.network, run.data.train.X
    columns = network_columns(network)
    W, b = collapsed_matrix(network)
    apart = float(np.abs(network.forward(X).layers[columns[-1].layer].Z - (X @ W + b)).max())  # type: ignore[attr-defined]
    names = " ".join(f"W_{k + 1}" for k in range(len(columns)))
    entries = r" \\ ".join(size(float(w)) for w in W[:, 0])
    parameters = network.n_parameters
    return (
        rf"$X {names} = X W$ with $W = \begin{{pmatrix}} {entries} \end{{pmatrix}}$, $b = {size(float(b[0]))}$: "
        rf"{parameters} parameters do the work of {W[:, 0].size + 1}. The network and that matrix differ by at most "
        rf"${size(apart)}$ on {len(X)} samples, which is rounding. It can draw a straight line and no more."
    )


def _too_small(run: Run) -> str:
    record = run.last or run.next_record()
    column = network_columns(run.state.network)[0]
    before: Any = record.before.network.layers[column.layer]
    length = float(norm(record.gradients.layers[column.layer].dW))  # type: ignore[attr-defined]
    weights, rate = float(norm(before.W)), float(record.learning_rate)
    ratio = rate * length / weights
    return (
        r"In layer 1 $\frac{\eta\,\|dW\|}{\|W\|} = "
        rf"\frac{{{size(rate)} \cdot {size(length)}}}{{{size(weights)}}} = {size(ratio)}$ a step, "
        r"where about $10^{-3}$ is usual. At this pace the weights need about "
        rf"${size(1.0 / ratio if ratio > 0 else np.inf)}$ steps to change by their own size."
    )


def _overfitting(run: Run) -> str:
    now, n = run.evaluation, len(run.data.train.X)
    return (
        rf"{run.state.network.n_parameters} parameters, {n} noisy samples: enough to fit each of them. Training "
        rf"loss ${size(now.train_loss)}$, test loss ${size(now.test_loss)}$: a gap of "
        rf"${size(now.test_loss - now.train_loss)}$. $\|W\|$ of layer 1 is now "
        rf"${size(float(norm(run.state.network.layers[0].W)))}$."  # type: ignore[attr-defined]
    )


def _unscaled(run: Run) -> str:
    X, titles = run.data.train.X, run.data.feature_titles
    spread = X.std(0)
    large, small = int(spread.argmax()), int(spread.argmin())
    typical = float(np.median(np.abs(run.state.network.forward(X).layers[0].Z)))  # type: ignore[attr-defined]
    rows = np.sqrt(np.square(X).mean(0))
    return (
        rf"$Z = XW + b$ adds up {titles[large]} (typically ${size(float(rows[large]))}$) and {titles[small]} "
        rf"(${size(float(rows[small]))}$): the median $|z|$ of layer 1 is ${size(typical)}$, and the largest input "
        rf"decides alone. In $dW = X^\top dZ$ its row is about ${size(float(rows[large] / rows[small]))}$ times as "
        rf"long: a rate that suits the one does not suit the other."
    )


def _wrong_loss(run: Run) -> str:
    train, network = run.data.train, run.state.network
    P, Y = run.output(train.X)[:, 0], train.Y[:, 0]
    worst = int(np.abs(P - Y).argmax())
    trace, gradients = _pass(run)
    last = network_columns(network)[-1].layer
    sent = float(np.abs(gradients.layers[last].dZ[worst, 0])) * len(train.X)
    p, y = float(P[worst]), float(Y[worst])
    return (
        rf"The worst of {len(P)} training samples has $Y = {size(y)}$, and the network is confident of the opposite: "
        rf"$|P - Y| = {size(abs(p - y))}$. Squared error sends back $dZ \propto (P - Y)\,P(1 - P)$, and where $P$ is "
        rf"nearly 0 or 1 that is nothing. Here $|dZ|\,N$ of this sample is ${size(sent)}$; cross-entropy cancels the "
        rf"slope and sends $|P - Y|$."
    )


def _shuffled(run: Run) -> str:
    agreeing, common = label_predictability(run)
    now = run.evaluation
    return (
        rf"The five nearest neighbours of a sample predict its label in {percent(agreeing)} of the cases; always "
        rf"guessing the same gives {percent(common)}. So nothing that is learned can hold for a new sample: "
        rf"{percent(now.train_accuracy)} of the training samples are correct because they were memorized, and "
        rf"{percent(now.test_accuracy)} of the test samples, by chance. **Overfitting** looks alike in "
        "the losses; there neighbours do agree."
    )


_MECHANISMS: dict[str, Callable[[Run], str]] = {
    "dead": _dead,
    "saturated": _saturated,
    "diverged": _diverged,
    "symmetric": _symmetric,
    "linear": _linear,
    "too_small": _too_small,
    "overfitting": _overfitting,
    "unscaled": _unscaled,
    "wrong_loss": _wrong_loss,
    "shuffled": _shuffled,
}

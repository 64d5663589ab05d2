"""Misuse of the public functions is refused in the engine's own words; NumPy's numbers are as good as Python's."""

import numpy as np
import pytest

from nnviz.engine import (
    Architecture,
    AveragePool,
    Batch,
    Batches,
    Convolution,
    Convolved,
    Dense,
    Dropout,
    Hidden,
    MaxPool,
    Network,
    Penalty,
    Pooled,
    PReLU,
    Purpose,
    Reshape,
    Rules,
    Softmax,
    StopRules,
    TrainState,
    TransposedConvolution,
    Watch,
    Window,
    accuracy,
    activation,
    check_targets,
    clip_by_norm,
    confusion_matrix,
    flatten,
    generator,
    gradient_check,
    head,
    initializer,
    kernel_matrix,
    layer_metrics,
    loss,
    norm,
    one_hot,
    optimizer,
    schedule,
    softmax_jacobian,
    train,
    train_step,
    update_to_weight_ratios,
)
from tests.engine.specimens import inputs, network

W, B, TANH = np.ones((2, 3)), np.zeros(3), activation("tanh")
MSE, BCE = loss("mean_squared_error"), loss("binary_cross_entropy")

OF_ANOTHER_KIND = {
    "activation": lambda: Dense(W, B, "tanh"),
    "loss": lambda: Rules("mse"),
    "optimizer": lambda: Rules(MSE, "adam"),
    "schedule": lambda: Rules(MSE, schedule="cosine"),
    "penalty": lambda: Rules(MSE, penalty="l2"),
    "head": lambda: Architecture(2, (), "sigmoid", BCE),
    "loss of an architecture": lambda: Architecture(2, (), head("sigmoid"), "bce"),
    "loss of a head": lambda: head("sigmoid").check_loss("binary_cross_entropy"),
    "initializer": lambda: Architecture(2, (), head("sigmoid"), BCE, initializer="he"),
    "hidden": lambda: Architecture(2, 3, head("sigmoid"), BCE),
    "hidden layer": lambda: Architecture(2, (4,), head("sigmoid"), BCE),
    "hidden activation": lambda: Hidden(4, "relu"),
    "layer": lambda: Network(("dense",)),
    "layers": lambda: Network(Dense(W, B, TANH).W),
    "network": lambda: TrainState.start("network", Rules(MSE)),
    "rules": lambda: TrainState.start(network(2, 1), MSE),
    "other rules": lambda: TrainState.start(network(2, 1), Rules(MSE)).with_rules(MSE),
}


@pytest.mark.parametrize("case", OF_ANOTHER_KIND)
def test_an_argument_of_another_kind_is_refused_with_how_to_make_one(case):
    with pytest.raises(ValueError, match=r"expected .* to be an instance of \w+, got \w+ \(.*\); write"):
        OF_ANOTHER_KIND[case]()


@pytest.mark.parametrize("make", [activation, head, initializer, loss, optimizer, schedule, Penalty])
@pytest.mark.parametrize("name", [["relu"], {"relu": 1}, None, 3, np.array(["a", "b"])])
def test_what_is_no_name_is_refused_with_the_known_ones(make, name):
    with pytest.raises(ValueError, match="expected an? .*, one of .*, got"):
        make(name)


@pytest.mark.parametrize("wrong", [W.tolist(), None, "W", 1j * W])
def test_parameters_that_are_no_array_of_real_numbers_are_refused(wrong):
    makers = [lambda: Dense(wrong, B, TANH), lambda: PReLU(wrong)]
    if wrong is not None:  # a layer without biases
        makers.append(lambda: Dense(W, wrong, TANH))
    for make in makers:
        with pytest.raises(ValueError, match="expected .* as a NumPy array of real numbers, got"):
            make()


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_parameters_that_are_not_finite_are_refused(wrong):
    for make in (lambda: Dense(wrong * W, B, TANH), lambda: Dense(W, B + wrong, TANH), lambda: PReLU(B + wrong)):
        with pytest.raises(ValueError, match="expected finite numbers in"):
            make()


@pytest.mark.parametrize("X", [np.ones((4, 3)), np.ones(2), np.ones((5, 4, 1))])
def test_a_layer_refuses_samples_of_another_width(X):
    with pytest.raises(ValueError, match="give the first as many columns as the second has rows"):
        Dense(W, B, TANH).forward(X)


def test_a_prelu_refuses_samples_of_another_width():
    with pytest.raises(ValueError, match="one column for each slope"):
        PReLU(np.ones(3)).forward(np.ones((4, 1)))


def test_the_trace_of_another_network_is_refused():
    one, other, X = network(2, 3, 1), network(2, 3, 1, seed=1), inputs(4, 2)
    for foreign in (other.forward(X), network(2, 1).forward(X), None):
        with pytest.raises(ValueError, match="expected a trace of this network"):
            one.backward(foreign, np.ones((4, 1)))


@pytest.mark.parametrize("rate", ["0.1", None, 1j, [0.1], np.nan, 0.0, np.array([0.1, 0.2])])
def test_a_learning_rate_that_is_none_is_refused(rate):
    with pytest.raises(ValueError, match="expected .*learning.rate"):
        Rules(MSE, learning_rate=rate)


@pytest.mark.parametrize("rates", [np.full((3, 1), 0.1), np.full((2, 4, 1), 0.1)])
def test_learning_rates_that_do_not_fit_the_ensemble_are_refused(rates):
    rules = Rules(MSE, learning_rate=rates)
    for net in (network(2, 1), network(2, 1, leading=(4,))):
        with pytest.raises(ValueError, match="expected one learning rate for each network, shape"):
            TrainState.start(net, rules)
        with pytest.raises(ValueError, match="expected one learning rate for each network, shape"):
            TrainState.start(net, Rules(MSE)).with_rules(rules)


NET = network(2, 3, 1)
X, Y = inputs(4, 2), np.array([[0.0], [1.0], [1.0], [0.0]])
TRACE = NET.forward(X)
GRADIENTS = NET.backward(TRACE, BCE.backward(BCE.forward(TRACE.A, Y)))
STATE, BATCH, BATCHES = TrainState.start(NET, Rules(BCE)), Batch(X, Y), Batches(X, Y, 2)
SIGMOID, SEEDED = head("sigmoid"), np.random.default_rng(0)

KERNEL, IMAGES = np.ones((2, 2, 2, 3)), np.ones((5, 4, 4, 2))

PUBLIC = {
    "Dense": (Dense, [W, B, TANH], [1]),
    "Dense.forward": (Dense(W, B, TANH).forward, [X], []),
    "Convolution": (Convolution, [KERNEL, B, TANH, (4, 4), 1, "same", 1], [1]),
    "Convolution.forward": (Convolution(KERNEL, B, TANH, (4, 4)).forward, [IMAGES], []),
    "TransposedConvolution": (TransposedConvolution, [KERNEL, B, TANH, (4, 4), 1, "same", 1, 0], [1]),
    "TransposedConvolution.forward": (TransposedConvolution(KERNEL, B, TANH, (4, 4)).forward, [IMAGES], []),
    "MaxPool": (MaxPool, [(4, 4, 2), 2, 2], [2]),
    "MaxPool.forward": (MaxPool((4, 4, 2)).forward, [IMAGES], []),
    "AveragePool": (AveragePool, [(4, 4, 2), 2, 2], [2]),
    "AveragePool.forward": (AveragePool((4, 4, 2)).forward, [IMAGES], []),
    "Reshape": (Reshape, [(4, 4, 2), (32,)], []),
    "Reshape.forward": (flatten((4, 4, 2)).forward, [IMAGES], []),
    "Window": (Window, [4, 2, 1, 0, 0, 1], []),
    "Convolved": (Convolved, [3, 3, 1, "same", 1, TANH, True], []),
    "Pooled": (Pooled, ["max", 2, 2], [1, 2]),
    "kernel_matrix": (kernel_matrix, [Convolution(KERNEL, B, TANH, (4, 4))], []),
    "Initializer.kernels": (initializer("he_normal").kernels, [SEEDED, (3, 3), 2, 3], []),
    "Dropout.forward": (Dropout(0.5).forward, [X, SEEDED], [1]),
    "PReLU.forward": (PReLU(np.ones(2)).forward, [X], []),
    "Softmax.forward": (Softmax().forward, [X], []),
    "softmax_jacobian": (softmax_jacobian, [X], []),
    "Hidden": (lambda *rest: Hidden(3, *rest), [TANH, 0.1, True], []),
    "Architecture": (Architecture, [2, (Hidden(3),), SIGMOID, BCE, 2, initializer("he_normal"), True], []),
    "Network.forward": (NET.forward, [X], []),
    "Network.backward": (NET.backward, [TRACE, np.ones((4, 1))], []),
    "Network.with_theta": (NET.with_theta, [NET.theta.copy()], []),
    "Layout.position": (NET.layout.position, [0, "W", (0, 0)], []),
    "Layout.entry": (NET.layout.entry, [0], []),
    "Loss.forward": (BCE.forward, [TRACE.A, Y], []),
    "Head.decide": (SIGMOID.decide, [Y, 0.5], []),
    "Head.output": (SIGMOID.output, [TRACE.A, BCE], []),
    "check_targets": (check_targets, [Y, SIGMOID], []),
    "Initializer.sample": (initializer("he_normal").sample, [SEEDED, 2, 3], []),
    "gradient_check": (gradient_check, [NET, BCE, X, Y], []),
    "accuracy": (accuracy, [np.array([0, 1]), np.array([0, 1]), np.ones((2, 1))], [2]),
    "confusion_matrix": (confusion_matrix, [np.array([0, 1]), np.array([0, 1]), 2], []),
    "layer_metrics": (layer_metrics, [TRACE, GRADIENTS, NET], []),
    "norm": (norm, [W], []),
    "update_to_weight_ratios": (update_to_weight_ratios, [NET, NET], []),
    "Optimizer.start": (optimizer("adam").start, [NET.theta], []),
    "clip_by_norm": (clip_by_norm, [GRADIENTS.theta, 1.0], [1]),
    "Penalty": (Penalty, ["l2", 0.1, True], []),
    "Penalty.value": (Penalty("l2", 0.1).value, [NET.theta, NET.penalised], []),
    "generator": (generator, [0, Purpose.WEIGHTS, 1], []),
    "Schedule.factor": (schedule("step").factor, [3], []),
    "Watch.look": (Watch().look, [StopRules(), 1, 0.5], []),
    "Rules": (Rules, [BCE, optimizer("adam"), 0.1, schedule("step"), Penalty("l2", 0.1), 1.0], [5]),
    "TrainState.start": (TrainState.start, [NET, Rules(BCE), 0], []),
    "TrainState.with_rules": (STATE.with_rules, [Rules(BCE)], []),
    "Batch": (Batch, [X, Y], []),
    "Batches": (Batches, [X, Y, 2, 0, True], []),
    "Batches.batch": (BATCHES.batch, [0], []),
    "train_step": (train_step, [STATE, BATCH], []),
    "train": (lambda state, batches: next(train(state, batches)), [STATE, BATCHES], []),
}
"""What is called with what; and the arguments that may be None."""


@pytest.mark.parametrize("case", PUBLIC)
def test_no_argument_of_another_kind_gets_past_a_public_function(case):
    function, arguments, optional = PUBLIC[case]
    function(*arguments)
    for i in range(len(arguments)):
        for wrong in (None, [1.0], 1j, object(), np.array(["a"]), np.array([1j]), {}):
            if wrong is not None or i not in optional:
                with pytest.raises(ValueError, match="expected"):
                    function(*arguments[:i], wrong, *arguments[i + 1 :])


@pytest.mark.parametrize("wrong", [-0.5, 2.0, np.nan])
def test_a_single_step_refuses_targets_that_its_loss_does_not_know(wrong):
    off = np.where(Y == 1.0, wrong, Y)
    for batch in (Batch(X, off), Batches(X, off, 2).batch(0)):
        with pytest.raises(ValueError, match="expected targets from 0 to 1, got"):
            train_step(STATE, batch)
    assert train_step(TrainState.start(NET, Rules(MSE)), Batch(X, Y)).finite


def test_targets_are_checked_once_for_all_the_samples_that_batches_are_taken_from(monkeypatch):
    asked = []
    monkeypatch.setattr(type(BCE), "check_targets", lambda _, Y: asked.append(len(Y)))
    batches, state = Batches(X, Y, 2), TrainState.start(NET, Rules(BCE))
    for step in range(5):
        state = train_step(state, batches.batch(step)).after
    assert asked == [4]


NO_NUMBERS = {
    "dropout": lambda wrong: Dropout(wrong),
    "penalty": lambda wrong: Penalty("l2", wrong),
    "delta": lambda wrong: loss("huber", delta=wrong),
    "clipping": lambda wrong: Rules(MSE, clip_norm=wrong),
    "threshold": lambda wrong: head("sigmoid").decide(np.ones((2, 1)), wrong),
    "target loss": lambda wrong: StopRules(target_loss=wrong),
    "improvement": lambda wrong: StopRules(min_improvement=wrong),
    "patience": lambda wrong: StopRules(patience=wrong),
    "hyperparameter": lambda wrong: optimizer("adam", beta1=wrong),
    "batch size": lambda wrong: Batches(np.ones((2, 1)), np.ones((2, 1)), wrong),
    "classes": lambda wrong: one_hot([0, 1], wrong),
    "classes of a matrix": lambda wrong: confusion_matrix(np.array([0]), np.array([0]), wrong),
    "units": lambda wrong: Architecture(2, (Hidden(wrong),), head("sigmoid"), BCE),
    "seed": lambda wrong: Architecture(2, (), head("sigmoid"), BCE).build(wrong),
}


@pytest.mark.parametrize("wrong", ["1", np.nan, [1], 1j, True, -1])
@pytest.mark.parametrize("case", NO_NUMBERS)
def test_what_is_no_number_of_the_right_kind_is_refused(case, wrong):
    if case == "threshold" and wrong == -1:  # below every probability: all are yes
        assert NO_NUMBERS[case](wrong).tolist() == [1, 1]
        return
    with pytest.raises(ValueError, match="expected"):
        NO_NUMBERS[case](wrong)


def test_numbers_of_numpy_are_accepted_wherever_those_of_python_are():
    i, x = np.int64, np.float32
    architecture = Architecture(i(2), (Hidden(i(3), dropout=x(0.25)),), head("sigmoid"), BCE, i(2))
    rules = Rules(
        BCE, optimizer("adam", beta1=x(0.5)), x(0.25), schedule("step", every=i(5)), Penalty("l2", x(0.5)), x(1)
    )
    state = TrainState.start(architecture.build(i(3)), rules, i(4))
    step = train_step(state, Batches(np.ones((2, 2)), np.ones((2, 1)), i(2), i(1)).batch(i(0)))
    assert step.after.network.theta.dtype == np.float64
    assert StopRules(x(0.5), i(3), x(0.0), i(9)).max_steps == 9
    assert one_hot([0, 1], i(2)).shape == (2, 2) and loss("huber", delta=x(2)).delta == 2
    assert train_step(state, Batch(np.ones((1, 2)), np.ones((1, 1)))).finite

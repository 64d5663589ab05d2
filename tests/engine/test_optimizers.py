"""Every optimizer against the algorithm of its paper, written once more with plain numbers, one parameter at a time."""

from dataclasses import fields
from math import sqrt

import numpy as np
import pytest

from nnviz.engine import OPTIMIZERS, Memory, clip_by_norm, optimizer

RATE = 0.05
CURVATURES = np.array([1.0, 10.0, 0.1])


def slope(theta):
    """The gradient of a bowl with a ripple, so that it changes its sign and its size."""
    return CURVATURES * theta + np.sin(3.0 * theta)


def sgd(x, g):
    while True:
        x -= RATE * g(x)
        yield x


def momentum(x, g, mu=0.9):
    v = 0.0
    while True:
        v = mu * v + g(x)
        x -= RATE * v
        yield x


def nesterov(x, g, mu=0.9):
    """Sutskever et al. 2013, eq. 3-4: the slope is taken at theta + mu v; what is shown is that looked-ahead point."""
    v, behind = 0.0, x
    while True:
        v = mu * v - RATE * g(behind + mu * v)
        behind += v
        yield behind + mu * v


def adagrad(x, g, eps=1e-10):
    s = 0.0
    while True:
        d = g(x)
        s += d**2
        x -= RATE * d / (sqrt(s) + eps)
        yield x


def rmsprop(x, g, rho=0.99, eps=1e-8):
    s = 0.0
    while True:
        d = g(x)
        s = rho * s + (1 - rho) * d**2
        x -= RATE * d / (sqrt(s) + eps)
        yield x


def adam(x, g, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.0):
    m = v = 0.0
    t = 0
    while True:
        t += 1
        d = g(x)
        m = beta1 * m + (1 - beta1) * d
        v = beta2 * v + (1 - beta2) * d**2
        x -= RATE * (m / (1 - beta1**t) / (sqrt(v / (1 - beta2**t)) + eps) + decay * x)
        yield x


def adamw(x, g):
    return adam(x, g, decay=0.01)


def nadam(x, g, beta1=0.9, beta2=0.999, eps=1e-8):
    """Dozat 2016, algorithm 2, with mu_t = beta1 in every step."""
    m = n = 0.0
    product = 1.0
    t = 0
    while True:
        t += 1
        product *= beta1
        d = g(x)
        m = beta1 * m + (1 - beta1) * d
        n = beta2 * n + (1 - beta2) * d**2
        ahead = beta1 * m / (1 - product * beta1) + (1 - beta1) * d / (1 - product)
        x -= RATE * ahead / (sqrt(n / (1 - beta2**t)) + eps)
        yield x


def adamax(x, g, beta1=0.9, beta2=0.999, eps=1e-8):
    """Kingma and Ba 2015, algorithm 2."""
    m = u = 0.0
    t = 0
    while True:
        t += 1
        d = g(x)
        m = beta1 * m + (1 - beta1) * d
        u = max(beta2 * u, abs(d) + eps)
        x -= RATE / (1 - beta1**t) * m / u
        yield x


def amsgrad(x, g, beta1=0.9, beta2=0.999, eps=1e-8):
    """Reddi, Kale and Kumar 2018, algorithm 2, with Adam's correction of both means."""
    m = v = largest = 0.0
    t = 0
    while True:
        t += 1
        d = g(x)
        m = beta1 * m + (1 - beta1) * d
        v = beta2 * v + (1 - beta2) * d**2
        largest = max(largest, v)
        x -= RATE * m / (1 - beta1**t) / (sqrt(largest / (1 - beta2**t)) + eps)
        yield x


def radam(x, g, beta1=0.9, beta2=0.999, eps=1e-8):
    """Liu et al. 2020, algorithm 2."""
    m = v = 0.0
    most = 2 / (1 - beta2) - 1
    t = 0
    while True:
        t += 1
        d = g(x)
        m = beta1 * m + (1 - beta1) * d
        v = beta2 * v + (1 - beta2) * d**2
        rho = most - 2 * t * beta2**t / (1 - beta2**t)
        step = m / (1 - beta1**t)
        if rho > 5:
            rectified = sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho))
            step *= rectified * sqrt(1 - beta2**t) / (sqrt(v) + eps)
        x -= RATE * step
        yield x


def adadelta(x, g, rho=0.95, eps=1e-6):
    """Zeiler 2012, algorithm 1, its step times the rate."""
    squares = updates = 0.0
    while True:
        d = g(x)
        squares = rho * squares + (1 - rho) * d**2
        change = -sqrt(updates + eps) / sqrt(squares + eps) * d
        updates = rho * updates + (1 - rho) * change**2
        x += RATE * change
        yield x


PAPERS = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
    "nadam": nadam,
    "adamax": adamax,
    "amsgrad": amsgrad,
    "radam": radam,
    "adadelta": adadelta,
}


def descend(rule, theta, steps, rate=RATE):
    memory, path = rule.start(theta), []
    for _ in range(steps):
        theta, memory = rule.step(theta, slope(theta), memory, rate)
        path.append(theta)
    return np.array(path), memory


def test_every_optimizer_has_its_paper_here():
    assert PAPERS.keys() == OPTIMIZERS.keys()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_fifty_steps_agree_with_the_algorithm_of_the_paper(name):
    start = np.array([2.0, -1.0, 0.5])
    path, _ = descend(optimizer(name), start, 50)
    for j, curvature in enumerate(CURVATURES):
        steps = PAPERS[name](float(start[j]), lambda x, c=curvature: c * x + np.sin(3.0 * x))
        np.testing.assert_allclose(path[:, j], [next(steps) for _ in range(50)], rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_step_changes_neither_the_parameters_nor_the_gradient_nor_the_memory_it_was_given(name):
    rule, theta, dtheta = optimizer(name), np.array([1.0, 2.0]), np.array([0.3, -0.1])
    _, memory = rule.step(theta, dtheta, rule.start(theta), RATE)
    kept = {name: vector.copy() for name, vector in memory.vectors.items()}
    rule.step(theta, dtheta, memory, RATE)
    assert theta.tolist() == [1.0, 2.0] and dtheta.tolist() == [0.3, -0.1]
    for name, then in kept.items():
        np.testing.assert_array_equal(getattr(memory, name), then)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_ensemble_moves_as_its_members_do_each_with_its_own_rate(name):
    theta = np.random.default_rng(0).normal(size=(4, 3))
    rates = np.array([[0.01], [0.02], [0.05], [0.1]])
    together, _ = descend(optimizer(name), theta, 10, rates)
    for r in range(4):
        alone, _ = descend(optimizer(name), theta[r], 10, float(rates[r, 0]))
        np.testing.assert_allclose(together[:, r], alone, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("sgd", ""),
        ("momentum", "v"),
        ("nesterov", "v"),
        ("adagrad", "s"),
        ("rmsprop", "s"),
        ("adam", "vs"),
        ("adamw", "vs"),
        ("nadam", "vs"),
        ("adamax", "vs"),
        ("amsgrad", "vsu"),
        ("radam", "vs"),
        ("adadelta", "su"),
    ],
)
def test_the_memory_shows_what_the_optimizer_remembers_and_counts_its_steps(name, kept):
    _, memory = descend(optimizer(name), np.ones(3), 7)
    assert isinstance(memory, Memory)
    assert memory.t == 7
    assert "".join(memory.vectors) == kept


@pytest.mark.parametrize("beta2", [0.0, 0.5, 0.6, 0.999])
def test_radam_does_not_divide_by_a_mean_of_squares_that_is_worth_five_gradients_or_less(beta2):
    rule, theta = optimizer("radam", beta2=beta2), np.zeros(1)
    memory, g = rule.start(theta), np.array([100.0])
    for t in range(1, 12):
        rho = 2.0 / (1.0 - beta2) - 1.0 - 2.0 * t * beta2**t / (1.0 - beta2**t)
        before = theta
        theta, memory = rule.step(theta, g, memory, 0.1)
        assert (abs(float((theta - before)[0])) == pytest.approx(10.0)) == (rho <= 5.0)


def test_the_first_step_of_adam_is_as_long_as_the_rate_whatever_the_gradient():
    theta = np.zeros(3)
    after, _ = optimizer("adam").step(theta, np.array([1e-3, -5.0, 1e3]), optimizer("adam").start(theta), RATE)
    np.testing.assert_allclose(after, [-RATE, RATE, -RATE], rtol=1e-4)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_names_its_source_and_shows_a_formula(name):
    kind = OPTIMIZERS[name]
    assert any(part.strip(",;").isdigit() for part in kind.source.split())
    assert kind.formulas[-1].startswith(r"\theta \leftarrow")
    assert all(formula.count("{") == formula.count("}") for formula in kind.formulas)


def test_an_unknown_optimizer_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="expected an optimizer, one of sgd, momentum, .*, got 'lion'"):
        optimizer("lion")


def test_an_unknown_hyperparameter_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="adam knows these parameters: beta1, beta2, epsilon; got beta3"):
        optimizer("adam", beta3=0.9)
    with pytest.raises(ValueError, match="sgd knows these parameters: none; got momentum"):
        optimizer("sgd", momentum=0.9)


HYPERPARAMETERS = [(name, entry.name) for name, kind in OPTIMIZERS.items() for entry in fields(kind)]


@pytest.mark.parametrize(("name", "hyperparameter"), HYPERPARAMETERS)
def test_a_hyperparameter_out_of_its_range_is_refused_with_the_range(name, hyperparameter):
    for value in (-0.1, np.nan, np.inf, "0.9", None):
        with pytest.raises(ValueError, match=f"expected {hyperparameter} of .* from 0 up to.*got .*the usual value is"):
            optimizer(name, **{hyperparameter: value})


@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_a_ball_that_never_slows_down_is_refused(name):
    with pytest.raises(ValueError, match="not including, 1"):
        optimizer(name, momentum=1.0)


def test_clipping_shortens_a_long_gradient_and_keeps_its_direction():
    assert clip_by_norm(np.array([3.0, 4.0]), 1.0).tolist() == pytest.approx([0.6, 0.8])


def test_clipping_leaves_a_short_gradient_as_it_is():
    short = np.array([0.3, 0.4])
    np.testing.assert_array_equal(clip_by_norm(short, 1.0), short)
    np.testing.assert_array_equal(clip_by_norm(np.zeros(2), 1e6), np.zeros(2))
    assert clip_by_norm(short, None) is short


def test_every_network_of_an_ensemble_is_clipped_on_its_own():
    clipped = clip_by_norm(np.array([[30.0, 40.0], [0.3, 0.4]]), 1.0)
    np.testing.assert_allclose(clipped, [[0.6, 0.8], [0.3, 0.4]])

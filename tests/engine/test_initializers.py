"""Initializers: their scales as in the papers, rotations that are rotations, repeatable draws, refusals."""

import numpy as np
import pytest

from nnviz.engine.arrays import Array
from nnviz.engine.initializers import INITIALIZERS, initializer, initializer_parameters

N_IN, N_OUT = 1000, 500
# The standard deviation that each paper asks for at that size.
STD = {
    "glorot_uniform": np.sqrt(2 / (N_IN + N_OUT)),
    "glorot_normal": np.sqrt(2 / (N_IN + N_OUT)),
    "he_uniform": np.sqrt(2 / N_IN),
    "he_normal": np.sqrt(2 / N_IN),
    "lecun_uniform": np.sqrt(1 / N_IN),
    "lecun_normal": np.sqrt(1 / N_IN),
    "uniform": 0.5 / np.sqrt(3),
    "normal": 0.1,
    "playground": 0.5 / np.sqrt(3),
}
LIMIT = {
    "glorot_uniform": np.sqrt(6 / (N_IN + N_OUT)),
    "he_uniform": np.sqrt(6 / N_IN),
    "lecun_uniform": np.sqrt(3 / N_IN),
    "uniform": 0.5,
    "playground": 0.5,
}
WITH_GAIN = tuple(name for name in INITIALIZERS if [p.name for p in initializer_parameters(name)] == ["gain"])


def rng(seed: int = 5) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("name", STD)
def test_weights_have_mean_zero_and_the_variance_of_the_paper(name: str) -> None:
    """500,000 draws: the band is five standard errors of the mean and of the standard deviation."""
    W, _ = initializer(name).sample(rng(), N_IN, N_OUT)
    assert abs(W.mean()) < 5 * STD[name] / np.sqrt(W.size)
    assert W.std() == pytest.approx(STD[name], rel=5 / np.sqrt(2 * W.size))


@pytest.mark.parametrize("name", LIMIT)
def test_uniform_weights_fill_their_interval_and_stay_inside(name: str) -> None:
    W, _ = initializer(name).sample(rng(), N_IN, N_OUT)
    assert np.abs(W).max() <= LIMIT[name]
    assert W.max() == pytest.approx(LIMIT[name], rel=1e-3)
    assert W.min() == pytest.approx(-LIMIT[name], rel=1e-3)


@pytest.mark.parametrize("name", ["glorot_normal", "he_normal", "lecun_normal", "normal"])
def test_normal_weights_have_the_tails_of_a_bell_curve(name: str) -> None:
    W, _ = initializer(name).sample(rng(), N_IN, N_OUT)
    beyond_two = (np.abs(W) > 2 * STD[name]).mean()
    assert beyond_two == pytest.approx(0.0455, abs=5 * np.sqrt(0.0455 / W.size))


def gram(W: Array) -> Array:
    return W.T @ W if W.shape[0] >= W.shape[1] else W @ W.T


@pytest.mark.parametrize("shape", [(7, 7), (20, 6), (6, 20), (1, 5), (5, 1), (1, 1), (64, 32)])
def test_orthogonal_weights_are_orthonormal_times_the_gain(shape: tuple[int, int]) -> None:
    for gain in (1.0, np.sqrt(2.0), 0.0):
        W, _ = initializer("orthogonal", gain=gain).sample(rng(), *shape)
        assert W.shape == shape
        np.testing.assert_allclose(gram(W), gain**2 * np.eye(min(shape)), atol=1e-12)


def test_orthogonal_weights_prefer_no_direction() -> None:
    """Without the correction of signs, QR makes the first diagonal entry of every draw negative."""
    generator = rng()
    draws = np.stack([initializer("orthogonal").sample(generator, 3, 3)[0] for _ in range(4000)])
    np.testing.assert_allclose(draws.mean(0), 0.0, atol=5 * np.sqrt(1 / 3 / 4000))
    np.testing.assert_allclose((draws**2).mean(0), 1 / 3, atol=5 * np.sqrt(4 / 45 / 4000))
    assert (np.linalg.det(draws) > 0).mean() == pytest.approx(0.5, abs=5 * 0.5 / np.sqrt(4000))


@pytest.mark.parametrize("name", INITIALIZERS)
def test_biases_start_at_zero_but_in_the_playground_and_the_constant_rule(name: str) -> None:
    W, b = initializer(name).sample(rng(), 4, 3)
    assert W.shape == (4, 3)
    assert W.dtype == b.dtype == np.float64
    assert b.tolist() == [0.1 if name in ("playground", "constant") else 0.0] * 3


def test_zeros_and_constant_are_what_they_say() -> None:
    assert not initializer("zeros").sample(rng(), 4, 3)[0].any()
    W, b = initializer("constant", value=-0.25, bias=0.5).sample(rng(), 4, 3)
    assert np.all(W == -0.25)
    assert np.all(b == 0.5)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_same_seed_gives_the_same_bits_and_another_seed_other_ones(name: str) -> None:
    rule = initializer(name)
    W = rule.sample(rng(1), 6, 4)[0]
    np.testing.assert_array_equal(rule.sample(rng(1), 6, 4)[0], W)
    if name not in ("zeros", "constant"):
        assert np.all(rule.sample(rng(2), 6, 4)[0] != W)


@pytest.mark.parametrize("name", WITH_GAIN)
def test_a_gain_multiplies_the_weights(name: str) -> None:
    W = initializer(name).sample(rng(), 6, 4)[0]
    np.testing.assert_allclose(initializer(name, gain=2.5).sample(rng(), 6, 4)[0], 2.5 * W, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize(
    ("name", "power"), [("he_normal", 0), ("he_uniform", 0), ("lecun_normal", 1), ("glorot_normal", 1)]
)
def test_he_keeps_the_signal_of_a_relu_stack_alive_and_the_others_halve_it(name: str, power: int) -> None:
    """He et al. 2015, section 2.2: ReLU halves the mean square at each layer unless the weights make up for it."""
    generator, layers = rng(), 20
    A = generator.normal(size=(200, 256))
    before = np.square(A).mean()
    for _ in range(layers):
        A = np.maximum(A @ initializer(name).sample(generator, 256, 256)[0], 0.0)
    ratio = np.square(A).mean() / (before * 0.5 ** (power * layers))
    # one layer stands for the half that the last ReLU has cut off; the rest is luck, about a factor of 2 in 20 layers
    assert 0.3 < ratio < 3.0


def test_orthogonal_weights_keep_every_length_through_a_deep_linear_stack() -> None:
    """Saxe et al. 2014: a product of rotations is a rotation, however deep."""
    generator = rng()
    X = generator.normal(size=(5, 32))
    A = X
    for _ in range(100):
        A = A @ initializer("orthogonal").sample(generator, 32, 32)[0]
    np.testing.assert_allclose(np.linalg.norm(A, axis=1), np.linalg.norm(X, axis=1), rtol=1e-12)


@pytest.mark.parametrize("name", ["Xavier", "he", "", None])
def test_an_unknown_name_is_refused_with_the_known_ones(name: object) -> None:
    with pytest.raises(ValueError, match=r"expected an initializer, one of glorot_uniform, .*got"):
        initializer(name)  # type: ignore[arg-type]


def test_xavier_is_told_that_it_is_called_glorot_here() -> None:
    with pytest.raises(ValueError, match="did you mean 'glorot_normal'"):
        initializer("Xavier normal")


@pytest.mark.parametrize("gain", [-1.0, np.nan, np.inf, "1", True, 1e3])
def test_an_illegal_gain_is_refused_with_the_legal_range(gain: object) -> None:
    with pytest.raises(ValueError, match="gain of He normal to be a number at least 0 and at most 100, got"):
        initializer("he_normal", gain=gain)  # type: ignore[arg-type]


def test_a_parameter_of_another_rule_is_refused() -> None:
    with pytest.raises(ValueError, match=r"normal \(only std\), got 'gain'"):
        initializer("normal", gain=1.0)


@pytest.mark.parametrize(("n_in", "n_out"), [(0, 3), (3, 0), (-1, 3), (2.5, 3), (10**6, 10**6), (True, 3)])
def test_an_empty_or_enormous_layer_is_refused_before_anything_is_drawn(n_in: int, n_out: int) -> None:
    generator = rng()
    with pytest.raises(ValueError, match="expected 1 to"):
        initializer("he_normal").sample(generator, n_in, n_out)
    assert generator.random() == rng().random()


@pytest.mark.parametrize("name", INITIALIZERS)
def test_a_rule_has_a_formula_and_a_paper_with_its_year(name: str) -> None:
    rule = initializer(name)
    assert "W" in rule.latex
    assert rule.latex.count("{") == rule.latex.count("}")
    assert any(f" {year}" in rule.source for year in range(1986, 2018))

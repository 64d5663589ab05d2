"""Published numbers of convolutional networks: sizes, parameters, connections, and the scale that He's start keeps."""

from math import prod

import numpy as np
import pytest

from nnviz.engine import (
    Architecture,
    AveragePool,
    Convolution,
    Convolved,
    Hidden,
    MaxPool,
    Network,
    Pooled,
    activation,
    head,
    initializer,
    loss,
)
from tests.engine.layers.image_layers import convolution

TANH = activation("tanh")


def parameters(*layers):
    return Network(layers).n_parameters


class TestLeNet5:
    """LeCun, Bottou, Bengio and Haffner 1998, Gradient-based learning applied to document recognition, section II.B."""

    C1 = convolution((5, 5), 1, 6, (32, 32))
    S2 = AveragePool((28, 28, 6), 2)
    S4 = AveragePool((10, 10, 16), 2)
    C5 = convolution((5, 5), 16, 120, (5, 5))
    TAKEN = ([3] * 6, [4] * 6, [4] * 3, [6])  # maps of S2 that each map of C3 looks at: the columns of table I

    def test_c1_has_156_parameters_and_122304_connections(self):
        places = prod(self.C1.out_shape)
        assert self.C1.out_shape == (28, 28, 6)
        assert parameters(self.C1) == 156
        assert places * (5 * 5 + 1) == 122_304

    def test_s2_has_12_parameters_since_each_map_has_a_coefficient_and_a_bias(self):
        """Four inputs are added, times a trainable coefficient, plus a trainable bias: a 1x1 kernel behind the mean."""
        scale = convolution((1, 1), 1, 1, self.S2.out_shape[:2])
        assert self.S2.out_shape == (14, 14, 6)
        assert 6 * parameters(scale) == 12
        assert prod(self.S2.out_shape) * (4 + 1) == 5_880

    def test_c3_has_1516_parameters_and_151600_connections_since_its_maps_look_at_some_of_s2(self):
        maps = [convolution((5, 5), taken, 1, (14, 14)) for group in self.TAKEN for taken in group]
        assert len(maps) == 16 and {one.out_shape for one in maps} == {(10, 10, 1)}
        assert sum(map(parameters, maps)) == 1_516
        assert sum(parameters(one) * prod(one.out_shape) for one in maps) == 151_600

    def test_s4_has_32_parameters_and_2000_connections(self):
        scale = convolution((1, 1), 1, 1, self.S4.out_shape[:2])
        assert self.S4.out_shape == (5, 5, 16)
        assert 16 * parameters(scale) == 32 and prod(self.S4.out_shape) * (4 + 1) == 2_000

    def test_c5_has_48120_parameters_and_f6_10164(self):
        """C5 is a convolution whose maps are 1x1 here; on larger images they would be larger."""
        rest = (Convolved(120, kernel=5, padding="valid", activation=TANH), Hidden(84, TANH))
        measure = loss("categorical_cross_entropy")
        whole = Architecture(400, rest, head("softmax"), measure, 10, image=(5, 5, 16))
        assert whole.shapes[1] == self.C5.out_shape == (1, 1, 120)
        assert parameters(self.C5) == 48_120
        assert whole.n_parameters == 48_120 + 10_164 + 850


def test_tiny_vgg_has_19920_parameters_and_maps_of_62_60_30_28_26_and_13():
    """Wang et al. 2020, CNN Explainer: 64x64 colours, four convolutions with ten 3x3 kernels each, ten classes."""
    block = (Convolved(10, padding="valid"), Convolved(10, padding="valid"), Pooled())
    measure = loss("categorical_cross_entropy")
    whole = Architecture(64 * 64 * 3, block * 2, head("softmax"), measure, 10, image=(64, 64, 3))
    assert [shape[0] for shape in whole.shapes[1:-1]] == [62, 60, 30, 28, 26, 13]
    assert whole.n_parameters == whole.build(0).n_parameters == 19_920


def test_he_keeps_the_variance_of_z_over_ten_convolutions():
    """He et al. 2015, section 2.2: fan_in counts the entries of the kernel in all channels. Without zeros around."""
    rule, filters = initializer("he_normal"), 128
    squares = []
    for seed in range(16):
        rng = np.random.default_rng(seed)
        A = np.maximum(rng.normal(0.0, np.sqrt(2.0), (1, 21, 21, filters)), 0.0)  # as ten layers like it hand it on
        for _ in range(10):
            K, b = rule.kernels(rng, (3, 3), filters, filters)
            trace = Convolution(K, b, activation("relu"), A.shape[1:3]).forward(A)
            A = trace.A
            squares.append(np.square(trace.Z).mean())
    assert np.mean(np.reshape(squares, (16, 10)), 0) == pytest.approx([2.0] * 10, rel=0.2)


def test_with_the_fan_of_a_dense_layer_the_variance_would_grow_ninefold_at_each_convolution():
    rule, rng = initializer("he_normal"), np.random.default_rng(0)
    W, b = rule.sample(rng, 8, 8)
    shape = (10, 10)
    K = np.stack([rule.sample(rng, 8, 8)[0] for _ in range(9)]).reshape(3, 3, 8, 8)
    X = np.random.default_rng(1).normal(size=(20, *shape, 8))
    wrong = Convolution(K, b, activation("relu"), shape).forward(X).Z.var()
    right = Convolution(rule.kernels(rng, (3, 3), 8, 8)[0], b, activation("relu"), shape).forward(X).Z.var()
    assert wrong / right == pytest.approx(9.0, rel=0.3)


def test_a_window_of_two_halves_lenets_maps_however_it_pools():
    for kind in (MaxPool, AveragePool):
        assert kind((28, 28, 6), 2).out_shape == (14, 14, 6)

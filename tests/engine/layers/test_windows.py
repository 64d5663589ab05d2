"""The arithmetic of windows: the published relationships, what is padded and reached, and the way there and back."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given

from nnviz.engine import MaxPool, Window
from nnviz.engine.layers.patches import backward_rows, patches_of, spread
from nnviz.engine.layers.transposed import transposed_window
from nnviz.engine.layers.windows import windows_along
from tests.engine.layers.image_layers import windows

SIZES, KERNELS, STRIDES, ZEROS = range(3, 12), range(1, 6), range(1, 4), range(4)


def fitting(*ranges):
    """Every combination of size and kernel, and of what follows, whose kernel fits without padding."""
    return [(i, k, *rest) for i, k, *rest in product(SIZES, KERNELS, *ranges) if k <= i]


class TestDumoulinAndVisin2016:
    """A guide to convolution arithmetic for deep learning, numbered as its relationships."""

    def test_1_no_zeros_unit_strides(self):
        for i, k in fitting():
            assert Window(i, k).out == (i - k) + 1

    def test_2_zeros_unit_strides(self):
        for i, k, p in fitting(ZEROS):
            assert Window.of(i, k, padding=p).out == (i - k) + 2 * p + 1

    def test_3_half_padding_keeps_the_size(self):
        for i, k in [(i, k) for i, k in fitting() if k % 2]:
            same = Window.of(i, k, padding="same")
            assert same == Window.of(i, k, padding=k // 2) and same.out == i

    def test_4_full_padding(self):
        for i, k in fitting():
            assert Window.of(i, k, padding="full").out == i + (k - 1)

    def test_5_no_zeros_strides(self):
        for i, k, s in fitting(STRIDES):
            assert Window(i, k, s).out == (i - k) // s + 1

    def test_6_zeros_strides(self):
        for i, k, s, p in fitting(STRIDES, ZEROS):
            assert Window.of(i, k, s, p).out == (i + 2 * p - k) // s + 1

    def test_6_sizes_that_the_stride_does_not_divide_give_the_same_output(self):
        assert [Window.of(i, 3, 2, 1).out for i in (5, 6)] == [3, 3]

    def test_7_pooling(self):
        for i, k, s in fitting(STRIDES):
            assert MaxPool((i, 1), k, s).out_shape == ((i - k) // s + 1, 1)

    def test_8_transposed_no_zeros_unit_strides(self):
        for i, k in fitting():
            assert transposed_window(i, k).size == i + (k - 1)

    def test_9_transposed_zeros_unit_strides(self):
        for i, k, p in [(i, k, p) for i, k, p in fitting(ZEROS) if i + k - 1 > 2 * p]:
            assert transposed_window(i, k, padding=p).size == i + (k - 1) - 2 * p

    def test_10_transposed_half_padding_keeps_the_size(self):
        for i, k in [(i, k) for i, k in fitting() if k % 2]:
            assert transposed_window(i, k, padding="same").size == transposed_window(i, k, padding=k // 2).size == i

    def test_11_transposed_full_padding(self):
        for i, k in fitting():
            assert transposed_window(i, k, padding="full").size == i - (k - 1)

    def test_12_transposed_no_zeros_strides(self):
        for i, k, s in fitting(STRIDES):
            assert transposed_window(i, k, s).size == s * (i - 1) + k

    def test_13_and_14_transposed_zeros_strides(self):
        """The transpose of a convolution of size i has that size again with a = (i + 2p - k) mod s places more."""
        for i, k, s, p in fitting(STRIDES, ZEROS):
            a = (i + 2 * p - k) % s
            small = Window.of(i, k, s, p).out
            back = transposed_window(small, k, s, p, extra=a)
            assert back.size == s * (small - 1) + a + k - 2 * p == i
            assert back == Window.of(i, k, s, p)

    def test_15_dilation(self):
        for i, k, s, p, d in fitting(STRIDES, ZEROS, (1, 2, 3)):
            if i + 2 * p >= k + (k - 1) * (d - 1):
                assert Window.of(i, k, s, p, d).out == (i + 2 * p - k - (k - 1) * (d - 1)) // s + 1


@given(windows())
def test_a_window_looks_at_the_places_that_it_lists(settings):
    window = Window.of(*settings)
    assert window.indices.shape == (window.out, window.kernel)
    assert window.indices.max() < window.padded, "the last window still fits"
    assert window.indices.max() + window.stride >= window.padded, "and one more would not"
    seen = {place - window.before for place in window.indices.ravel().tolist()}
    assert set(window.unreached) == set(range(window.size)) - seen


@given(windows())
def test_same_padding_gives_one_output_every_stride(settings):
    size, kernel, stride, _, dilation = settings
    window = Window.of(size, kernel, stride, "same", dilation)
    assert window.out == -(-size // stride)
    assert window.after - window.before in (0, 1)


@given(windows(transposed_window))
def test_a_transposed_convolution_with_same_padding_grows_by_its_stride(settings):
    size, kernel, stride, _, dilation = settings
    window = transposed_window(size, kernel, stride, "same", dilation)
    assert window.size == stride * size and window.out == size


@given(windows())
def test_the_backward_pass_is_the_transpose_of_cutting_out_patches(settings):
    """<patches(x), y> = <x, back(y)> with the flipped kernel, for every pair of unit vectors."""
    window, rng = Window.of(*settings), np.random.default_rng(0)
    k = rng.normal(size=window.kernel)
    there = np.stack([patches_of(x[:, None], (window,))[:, :, 0] @ k for x in np.eye(window.size)])
    back = np.stack([backward_rows(y[None, :, None], (window,)) @ k[::-1] for y in np.eye(window.out)])
    np.testing.assert_array_equal(back, there.T)


def test_outputs_that_looked_at_nothing_but_zeros_lead_nowhere():
    far = Window(2, 2, stride=4, before=4, after=3)
    assert far.out == 2 and far.landing[0] == slice(1, 2)
    nothing = Window(1, 1, stride=5, before=2, after=3)
    assert nothing.landing == (slice(0, 0), slice(0, 0))
    assert (spread(np.ones((1, nothing.out, 1)), (nothing,)) == 0.0).all()


def test_places_beyond_the_last_window_and_between_windows_are_not_reached():
    assert Window(8, 3, stride=2).unreached == (7,)
    assert Window(8, 1, stride=3).unreached == (1, 2, 4, 5, 7)
    assert Window(8, 2, stride=3, dilation=2).unreached == (1, 4, 6, 7)
    assert Window.of(8, 3, padding="same").unreached == ()


def test_one_value_serves_all_axes_and_a_tuple_one_each():
    rows, columns = windows_along((8, 9), (3, 2), (1, 2), ("same", (0, 3)), 2)
    assert rows == Window.of(8, 3, 1, "same", 2)
    assert columns == Window(9, 2, 2, 0, 3, 2)


@pytest.mark.parametrize("size", [0, -1, 2.0, True, None, "8"])
def test_a_size_that_is_none_is_refused(size):
    with pytest.raises(ValueError, match="expected a whole number of at least 1 as size, got"):
        Window(size, 1)
    with pytest.raises(ValueError, match="expected a whole number of at least 1 as size, got"):
        Window.of(size, 1, padding="same")

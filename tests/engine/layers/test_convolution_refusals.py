"""Kernels, windows and shapes that do not fit are refused with what would fit."""

import numpy as np
import pytest

from nnviz.engine import Convolution, Dense, TransposedConvolution, activation, kernel_matrix
from tests.engine.layers.image_layers import convolution

RELU, ONES = activation("relu"), np.ones
IMAGE = np.ones((3, 3, 1, 1))


def plain(**rest):
    return convolution((3, 3), 1, 1, (8, 8), **rest)


def transposed(**rest):
    return convolution((3, 3), 1, 1, (2, 2), kind=TransposedConvolution, **rest)


NO_OUTPUT = {
    "kernel": (
        lambda: convolution((9, 9), 1, 1, (8, 8)),
        r"a kernel that fits into the 8 places, got a kernel of 9; no output would be left: "
        r"use a kernel of at most 8, or 1 more zero of padding \(along the rows\)",
    ),
    "padding": (
        lambda: convolution((3, 6), 1, 1, (8, 2), padding=1),
        r"into the 2 places with 2 zeros of padding, got a kernel of 6; .* "
        r"use a kernel of at most 4, or 2 more zeros of padding \(along the columns\)",
    ),
    "dilation": (
        lambda: convolution((3,), 1, 1, (6,), dilation=3),
        r"got one of 3 that reaches over 7 with dilation 3; .* "
        r"use a kernel of at most 2, a smaller dilation, or 1 more zero of padding \(along the positions\)",
    ),
    "cut": (
        lambda: transposed(padding=2),
        r"a padding of less than the 4 places of the output, got 4; no output would be left: cut off at most 3",
    ),
}


@pytest.mark.parametrize("case", NO_OUTPUT)
def test_sizes_that_leave_no_output_are_refused_with_what_would(case):
    make, says = NO_OUTPUT[case]
    with pytest.raises(ValueError, match=says):
        make()


NUMBERS = {
    "stride 0": (
        lambda: plain(stride=0),
        "as stride, got 0; a window that never moves leaves no output: use 1 or more",
    ),
    "stride 1.5": (lambda: plain(stride=1.5), "at least 1 as stride, got 1.5"),
    "stride of one axis": (
        lambda: plain(stride=(1,)),
        "stride as one value, or a tuple with one for each of the 2 axes",
    ),
    "transposed stride 0": (lambda: transposed(stride=0), r"as stride, got 0; .* \(along the rows\)"),
    "dilation 0": (lambda: plain(dilation=0), "at least 1 as dilation, got 0"),
    "padding -1": (lambda: plain(padding=-1), "at least 0 as padding before, got -1"),
    "padding in words": (lambda: plain(padding="zero"), "one of valid, same, full, a number of zeros, or a pair"),
    "padding of three axes": (lambda: plain(padding=(1, 2, 3)), r"one for each of the 2 axes, got \(1, 2, 3\)"),
    "extra": (lambda: transposed(stride=2, extra=2), "extra to be less than the stride, 2, got 2"),
    "extra -1": (lambda: transposed(extra=-1), "at least 0 as extra, got -1"),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_numbers_out_of_their_range_are_refused(case):
    make, says = NUMBERS[case]
    with pytest.raises(ValueError, match=says):
        make()


SHAPES = {
    "K of a signal": (lambda: Convolution(ONES((3, 1, 1)), None, RELU, (8, 8)), r"K of shape \(..., kernel rows, kern"),
    "b": (lambda: Convolution(ONES((3, 3, 1, 2)), ONES(3), RELU, (8, 8)), "give b one entry for each filter"),
    "no filter": (lambda: Convolution(ONES((3, 3, 1, 0)), None, RELU, (8, 8)), "expected K of shape"),
    "three axes": (lambda: Convolution(IMAGE, None, RELU, (8, 8, 8)), r"\(rows, columns, channels\) of an image or"),
    "no rows": (lambda: Convolution(IMAGE, None, RELU, (0, 8)), "each at least 1, got"),
    "NaN": (lambda: Convolution(np.nan * IMAGE, None, RELU, (8, 8)), "expected finite numbers in K"),
    "a list": (lambda: Convolution([[1.0]], None, RELU, (8,)), "expected K as a NumPy array"),
    "a name": (lambda: Convolution(IMAGE, None, "relu", (8, 8)), "expected activation to be an instance"),
    "X without channels": (lambda: plain().forward(ONES((2, 8, 8))), r"N, 8, 8, 1\), row x column x channel of every"),
    "one X": (lambda: plain().forward(ONES((8, 8, 1))), r"expected X of shape \(..., N, 8, 8, 1\)"),
    "X of another size": (lambda: plain().forward(ONES((2, 8, 9, 1))), r"got \(2, 8, 9, 1\)"),
    "no convolution": (
        lambda: kernel_matrix(Dense(ONES((2, 2)), None, RELU)),
        "layer to be an instance of Convolution",
    ),
}


@pytest.mark.parametrize("case", SHAPES)
def test_shapes_that_do_not_fit_are_refused(case):
    make, says = SHAPES[case]
    with pytest.raises(ValueError, match=says):
        make()

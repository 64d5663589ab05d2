"""Kernel by hand: the engine's layer against sums of products, named kernels, edits of the kernel and of the image."""

import numpy as np
import pytest

from nnviz.experiments.convolution.conclusions.kernel import conclusions
from nnviz.experiments.convolution.image_settings import IMAGES, drawn_rows
from nnviz.experiments.convolution.images import drawn_text, image_of, typed_text, with_side
from nnviz.experiments.convolution.kernel import (
    KERNELS,
    filtered,
    kernel_of,
    name_of,
    named_kernel,
    textbook,
    with_named,
    with_size,
    with_weight,
)
from nnviz.experiments.convolution.questions.kernel import impulse_question
from nnviz.experiments.convolution.settings import ConvolutionSettings


@pytest.mark.parametrize("image", IMAGES)
@pytest.mark.parametrize("padding", ["valid", "same", "full"])
@pytest.mark.parametrize("flipped", [False, True])
def test_each_cell_is_the_sum_of_its_products(image, padding, flipped):
    kernel = tuple(np.arange(1.0, 10.0).tolist())
    now = ConvolutionSettings(image=image, kernel=kernel, kernel_padding=padding, kernel_flipped=flipped)
    result = filtered(now)
    p = {"valid": 0, "same": 1, "full": 2}[padding]
    X = np.pad(image_of(now), ((p, p), (p, p), (0, 0)))
    K = np.arange(1.0, 10.0).reshape(3, 3, 1)
    K = K[::-1, ::-1] if flipped else K
    rows, columns = (side - 2 for side in X.shape[:2])
    expected = [[(X[i : i + 3, j : j + 3] * K).sum() for j in range(columns)] for i in range(rows)]
    np.testing.assert_allclose(result.Z, expected, rtol=1e-12)
    np.testing.assert_allclose(result.products.sum((2, 3, 4)), expected, rtol=1e-12)


def test_the_textbook_lines_compute_what_the_layer_computes():
    for now in (
        ConvolutionSettings(image="colours", kernel_flipped=True),
        ConvolutionSettings(kernel_padding="valid"),
        ConvolutionSettings(image="ball", kernel_padding="full", kernel_size=5, kernel=tuple(range(25))),
    ):
        result = filtered(now)
        names = {"np": np, "X": image_of(now), "K": result.kernel, "Z": np.zeros(result.Z.shape)}
        exec(textbook(now), names)
        np.testing.assert_allclose(names["Z"], result.Z, rtol=1e-12)


def test_sobel_finds_edges_and_nothing_in_an_even_area():
    square = ConvolutionSettings(image="square", kernel_padding="valid")
    for name, axis in (("sobel_x", 1), ("sobel_y", 0)):
        Z = filtered(with_named(square, name)).Z
        assert np.unique(np.nonzero(np.abs(Z).sum(1 - axis))[0]).tolist() == [0, 1, 5, 6]
        assert Z.max() == 64 and Z.min() == -64  # (1 + 2 + 1) 16


@pytest.mark.parametrize("size", [3, 5])
def test_named_kernels_keep_grey_or_answer_to_its_changes_only(size):
    sums = {name: round(float(named_kernel(name, size).sum()), 12) for name in KERNELS}
    assert sums == dict.fromkeys(KERNELS, 1.0) | dict.fromkeys(("sobel_x", "sobel_y", "edges"), 0.0)
    np.testing.assert_array_equal(named_kernel("sobel_x", size), named_kernel("sobel_y", size).T)
    settings = ConvolutionSettings()
    for name in KERNELS:
        assert name_of(with_named(with_size(settings, size), name)) == name


def test_only_a_kernel_that_half_a_turn_changes_tells_correlation_from_convolution():
    for name, same in (("gaussian", True), ("edges", True), ("sobel_x", False), ("shift", False)):
        now = with_named(ConvolutionSettings(), name)
        flipped = now.changed(kernel_flipped=True)
        assert np.array_equal(filtered(now).Z, filtered(flipped).Z) == same
    assert "by at most **0** here; a kernel" in conclusions(with_named(ConvolutionSettings(), "blur"))[2]


def test_a_larger_kernel_keeps_its_name_or_its_numbers():
    sobel = ConvolutionSettings()
    assert name_of(with_size(sobel, 5)) == "sobel_x"
    own = with_weight(sobel, 0, 0, 0, 7.5, 1)
    wide = with_size(own, 5)
    assert kernel_of(wide, 1)[1:4, 1:4].ravel().tolist() == list(own.kernel)
    assert with_size(wide, 3) == own


def test_channels_share_a_kernel_until_one_of_them_is_changed():
    colours = ConvolutionSettings(image="colours")
    assert kernel_of(colours, 3).shape == (3, 3, 3)
    changed = with_weight(colours, 1, 1, 2, 4.0, 3)
    assert len(changed.kernel) == 27
    kernel = kernel_of(changed, 3)
    assert kernel[1, 1].tolist() == [0.0, 0.0, 4.0]
    assert kernel_of(changed.changed(image="digit"), 1).shape == (3, 3, 1)


def test_weights_outside_of_the_kernel_or_too_large_are_refused():
    with pytest.raises(ValueError, match="inside of the kernel"):
        with_weight(ConvolutionSettings(), 3, 0, 0, 1.0, 1)
    with pytest.raises(ValueError, match="100"):
        with_weight(ConvolutionSettings(), 0, 0, 0, 1e6, 1)
    with pytest.raises(ValueError, match="expected 9 numbers for a kernel of 3 x 3, or 27 for three channels, got 4"):
        ConvolutionSettings().changed(kernel=(1.0, 2.0, 3.0, 4.0))


def test_a_drawn_image_is_cut_and_framed_around_its_middle():
    drawn = ConvolutionSettings(image="drawn")
    rows = np.array(drawn_rows(drawn.drawn))
    wide = with_side(drawn, 14)
    np.testing.assert_array_equal(np.array(drawn_rows(wide.drawn))[2:12, 2:12], rows)
    assert with_side(wide, 10) == drawn
    assert drawn_text(rows.astype(float)) == drawn.drawn


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 2 3; 4 5; 6 7 8", "rows of one length, got 3 numbers in row 1 and 2 in row 2"),
        ("1 2; 3 4", "3 x 3 to 16 x 16 pixels, got 2 x 2"),
        ("0 0 17; 0 0 0; 0 0 0", "from 0 (paper) to 16 (ink), got 17"),
        ("0 0 0.5; 0 0 0; 0 0 0", "got 0.5"),
        ("1 2 3 4 5 6 7 8 9 10", "got 10 numbers in one line; 9 or 16 make a square"),
        ("1 2 3 4", "3 x 3 to 16 x 16 pixels, got 2 x 2"),
        ("\n".join(["0 " * 17] * 3), "got 3 x 17"),
        ("a b c", "expected numbers, got 'a'"),
    ],
)
def test_a_typed_image_that_is_none_is_refused_with_what_is_wrong(text, reason):
    with pytest.raises(ValueError, match=r".*") as refusal:
        typed_text(text)
    assert reason in str(refusal.value)


@pytest.mark.parametrize("drawn", ["000-00-000", "00-00", "00x-000-000", "0" * 17 + "-" + "0" * 17 + "-" + "0" * 17])
def test_an_address_with_a_drawing_that_is_none_is_refused(drawn):
    with pytest.raises(ValueError, match="expected"):
        ConvolutionSettings().changed(drawn=drawn)


def test_a_layer_shows_a_single_pixel_its_kernel_turned_by_half_a_turn():
    assert impulse_question().answer == "the kernel turned by 180°"
    assert "9 8 7" in impulse_question().because


def test_an_image_that_shows_no_difference_is_not_taken_for_a_kernel_that_has_none():
    blank = ConvolutionSettings(image="drawn", drawn="000-000-000", kernel_padding="valid")
    place, _, apart = conclusions(with_named(blank, "sobel_x"))
    assert "this image does not show it" in apart
    assert place.endswith("the same 9 numbers are used at 1 place.")
    coloured = ConvolutionSettings(image="colours", kernel=tuple(map(float, range(27))))
    assert "27 products: the same 27 numbers" in conclusions(coloured)[0]

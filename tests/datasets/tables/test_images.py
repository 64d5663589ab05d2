"""A table with one image a row: its pixels, its class, and what is no image."""

import numpy as np
import pytest

from nnviz.datasets import TableError, dataset, default_features, default_target, read_table, to_dataset
from nnviz.datasets.tables.images import image_side, image_target, pixel_columns, why_no_images

DIGITS = dataset("digits").take(range(60))


def digits_table(label_first=False, header=True, more=()):
    """The first digits as a table; ``more`` stands before the pixels."""
    names = [*[name for name, _ in more], *(f"p{i}" for i in range(64))]
    lines = [",".join(["digit", *names] if label_first else [*names, "digit"])] if header else []
    for row, (pixels, label) in enumerate(zip(DIGITS.X, DIGITS.labels, strict=True)):
        cells = [*(f"{values[row]}" for _, values in more), *(f"{pixel:g}" for pixel in pixels)]
        lines.append(",".join([str(label), *cells] if label_first else [*cells, str(label)]))
    return read_table("\n".join(lines))


@pytest.mark.parametrize("label_first", [False, True])
@pytest.mark.parametrize("header", [False, True])
def test_every_pixel_and_the_class_beside_them_are_found(label_first, header):
    table = digits_table(label_first, header)
    target = image_target(table)
    data = to_dataset(table, target, pixel_columns(table, target), images=True).data
    assert target == table.names[0 if label_first else -1]
    assert (data.shape, data.image_shape, data.x_range) == ((8, 8, 1), (8, 8), (0.0, 16.0))
    np.testing.assert_array_equal(data.X, DIGITS.X)  # pixels that are 0 in every row included
    np.testing.assert_array_equal(data.labels, DIGITS.labels)


def test_row_numbers_are_no_pixels():
    table = digits_table(more=[("id", range(1, 61))])
    assert len(pixel_columns(table, "digit")) == 64 and "id" not in pixel_columns(table, "digit")


def test_a_table_of_measurements_holds_no_images():
    table = read_table("a,b,c\n" + "".join(f"{i},{i * i},{i % 2}\n" for i in range(20)))
    assert image_target(table) is None and why_no_images(2) == ""


@pytest.mark.parametrize(
    ("pixels", "side"), [(64, 8), (81, 9), (144, 12), (256, 16), (49, None), (63, None), (289, None)]
)
def test_only_squares_of_8_to_16_pixels_are_images(pixels, side):
    assert image_side(pixels) == side


@pytest.mark.parametrize(
    ("pixels", "squares"), [(63, "64 (8 × 8) would be"), (100 + 5, "100 (10 × 10) or 121 (11 × 11) would be")]
)
def test_a_table_that_is_no_square_is_told_what_would_be(pixels, squares):
    assert f"{pixels} columns of numbers are no square image" in why_no_images(pixels)
    assert squares in why_no_images(pixels)


def test_pixels_that_make_no_square_or_hold_texts_are_refused():
    table = digits_table()
    with pytest.raises(TableError, match="pixels of a square image, from 64 .* columns, got 63"):
        to_dataset(table, "digit", pixel_columns(table, "digit")[1:], images=True)
    texts = digits_table(more=[("name", ["a", "b", "c"] * 20)])
    with pytest.raises(TableError, match="column 'name' holds texts; leave it out"):
        to_dataset(texts, "digit", ["name", *pixel_columns(texts, "digit")[1:]], images=True)


def test_images_that_are_all_the_same_are_refused():
    row = ",".join(["3"] * 64)
    table = read_table(",".join(f"p{i}" for i in range(64)) + ",y\n" + "".join(f"{row},{i % 2}\n" for i in range(8)))
    with pytest.raises(TableError, match="images that differ"):
        to_dataset(table, "y", pixel_columns(table, "y"), images=True)


def test_a_row_of_another_size_is_told_with_its_row():
    short = ",".join(["1"] * 50)
    rows = "".join(
        ",".join(f"{pixel:g}" for pixel in X) + f",{label}\n" for X, label in zip(DIGITS.X, DIGITS.labels, strict=True)
    )
    with pytest.raises(TableError, match="row 61") as caught:
        read_table(rows + short + ",3\n")
    assert caught.value.row == 61


def test_the_same_table_without_images_keeps_its_features():
    table = digits_table()
    data = to_dataset(table, default_target(table), default_features(table, default_target(table))).data
    assert data.shape is None and data.x_range is None

"""The pictures of a tensor: what they show of it, in which colours, and that nothing in it breaks them."""

import json

import numpy as np
import pytest

from nnviz.experiments.inspection import cut, histogram
from nnviz.experiments.inspection.formula import cell
from nnviz.figures import tensor, tensor_histogram
from nnviz.figures.tensor import DRAWN, info
from nnviz.figures.tensor_picture import CLICKED, NUMBERS
from nnviz.figures.theme import theme

MATRIX = ("sample", "unit")


def drawn(values, axes=MATRIX, dark=False, **options):
    return tensor.figure(info(cut(np.asarray(values), axes), **options), dark)


@pytest.mark.parametrize("dark", [False, True])
def test_zero_is_in_the_middle_of_the_colours(dark):
    heat = drawn([[-1.0, 3.0]], dark=dark).data[0]
    assert (heat.zmin, heat.zmax) == (-3.0, 3.0)
    assert dict(heat.colorscale)[0.5] == theme(dark).zero


@pytest.mark.parametrize(("rows", "columns"), [(1, NUMBERS), (NUMBERS, 1), (NUMBERS, NUMBERS)])
def test_a_small_tensor_has_its_numbers_in_the_cells(rows, columns):
    heat = drawn(np.full((rows, columns), -0.5)).data[0]
    assert np.array(heat.text).tolist() == [["−0.5"] * columns] * rows


@pytest.mark.parametrize("shape", [(1, NUMBERS + 1), (NUMBERS + 1, 1)])
def test_a_larger_one_has_them_under_the_mouse(shape):
    chart = drawn(np.full(shape, -0.5))
    assert chart.data[0].text is None
    assert chart.data[1].customdata[0][-1] == "-0.5"


def test_every_cell_that_can_be_clicked_says_its_row_and_column():
    points = drawn(np.arange(6.0).reshape(2, 3)).data[1]
    assert [tuple(cell[:2]) for cell in points.customdata] == [(i, j) for i in range(2) for j in range(3)]
    assert [cell[-1] for cell in points.customdata] == ["0", "1", "2", "3", "4", "5"]
    assert list(zip(points.y, points.x, strict=True)) == [(i, j) for i in range(2) for j in range(3)]


def test_a_traced_sample_keeps_its_number_on_the_axis():
    picture = info(cut(np.arange(12.0).reshape(4, 3), MATRIX, sample=2), chosen=(0, 1))
    chart = tensor.figure(picture, False)
    assert tuple(chart.data[0].y) == (2,) and chart.layout.yaxis.ticktext == ("2",)
    frame = chart.layout.shapes[0]
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (0.5, 1.5, 1.5, 2.5)


def test_a_long_tensor_is_thinned_and_says_so():
    values = np.arange(3 * DRAWN * 7.0).reshape(3 * DRAWN, 7)
    picture = info(cut(values, MATRIX), chosen=(3, 2))
    assert picture.thinned == "every 3rd sample" and picture.row_numbers[:3] == (0, 3, 6)
    assert np.array_equal(picture.values, values[::3]) and picture.chosen == (1, 2)
    assert info(cut(values, MATRIX), chosen=(4, 2)).chosen is None, "that row is not drawn"
    points = tensor.figure(picture, False).data[1]
    assert tuple(points.customdata[7][:2]) == (3, 0), "a click means the entry of the whole tensor"


def test_the_colours_reach_to_the_largest_number_that_is_drawn():
    assert info(cut(np.array([[1.0, np.inf, np.nan, -2.0]]), MATRIX)).limit == 2.0
    assert info(cut(np.zeros((2, 2)), MATRIX)).limit == 1.0


def test_what_is_not_finite_is_written_where_it_stands():
    small = drawn([[np.nan, np.inf, -np.inf, 1.0]])
    assert small.data[0].text[0] == ["", "∞", "−∞", "1"]
    assert list(small.data[1].text) == ["NaN", "", "", ""]
    assert np.array_equal(small.data[0].z, [[np.nan, 1.0, -1.0, 1.0]], equal_nan=True)
    large = drawn(np.where(np.eye(20) > 0, np.nan, 1.0))
    assert list(large.data[1].text).count("NaN") == 20
    huge = drawn(np.full((CLICKED, CLICKED), np.inf))
    assert "%{text}" in huge.data[0].hovertemplate and huge.data[0].text[0][0] == "inf"


def test_names_are_written_and_markup_in_them_is_not_obeyed():
    evil = "<a href='https://example.org'>b</a>"
    picture = info(cut(np.ones((1, 2)), MATRIX), (), (evil, "petal length (cm)"))
    chart = tensor.figure(picture, False)
    assert chart.layout.xaxis.ticktext[1] == "petal length …"
    assert "<a" not in json.dumps(chart.to_plotly_json(), default=str)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("values", "axes"),
    [
        (3.0, ()),
        (np.arange(3.0), ("unit",)),
        (np.arange(3.0), ("sample",)),
        (np.ones((2, 3, 4)), ("time", "sample", "unit")),
        (np.zeros((0, 4)), MATRIX),
        (np.full((2, 2), np.nan), MATRIX),
        (np.array([[1e308, -1e308]]), MATRIX),
        (np.array([[5e-324, 0.0]]), MATRIX),
        (np.array([[True, False]]), MATRIX),
        (np.ones((1000, 1000)), MATRIX),
    ],
)
def test_nothing_in_a_tensor_breaks_its_pictures(values, axes, dark):
    shown = cut(np.asarray(values), axes)
    for chart in (
        tensor.figure(info(shown, chosen=(0, 0)), dark),
        tensor_histogram.figure(histogram(shown.values), dark),
    ):
        assert len(chart.to_json()) < 400_000


def test_only_so_many_names_stand_below_a_picture_as_fit():
    names = tuple(f"pixel {i},{j}" for i in range(8) for j in range(8))
    chart = tensor.figure(info(cut(np.ones((3, 64)), MATRIX), (), names), False)
    assert chart.layout.xaxis.ticktext[:2] == ("pixel 0,0", "pixel 1,3") and len(chart.layout.xaxis.ticktext) <= 7
    few = tensor.figure(info(cut(np.ones((3, 4)), MATRIX), (), ("petal length (cm)",) * 4), False)
    assert len(few.layout.xaxis.ticktext) == 4


def test_each_picture_says_which_axis_is_which():
    chart = drawn(np.ones((2, 2)))
    assert (chart.layout.xaxis.title.text, chart.layout.yaxis.title.text) == ("unit", "sample")
    low, high = chart.layout.yaxis.range
    assert low > high, "the first row is at the top"


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-1.5, "−1.5"),
        (1e-7, "1e−7"),
        (-2.5e12, "−2.5e12"),
        (np.nan, "NaN"),
        (-np.inf, "−∞"),
        # The same as of `significant` in tests/js/kit/number_format.test.js, ties included.
        (0.123456, "0.1235"),
        (-1234.56, "−1235"),
        (12345, "1.234e4"),
        (0.00012345, "0.0001234"),
        (0.28125, "0.2812"),
        (0.28135, "0.2813"),
        (9.99996, "10"),
    ],
)
def test_numbers_are_short(x, text):
    assert cell(x) == text


def test_bars_are_blue_above_zero_and_orange_below():
    chart = tensor_histogram.figure(histogram(np.linspace(-1.0, 1.0, 99)), False)
    bars, colours = chart.data[0], theme(False)
    for x, colour in zip(bars.x, bars.marker.color, strict=True):
        assert colour == (colours.muted if x == 0 else colours.positive if x > 0 else colours.negative)


@pytest.mark.parametrize(("most", "step"), [(1, 1), (4, 1), (5, 2), (9, 5), (21, 10), (1400, 500)])
def test_ticks_of_the_histogram_are_whole_numbers(most, step):
    assert tensor_histogram.figure(histogram(np.zeros(most)), False).layout.yaxis.dtick == step

"""Receptive fields: arithmetic against the engine's windows and gradients, and the spread of Luo et al."""

import numpy as np
import pytest

from nnviz.experiments.convolution.conclusions.receptive_field import arithmetic_in_words, conclusions
from nnviz.experiments.convolution.field_arithmetic import field_arithmetic, spans
from nnviz.experiments.convolution.field_task import task_of
from nnviz.experiments.convolution.questions.receptive_field import question
from nnviz.experiments.convolution.receptive_field import (
    field_box,
    field_gradient,
    gradient_at,
    inner_share,
)
from nnviz.experiments.convolution.receptive_field_settings import StackLayer, map_sizes, stack_layer
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.convolution.stack_editing import (
    centred,
    with_kind,
    with_layer,
    with_one_more,
    with_stack,
    without_layer,
)
from nnviz.experiments.recording.recording import begin
from tests.seeds import seeds


def settings(stack, **more):
    stack = tuple(stack.split())
    return centred(ConvolutionSettings(field_stack=stack, field_layer=len(stack), **more))


def gradient(now):
    return gradient_at(now, begin(task_of(now)))


@pytest.mark.parametrize(
    ("stack", "size"),
    [
        ("conv3", 3),
        ("conv3 conv3", 5),
        ("conv3 max2 conv3", 8),
        ("conv7s2 max3s2 conv3 conv3", 27),  # the beginning of ResNet: 1 + 6 + 2*2 + 2*4 + 2*4
        ("conv3 conv3d2 conv3d4", 15),  # dilations of 1, 2, 4 (Yu and Koltun 2016, figure 1)
        ("conv3 conv3 max2 conv3 conv3 max2 conv3 conv3", 32),
    ],
)
def test_the_size_is_one_plus_the_reaches_times_the_strides_before(stack, size):
    """Araujo, Norris and Sim 2019, equation 2."""
    assert field_arithmetic([stack_layer(text) for text in stack.split()]).size == size


STACKS = (
    "conv3",
    "conv3 conv3 max2 conv3 conv3",
    "conv5s2 avg2 conv3",
    "conv3d2 conv3s3",
    "max3s2 conv4 avg2",
    "conv3 conv3d2 conv3d4",
)


@pytest.mark.parametrize("weights", ["random", "equal"])
@pytest.mark.parametrize("padded", [True, False])
@pytest.mark.parametrize("stack", STACKS)
def test_the_gradient_is_exactly_zero_outside_of_the_box_and_reaches_its_edges(stack, padded, weights):
    relu = "max" not in stack
    now = settings(stack, field_padding=padded, field_weights=weights, field_relu=relu, field_size=24)
    found, box = gradient(now), field_box(now)
    assert found.outside == 0.0
    for k in range(box.layer + 1):
        rows, columns = np.nonzero(found.energy[k])
        if "max" not in stack and "conv5s2" not in stack and "s3" not in stack:
            assert (rows.min(), rows.max()) == box.rows[k]
            assert (columns.min(), columns.max()) == box.columns[k]
        assert box.rows[k][0] <= rows.min() and rows.max() <= box.rows[k][1]


def test_a_corner_unit_sees_a_box_that_the_edge_cuts_off():
    now = settings("conv3 conv3").changed(field_row=0, field_column=19)
    box = field_box(now)
    assert (box.rows[0], box.columns[0], box.cut) == ((0, 2), (17, 19), True)
    assert (box.whole_rows, box.whole_columns) == ((-2, 2), (17, 21))
    assert gradient(now).outside == 0.0


def test_spans_are_where_the_engines_windows_look():
    layers = [StackLayer("conv", 3, 2, 2), StackLayer("max", 3, 2)]
    task = task_of(settings("conv3s2d2 max3s2", field_size=20))
    convolution, pool = task.network().layers[1:3]
    for unit in range(pool.windows[0].out):
        first, last = pool.windows[0].indices[unit][[0, -1]]
        looked = convolution.windows[0].indices[[first, last]] - convolution.windows[0].before
        assert spans(layers, [2, 0], unit) == ((looked[0, 0], looked[1, -1]), (first, last), (unit, unit))


@pytest.mark.parametrize("n", [1, 2, 4, 8])
def test_equal_kernels_of_three_spread_the_gradient_by_the_root_of_two_thirds_of_n(n):
    """Luo, Li, Urtasun and Zemel 2016, section 2.1: a standard deviation of sqrt(2n/3)."""
    now = settings(" ".join(["conv3"] * n), field_weights="equal", field_relu=False, field_size=24)
    found = gradient(now)
    assert found.std == pytest.approx([np.sqrt(2 * n / 3)] * 2, rel=1e-9)
    assert field_box(now).arithmetic.std == pytest.approx(np.sqrt(2 * n / 3), rel=1e-12)


@pytest.mark.parametrize("relu", [True, False])
@pytest.mark.parametrize("seed", seeds(range(20), usual=1))
def test_random_weights_spread_it_by_that_on_average(seed, relu):
    """Over 32 networks, seeds 0 to 19: within 8 % of theory."""
    now = settings("conv3 conv3 conv3 conv3", field_relu=relu, field_size=21, field_seed=seed)
    assert gradient(now).std == pytest.approx([np.sqrt(8 / 3)] * 2, rel=0.08)


def test_the_middle_of_the_box_holds_most_of_what_a_deep_unit_depends_on():
    shallow, deep = settings("conv3 conv3", field_size=24), settings("conv3 " * 8, field_size=24)
    shares = [inner_share(field_box(now), gradient(now).energy[0]) for now in (shallow, deep)]
    assert shares[0] < shares[1] and shares[1] > 0.8


def test_training_is_measured_moment_by_moment():
    now = settings("conv3 max2 conv3", field_weights="trained")
    recording = begin(task_of(now)).next_frame()
    assert field_box(now).sizes[0] == 8
    found = field_gradient(now, recording.networks()[0])
    assert found.outside == 0.0 and found.std != gradient_at(now, recording, 0).std
    assert "steps of training" in conclusions(now, recording)[-1]


@pytest.mark.parametrize(
    ("stack", "paths"),
    [
        ("conv3 conv3", "More paths lead to the unit from the middle"),
        ("conv3", "Just one path leads to the unit from each pixel"),
        ("conv3s3 conv3", "Just one path leads to the unit from each pixel"),
        ("conv3d4", "The kernel has holes"),
    ],
)
def test_more_paths_from_the_middle_are_told_of_only_where_there_are_more(stack, paths):
    now = settings(stack, field_weights="equal", field_relu=False)
    assert paths in question(now, gradient(now)).because


@pytest.mark.parametrize("weights", ["random", "equal", "trained"])
@pytest.mark.parametrize("stack", STACKS[:2])
def test_there_is_a_question_and_a_conclusion(stack, weights):
    now = settings(stack, field_weights=weights)
    recording = begin(task_of(now))
    assert question(now, gradient_at(now, recording)).answer
    assert arithmetic_in_words(now) in conclusions(now, recording)[0]
    assert "**0.0**" in conclusions(now, recording)[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("conv", "expected a layer such as conv3"),
        ("conv9", "kernel from 1 to 7"),
        ("conv3s0", "stride from 1 to 4"),
        ("conv3d9", "dilation from 1 to 4"),
        ("max2d2", "pooling without dilation"),
        ("<b>", "expected a layer such as"),
    ],
)
def test_a_layer_that_cannot_be_is_refused(text, said):
    with pytest.raises(ValueError, match=said):
        stack_layer(text)


def test_a_stack_that_leaves_nothing_says_which_layer_does_not_fit():
    with pytest.raises(ValueError, match=r"layer 4 \(max 2×2, stride 2\) reaches over 2 places, but is given 1"):
        ConvolutionSettings(field_stack=("max2", "max2", "max2", "max2"), field_size=8, field_layer=1)
    with pytest.raises(ValueError, match="expected a layer from 1 to 1"):
        ConvolutionSettings(field_stack=("conv3",), field_layer=2)


def test_layers_are_changed_added_and_taken_away():
    now = ConvolutionSettings(field_layer=3)
    assert with_kind(now, "conv").field_stack[2] == "conv3"
    assert with_layer(now, kernel=3).field_stack[2] == "max3s2"
    assert with_layer(now, stride=2) == centred(now)
    more = with_one_more(now)
    assert len(more.field_stack) == more.field_layer == 6
    assert without_layer(more).field_stack == now.field_stack
    assert with_stack(now, "conv3, conv3d2").field_layer == 2
    assert map_sizes(with_stack(now, "conv3s2")) == (20, 10)
    for wrong in ("", "conv"):
        with pytest.raises(ValueError, match="expected"):
            with_stack(now, wrong)
    with pytest.raises(ValueError, match="at least one layer"):
        without_layer(with_stack(now, "conv3"))

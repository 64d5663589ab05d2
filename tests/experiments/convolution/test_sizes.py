"""The arithmetic of convolutions: the relationships of Dumoulin and Visin, figures and networks as published."""

from itertools import product

import numpy as np
import pytest

from nnviz.engine import Convolution
from nnviz.experiments.convolution.conclusions.sizes import conclusions
from nnviz.experiments.convolution.questions.sizes import size_question
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.convolution.sizes import formula, sizes, textbook
from nnviz.experiments.convolution.sizes_settings import SIZE_PADDINGS
from nnviz.experiments.convolution.stacks import STACKS, stages


def settings(i, k, s=1, p="valid", d=1, **more):
    return ConvolutionSettings(size_in=i, size_kernel=k, size_stride=s, size_padding=str(p), size_dilation=d, **more)


def all_settings(transposed=False):
    for i, k, s, d, p in product((1, 2, 5, 6, 9, 16), (1, 2, 3, 4, 7), (1, 2, 3), (1, 2, 3), SIZE_PADDINGS):
        yield settings(i, k, s, p, d, size_transposed=transposed)


def found(transposed=False):
    """Every setting of the controls' range that leaves an output, thinned out."""
    for now in all_settings(transposed):
        try:
            yield now, sizes(now)
        except ValueError:
            continue


def test_the_numbers_of_figure_1_1_of_dumoulin_and_visin():
    figure = sizes(settings(5, 3))
    assert figure.trace.A[0, ..., 0].tolist() == [[12, 12, 17], [10, 17, 19], [9, 6, 14]]


@pytest.mark.parametrize(
    ("now", "o", "number"),
    [
        (settings(4, 3), 2, "1"),  # figure 2.1
        (settings(5, 4, p=2), 6, "2"),  # figure 2.2
        (settings(5, 3, p="same"), 5, "3"),  # figure 2.3
        (settings(5, 3, p="full"), 7, "4"),  # figure 2.4
        (settings(5, 3, 2), 2, "5"),  # figure 2.5
        (settings(5, 3, 2, 1), 3, "6"),  # figure 2.6
        (settings(6, 3, 2, 1), 3, "6"),  # figure 2.7
        (settings(7, 3, d=2), 3, "15"),  # figure 5.1
        (settings(2, 3, size_transposed=True), 4, "8"),  # figure 4.1
        (settings(6, 4, p=2, size_transposed=True), 5, "9"),  # figure 4.2
        (settings(5, 3, p="same", size_transposed=True), 5, "10"),  # figure 4.3
        (settings(7, 3, p="full", size_transposed=True), 5, "11"),  # figure 4.4
        (settings(2, 3, 2, size_transposed=True), 5, "12"),  # figure 4.5
        (settings(3, 3, 2, 1, size_transposed=True), 5, "13"),  # figure 4.6
        (settings(3, 3, 2, 1, size_transposed=True, size_extra=1), 6, "14"),  # figure 4.7
    ],
)
def test_the_relationships_of_dumoulin_and_visin_with_the_sizes_of_their_figures(now, o, number):
    one = sizes(now)
    assert (one.o, one.relationship) == (o, number)
    assert formula(one)[1].endswith(f"= {o}")


def test_the_formula_holds_for_every_setting_of_the_controls():
    count = 0
    for transposed in (False, True):
        for _, one in found(transposed):
            cut, reach = one.before + one.after, one.d * (one.k - 1) + 1
            if transposed:
                assert one.o == one.s * (one.i - 1) + reach - cut + one.extra
            else:
                assert one.o == (one.i + cut - reach) // one.s + 1
            assert one.trace.A.shape == (1, one.o, one.o, 1)
            assert formula(one)[1].endswith(f"= {one.o}")
            count += 1
    assert count > 1000


def test_the_textbook_lines_compute_what_the_layer_computes():
    for transposed in (False, True):
        for n, (_, one) in enumerate(found(transposed)):
            if n % 17:
                continue
            o = one.o
            names = {"np": np, "X": one.trace.X[0, ..., 0], "K": one.layer.K[..., 0, 0], "Z": np.zeros((o, o))}
            exec(textbook(one), names)
            np.testing.assert_allclose(names["Z"], one.trace.A[0, ..., 0], rtol=1e-12, atol=1e-12)


def test_a_transposed_convolution_is_a_convolution_of_the_turned_kernel_over_an_input_with_zeros_between():
    tried = 0
    for n, (_, one) in enumerate(found(transposed=True)):
        reach = one.reach
        if n % 7 or max(one.before, one.after) > reach - 1 or one.extra:
            continue
        spread = np.zeros((one.s * (one.i - 1) + 1,) * 2)
        spread[:: one.s, :: one.s] = one.trace.X[0, ..., 0]
        around = (reach - 1 - one.before, reach - 1 - one.after)
        turned = one.layer.K[::-1, ::-1]
        convolution = Convolution(
            turned.copy(), None, one.layer.activation, spread.shape, padding=(around, around), dilation=one.d
        )
        Z = convolution.forward(spread[np.newaxis, ..., np.newaxis]).A
        np.testing.assert_allclose(Z, one.trace.A, rtol=1e-12, atol=1e-12)
        tried += 1
    assert tried > 50


def test_pixels_that_no_window_reaches_are_counted():
    assert sizes(settings(6, 3, 2)).unreached == 36 - 25
    assert sizes(settings(5, 3, 2)).unreached == 0
    assert sizes(settings(5, 2, 3)).unreached == 25 - 16
    assert sizes(settings(3, 1, 2, size_transposed=True)).unreached == 25 - 9
    for _, one in found():
        touched = np.zeros((one.i, one.i), bool)
        places = [s - one.before + one.d * u for s in range(0, one.o * one.s, one.s) for u in range(one.k)]
        inside = sorted({place for place in places if 0 <= place < one.i})
        touched[np.ix_(inside, inside)] = True
        assert one.unreached == (~touched).sum()


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (settings(3, 5), "no output would be left"),
        (settings(6, 3, 0), "stride"),
        (settings(4, 3, d=4), "smaller dilation"),
        (settings(1, 1, p=3, size_transposed=True), "no output would be left"),
    ],
)
def test_settings_that_leave_no_output_say_which_size_does_not_fit(now, reason):
    with pytest.raises(ValueError, match=reason):
        sizes(now)
    assert "leave no output" in conclusions(now)[0]


def test_a_question_has_one_true_answer_for_every_setting():
    for transposed in (False, True):
        for _, one in found(transposed):
            question = size_question(one)
            assert question.answer == str(one.o)
            assert 2 <= len(question.options) <= 4


def test_the_parameters_and_connections_of_lenet_5():
    """LeCun et al. 1998, section II.B."""
    by_name = {stage.name: stage for stage in stages("lenet")}
    published = {"C1": 156, "S2": 12, "C3": 1516, "S4": 32, "C5": 48_120, "F6": 10_164}
    assert {name: by_name[name].parameters for name in published} == published
    c1 = by_name["C1"]
    assert c1.products + c1.side**2 * c1.channels == 122_304  # with those of the biases
    assert [stage.side for stage in stages("lenet")] == [32, 28, 14, 10, 5, 1, 1]


def test_the_sizes_and_parameters_of_tiny_vgg():
    """CNN Explainer (Wang et al. 2020)."""
    stack = stages("tiny_vgg")
    assert [stage.side for stage in stack[1:-1]] == [62, 60, 30, 28, 26, 13]
    assert sum(stage.parameters for stage in stack) == 19_920


@pytest.mark.parametrize("stack", STACKS)
def test_the_conclusions_tell_where_a_stack_has_its_parameters(stack):
    told = conclusions(ConvolutionSettings(size_stack=stack))
    assert "output of **2 × 2**: 4 windows. **11** pixels" in told[0]
    lenet = "80 % of them in C5, more than in any other layer; the most products are in C3, 46 % of 327,256"
    tiny = "85 % of them in output, more than in any other layer; the most products are in conv 1.2, 58 % of 5,608,780"
    assert {"lenet": lenet, "tiny_vgg": tiny}[stack] in told[2]
    for number in (lambda stage: stage.parameters, lambda stage: stage.products):
        first, second = sorted(map(number, stages(stack)))[-2:]
        assert first < second, "no other layer has as many"


def test_windows_that_overlap_share_pixels():
    told = conclusions(ConvolutionSettings(size_in=5, size_kernel=3, size_stride=1, size_padding="valid"))[0]
    assert told.endswith("9 windows. Every pixel is in at least one of them.")

import math

import pytest

from nnviz.lessons import running
from nnviz.lessons.measurements.expression import measured, read_measure
from nnviz.lessons.running import OutOfTimeError
from nnviz.lessons.views import read_view

NUMBERS = (
    ("activation_functions?z=0&functions=sigmoid", "slope at z", 0.25),
    ("activation_functions?functions=relu&x1=0", "gradient of w1", 0.0),
    ("activation_functions", "largest share of a gradient through 10 sigmoids", 0.25**10),
    ("forward_pass?hidden=", "parameters", 65),
    ("forward_pass?hidden=4", "parameters", 4 * 65 + 5),
    ("softmax?z=0,0,0", "largest probability", 1 / 3),
    ("softmax?z=0,0,0&target=1", "probability of the target", 1 / 3),
    ("softmax?z=0,0,0", "gradient of the target", -2 / 3),
    ("softmax?z=3,1,-1", "sum of the gradients", 0.0),
    ("softmax?z=3,1,-1", "change when 10 is added to all", 0.0),
    ("softmax?z=10,0,0", "largest probability at ten times the temperature", math.e / (math.e + 2)),
    ("loss", "cross-entropy of a millionth", 6 * math.log(10)),
    ("backward_pass?source=worked", "loss", 0.298371109),
    ("backward_pass?source=worked&biases=False", "loss after the update", 0.291027774),
    ("gradient_descent?curvature1=1&curvature2=4", "largest rate that converges", 0.5),
    ("gradient_descent?curvature1=1&curvature2=4", "condition number", 4),
    ("gradient_descent?curvature1=1&curvature2=1&optimizers=sgd:0.5", "steps until the first has arrived", 5),
    ("linear_collapse?hidden=4,1,4", "rank of W*", 1),
    ("linear_collapse", "largest deviation from X W* + b*", 0.0),
    ("width_and_depth?zigzag=4", "pieces of the folded network", 16),
    ("convolution", "output at the marked place", -47),
    ("convolution?topic=tied", "different weights", 9),
    ("convolution?topic=tied", "weights of a dense layer", 36 * 64),
    ("recurrence", "parameters", 3 + 9 + 3 + 3 + 1),
    ("recurrence", "parameters for twice as many steps", 19),
    (
        "recurrence?topic=gradient&gradient_cell=linear&gradient_radius=0.9",
        "share of the gradient left at the first step",
        0.9**50,
    ),
    ("attention?topic=positions", "largest change of an output by shuffling", 0.0),
)

WORDS = (
    ("activation_functions", "function without a slope at z = -2", "ReLU"),
    ("softmax", "softmax as written at logits of 1000", "NaN"),
    ("backward_pass?source=worked", "parameter of the largest gradient", "b2[0]"),
    ("backward_pass?activation=tanh", "gradients wrong without the slope in layer 1", "layer 1"),
    ("backward_pass?source=worked", "what happens if the last layer is skipped", "runs"),
    ("backward_pass?hidden=4", "what happens if the last layer is skipped", "refused"),
    ("gradient_descent?optimizers=sgd:0.21", "what the last one does", "diverges"),
    ("gradient_descent?optimizers=sgd:0.19", "what the last one does", "converges"),
    ("gradient_descent?optimizers=sgd:0.01,sgd:0.1", "which of them ends lowest", "2"),
    ("convolution?topic=equivariance", "what is exactly shifted", "convolution"),
    ("attention", "token that gets the largest weight", "token 1"),
    ("attention", "largest weight if the query is twice as long", "grows"),
)

BETWEEN = (
    ("softmax?z=3,1,-1", "change of the last when 1 is added to the first", -0.011, -0.008),
    ("loss", "error removed by squared error in 150 epochs", 0.03, 0.07),
    ("loss", "error removed by cross-entropy in 150 epochs", 0.9, 1.0),
    ("loss", "gradient of cross-entropy over that of squared error", 40, 70),
    ("backward_pass?source=worked", "change of the loss by a nudge of 0.5", 0.05, 0.07),
    ("backward_pass?source=worked", "largest dW of layer 1 over that of the last", 0.01, 0.015),
    ("vanishing_gradients", "share that reaches layer 1", 1e-7, 1e-6),
    ("linear_collapse?slope=0", "largest deviation from X W* + b*", 0.3, 5),
    ("width_and_depth?zigzag=8", "parameters of one layer over those of the folded network", 15, 16),
    ("attention", "largest weight of the token that asks", 0.65, 0.66),
    ("attention?topic=scaling", "mean largest weight, not divided", 0.8, 0.9),
    ("attention?topic=scaling", "mean largest weight, divided by the root", 0.2, 0.3),
    ("attention?topic=positions&position_kind=learned", "largest change of an output by shuffling", 1, 10),
    ("initialization_and_dropout", "spread of the last hidden layer over the first, He", 0.3, 2),
    ("initialization_and_dropout?steps=10", "loss of zero at the end", 2.29, 2.32),
)


def value(view, measure):
    return measured(read_measure(measure, read_view(view)))


@pytest.mark.parametrize(("view", "measure", "expected"), NUMBERS)
def test_a_measurement_is_the_number_that_theory_gives(view, measure, expected):
    assert value(view, measure) == pytest.approx(expected, rel=1e-7, abs=1e-12)


@pytest.mark.parametrize(("view", "measure", "expected"), WORDS)
def test_a_measurement_names_what_the_page_finds(view, measure, expected):
    assert value(view, measure) == expected


@pytest.mark.parametrize(("view", "measure", "low", "high"), BETWEEN)
def test_a_measurement_lies_where_the_page_shows_it(view, measure, low, high):
    assert low < value(view, measure) < high


TRAININGS = (
    ("activation_race?contestants=relu,sigmoid&epochs=3&seeds=10&first_seed=77", "winner"),
    ("clinic?seed=77", "largest share of dead units in a layer"),
    ("convolution?topic=race&race_seed=77", "lead of the convolution"),
    ("initialization_and_dropout?steps=10&seed=77", "loss of zero at the end"),
    ("linear_collapse?race_seed=77", "median accuracy of ReLU"),
    ("recurrence?topic=memory&memory_seed=77", "Elman networks that solve it"),
    ("transformer?tasks_seed=77", "which line appears in the map"),
    ("transformer?tasks_seed=77", "symbols correct at the end"),
    ("transformer?topic=induction&induction_seed=77", "median accuracy of one layer"),
    ("vanishing_gradients?steps=10&seed=77", "loss at the end"),
    ("width_and_depth?depth_seed=77", "networks of one layer that solve the task"),
)


@pytest.mark.parametrize(("view", "measure"), TRAININGS)
def test_no_training_of_a_lesson_goes_on_for_longer_than_a_hall_waits(view, measure, monkeypatch):
    monkeypatch.setattr(running, "MOST_SECONDS", 0.0)
    with pytest.raises(OutOfTimeError, match="a training of at most 0 seconds"):
        value(view, measure)


def test_a_rate_that_is_merely_slow_is_not_said_to_take_for_ever():
    view = "gradient_descent?curvature1=1&curvature2=1&optimizers=sgd:"
    assert value(f"{view}2.5", "steps until the first has arrived") == math.inf
    with pytest.raises(ValueError, match="expected it to arrive within 20,000 steps"):
        value(f"{view}0.0001", "steps until the first has arrived")


def test_an_unknown_contestant_and_initialization_are_refused_with_those_that_there_are():
    with pytest.raises(ValueError, match="from 1 to 2, got 9;"):
        value("activation_race?contestants=relu,sigmoid&epochs=1&seeds=10", "networks solved by contestant 9")
    with pytest.raises(ValueError, match="one of the initializations zero, too small"):
        value("initialization_and_dropout?steps=10", "loss of nothing at the end")

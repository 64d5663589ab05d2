"""Runs on sequences: their layers in an address, what fits, and training that can be gone again."""

import numpy as np
import pytest

from nnviz.datasets import SEQUENCE_DATASETS
from nnviz.engine import LSTM, PerStepLoss, RecurrentHidden
from nnviz.experiments import RunRecipe, RunSettings, advance, start
from nnviz.experiments.replay.past_runs import add_past_run
from nnviz.experiments.replay.replay import replay
from nnviz.experiments.run.results import results
from nnviz.experiments.run.sequence_layers import RecurrentSettings, in_words, sequence_layer

SMALL = {"samples": 40, "sequence_length": 6, "sequence_layers": ("gru(3)",)}


def on(dataset, **more):
    return RunSettings().changed(dataset=dataset, **(SMALL | more))


@pytest.mark.parametrize(
    ("text", "layer", "words"),
    [
        ("elman(16)", RecurrentSettings(cell="elman"), "Elman 16"),
        ("gru(8;bias=2)", RecurrentSettings(units=8, bias=2.0), "GRU 8, bias 2.0"),
        ("lstm(16;bias=chrono)", RecurrentSettings(cell="lstm", bias="chrono"), "LSTM 16, bias chrono"),
        (
            "elman(4;start=gaussian;gain=1.2):relu",
            RecurrentSettings(cell="elman", units=4, start="gaussian", gain=1.2, activation="relu"),
            "Elman 4, start gaussian, gain 1.2, relu",
        ),
    ],
)
def test_a_layer_is_written_and_read_back(text, layer, words):
    assert sequence_layer(text) == layer and str(layer) == text
    assert in_words(layer) == words


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rnn(4)", "expected elman"),
        ("gru(0)", "units"),
        ("gru(200)", "units"),
        ("elman(4;bias=3)", "no gate"),
        ("lstm(4):relu", "fixed"),
        ("elman(4):prelu", "slopes"),
        ("gru(4;hue=3)", "hue"),
        ("gru(4;gain=1;gain=2)", "twice"),
        ("gru(4;bias=many)", "bias"),
    ],
)
def test_what_is_no_layer_is_refused_with_a_reason(text, message):
    with pytest.raises(ValueError, match=message):
        sequence_layer(text)


@pytest.mark.parametrize("dataset", SEQUENCE_DATASETS)
def test_settings_come_back_from_an_address(dataset):
    settings = on(dataset, symbols=3, delay=2, sequence_layers=("lstm(4;bias=3)", "elman(5)"), hidden=("6:relu",))
    back, messages = RunSettings.from_query(settings.to_query())
    assert back == settings and not messages


def test_chrono_knows_the_length_of_the_sequences():
    settings = on("first-symbol", sequence_length=9, sequence_layers=("lstm(5;bias=chrono)",))
    (part,) = settings.architecture.hidden
    assert isinstance(part, RecurrentHidden) and part.start.chrono == 9
    layer = start(settings).state.network.layers[1]
    assert isinstance(layer, LSTM) and (layer.b[layer.columns["f"]] <= np.log(8.0)).all()


@pytest.mark.parametrize("dataset", SEQUENCE_DATASETS)
def test_a_recipe_gives_the_same_step_bit_for_bit(dataset):
    run = advance(start(on(dataset, sequence_layers=("lstm(3)",))), 7)
    recipe = RunRecipe(run.settings, step=4).with_fields(4, learning_rate=0.5)
    recipe = RunRecipe.from_query(recipe.at(7).to_query())[0]
    changed = replay(recipe)
    assert changed.step == 7 and changed.evaluation != run.evaluation
    again = replay(RunRecipe.from_query(RunRecipe(run.settings, step=7).to_query())[0])
    assert again.evaluation.train_loss == run.evaluation.train_loss
    np.testing.assert_array_equal(again.state.network.theta, run.state.network.theta)


@pytest.mark.parametrize("dataset", ["parity", "echo", "temporal-xor"])
def test_every_step_that_has_a_target_is_judged(dataset):
    run = advance(start(on(dataset, delay=2)), 3)
    assert isinstance(run.state.rules.loss, PerStepLoss)
    assert run.forward(run.data.test.X).shape == (8, 6, run.data.test.Y.shape[-1])
    n = int(run.data.test.counted.sum())
    assert n == {"parity": 48, "echo": 32, "temporal-xor": 48}[dataset]
    found = results(run)
    assert found.n_samples == n and found.accuracy == run.evaluation.test_accuracy


@pytest.mark.parametrize(("head", "width"), [("sigmoid", 1), ("tanh", 1), ("softmax", 2)])
def test_parity_has_a_choice_of_heads(head, width):
    run = advance(start(on("parity", head=head)), 2)
    assert run.data.train.Y.shape == (32, 6, width)
    assert np.isfinite(run.evaluation.train_loss) and 0.0 <= run.evaluation.train_accuracy <= 1.0


def test_without_memory_an_answer_at_every_step_is_guessed():
    run = advance(start(RunSettings().changed(dataset="parity", sequence_layers=(), sequence_length=8)), 300)
    assert run.evaluation.test_accuracy < 0.65  # the first step alone can be known


def test_parity_at_the_end_alone_has_one_target_a_sequence():
    run = start(on("parity", each_step=False))
    assert run.data.train.Y.shape == (32, 1) and not isinstance(run.state.rules.loss, PerStepLoss)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dataset": "circle", "sequence_layers": ("gru(4)",)}, "recurrent layers need sequences"),
        ({"dataset": "digits", "sequence_layers": ("gru(4)",)}, "are images"),
        ({"dataset": "echo", "sequence_length": 3, "delay": 5}, "nothing would echo"),
        ({"dataset": "parity", "image_layers": ("conv(4)",)}, "before the next one is seen"),
        ({"dataset": "adding", "samples": 20_000, "batch_size": 20_000, "sequence_layers": ("lstm(32)",)}, "gates"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_data_is_refused(changes, message):
    base = RunSettings().changed(dataset=changes.pop("dataset"))
    with pytest.raises(ValueError, match=message):
        base.changed(**changes)


def test_other_data_take_their_own_network_and_say_what_is_left_out():
    before = RunSettings().changed(dataset="echo")
    after = before.changed(dataset="circle")
    assert (after.sequence_layers, after.optimizer, after.clip_norm) == ((), "sgd", None)
    assert any("recurrent layers are left out" in told for told in before.dropped_choices(after))
    assert RunSettings().changed(dataset="circle", optimizer="adam").changed(dataset="moons").optimizer == "adam"


def test_a_past_run_names_its_recurrent_layers():
    run = advance(start(on("echo")), 1)
    (past,) = add_past_run((), RunRecipe(run.settings, step=1), (1, 0.1, 1.0, 1.0, 0.5, 0.5))
    assert "GRU 3" in past.title

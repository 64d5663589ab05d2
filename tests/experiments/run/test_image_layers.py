"""Convolution and pooling layers in the settings: how an address writes them, and which data take them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.run.image_layers import ConvolvedSettings, PooledSettings, image_layer, in_words
from nnviz.experiments.run.run import rows_at_once

DIGITS = RunSettings().changed(dataset="digits")

convolved = st.builds(
    ConvolvedSettings,
    channels=st.integers(1, 64),
    kernel=st.integers(1, 40),
    stride=st.integers(1, 40),
    padding=st.sampled_from(["same", "valid", "full"]),
    dilation=st.integers(1, 40),
    activation=st.sampled_from(["relu", "tanh", "leaky_relu(slope=0.2)"]),
    biases=st.booleans(),
)
pooled = st.builds(
    PooledSettings,
    window=st.none() | st.integers(1, 40),
    stride=st.none() | st.integers(1, 40),
    kind=st.sampled_from(["max", "average"]),
)


def read(text, **query):
    return RunSettings.from_query({"dataset": "digits", "image_layers": text, **query})


@given(convolved | pooled)
def test_every_layer_reads_back_from_its_text(layer):
    assert image_layer(str(layer)) == layer


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (ConvolvedSettings(), "conv(8)"),
        (ConvolvedSettings(channels=4, kernel=5, padding="valid"), "conv(4;kernel=5;padding=valid)"),
        (ConvolvedSettings(activation="tanh", biases=False), "conv(8):tanh:no_biases"),
        (PooledSettings(), "pool"),
        (PooledSettings(window=3, stride=2, kind="average"), "pool(3;stride=2;kind=average)"),
        (PooledSettings(window=None), "pool(all)"),
    ],
)
def test_the_text_holds_only_what_is_not_usual(layer, text):
    assert str(layer) == text


def test_layers_of_an_address_are_parted_at_commas_outside_of_brackets():
    settings, messages = read("conv(2,kernel=5,padding=valid),pool,pool(all)")
    assert messages == ()
    assert settings.image_layers == (
        ConvolvedSettings(channels=2, kernel=5, padding="valid"),
        PooledSettings(),
        PooledSettings(window=None),
    )
    assert settings.to_query()["image_layers"] == "conv(2;kernel=5;padding=valid),pool,pool(all)"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("conv(0)", "channels: expected a whole number from 1 to 64, got '0'"),
        ("conv(8;stride=0)", "stride: expected a whole number from 1 to 40, got '0'"),
        ("conv(8;kernel=1e3)", "kernel: expected a whole number"),
        ("conv(8;paddding=valid)", "one of channels, kernel, stride, padding, dilation, got 'paddding'"),
        ("conv(8;padding=reflect)", "padding: expected one of same, valid, full, got 'reflect'"),
        ("conv(8;kernel=5;kernel=3)", "expected each setting of conv once, got kernel twice"),
        ("conv(8):tahn", "activation: expected one of sigmoid"),
        ("pool(2):tanh", "expected nothing behind pool(2)"),
        ("conv(8", "expected conv(8)"),
        ("<img src=x onerror=alert(1)>", "write one of them"),
        ("dense(8)", "got 'dense(8)'"),
    ],
)
def test_what_cannot_be_read_is_left_out_with_a_sentence(text, says):
    settings, (message,) = read(text, learning_rate="0.03")
    assert (settings.image_layers, settings.learning_rate) == ((), 0.03)
    assert says in message


@given(st.text(max_size=200))
def test_no_text_breaks_the_settings(text):
    settings, messages = read(text)
    assert settings.image_layers or messages or not text.strip(",")


def test_data_without_places_refuse_the_layers_and_say_why():
    with pytest.raises(ValueError, match=r"the 4 inputs of Iris flowers could stand in any order: choose the digits"):
        RunSettings().changed(dataset="iris").changed(image_layers=("conv(8)",))


def test_other_data_leave_the_layers_out_and_tell_it():
    before = DIGITS.changed(image_layers=("conv(8)", "pool"))
    after = before.changed(dataset="circle")
    assert after.image_layers == ()
    (told,) = before.dropped_choices(after)
    assert "The convolution and pooling layers are left out" in told


def test_another_layer_restarts_the_run():
    assert DIGITS.must_restart(DIGITS.changed(image_layers=("conv(8)",)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("conv(8)", "conv 8, relu"),
        ("conv(8;kernel=5):tanh:no_biases", "conv 8, kernel 5, tanh, no biases"),
        ("pool", "max pool 2"),
        ("pool(3;stride=2;kind=average)", "average pool 3, stride 2"),
        ("pool(all;kind=average)", "global average pool"),
    ],
)
def test_a_layer_in_words(text, words):
    assert in_words(image_layer(text)) == words


def test_the_layers_stand_before_the_hidden_ones_in_the_architecture():
    settings = DIGITS.changed(image_layers=("conv(8)", "pool", "conv(16;padding=valid)"), hidden=("12:relu",))
    assert settings.architecture.shapes == ((8, 8, 1), (8, 8, 8), (4, 4, 8), (2, 2, 16), (12,), (10,))
    network = start(settings).state.network
    names = [type(layer).__name__ for layer in network.layers]
    assert names == ["Reshape", "Convolution", "MaxPool", "Convolution", "Reshape", "Dense", "Dense"]


def test_a_run_with_convolutions_learns_the_digits():
    settings = DIGITS.changed(image_layers=("conv(4)", "pool", "conv(8)", "pool"), hidden=())
    run = advance(start(settings.changed(optimizer="adam", learning_rate=0.01)), 180)
    assert run.state.network.n_parameters == 666
    assert run.evaluation.test_accuracy > 0.9


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        (("conv(8;kernel=9;padding=valid)",), "expected a kernel that fits into the 8 places, got a kernel of 9"),
        (("pool", "pool", "pool", "pool"), "no output would be left"),
        (("conv(64)",) * 3, "million multiplications"),
        (("conv(8;dilation=5;padding=valid)",), "with dilation 5"),
    ],
)
def test_what_leaves_no_output_or_is_too_much_is_refused_by_the_engine(layers, says):
    with pytest.raises(ValueError, match=says):
        DIGITS.changed(image_layers=layers)


def test_a_batch_whose_patches_would_fill_the_memory_is_refused():
    layers = ("conv(64;kernel=8)", "conv(8;kernel=8)")
    with pytest.raises(ValueError, match=r"at most 32 million numbers in the patches of a batch, got 376 million"):
        DIGITS.changed(image_layers=layers, hidden=(), batch_size=1437)
    assert DIGITS.changed(image_layers=layers, hidden=()).patch_entries == 64 * 8 * 8 * 64


def test_an_evaluation_by_a_few_samples_at_once_is_that_of_all_together():
    run = start(DIGITS.changed(image_layers=("conv(4)", "pool"), hidden=()))
    together = run.state.network.forward(run.data.train.X)
    assert rows_at_once(run.settings.patch_entries) == 256 < len(run.data.train.X)
    np.testing.assert_allclose(run.forward(run.data.train.X), together.A, rtol=1e-12, atol=1e-12)


def test_a_network_without_convolutions_takes_all_samples_at_once():
    assert rows_at_once(DIGITS.patch_entries) > 20_000

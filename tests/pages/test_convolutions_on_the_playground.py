"""Convolution and pooling on the Playground: controls, address, refusals, and every panel below the stage."""

import pytest

from nnviz.experiments.run.image_layers import ConvolvedSettings, PooledSettings
from nnviz.ui.inspector.selection import Selection
from nnviz.ui.shell.session import INSPECTOR, PANEL, PLAYER
from tests.pages.messages import read, warnings
from tests.pages.picture import set_on_picture
from tests.pages.reading import code_lines, in_address
from tests.pages.test_playground import choose, settings, widget


@pytest.fixture
def page(run_page):
    return run_page("playground", dataset="digits", image_layers="conv(4),pool", hidden="")


def captions(page):
    return " ".join(read(caption.value) for caption in page.sidebar.caption)


def network(page):
    return [type(layer).__name__ for layer in page.session_state[PLAYER].run.state.network.layers]


def test_layers_of_an_address_are_trained(page):
    assert network(page) == ["Reshape", "Convolution", "MaxPool", "Reshape", "Dense"]
    assert not warnings(page)


def test_points_of_a_plane_take_no_convolution_and_the_controls_say_why(run_page):
    page = run_page("playground")
    assert "No convolution or pooling: the 2 inputs of Circle could stand in any order." in captions(page)
    page = set_on_picture(page, "dataset", "digits")
    assert "No convolution" not in captions(page)


def test_layers_are_added_in_turn_and_taken_away(page):
    page = choose(page, "image_depth", 4)
    assert settings(page).image_layers == (
        ConvolvedSettings(channels=4),
        PooledSettings(),
        ConvolvedSettings(channels=8),
        PooledSettings(),
    )
    assert in_address(page, "image_layers") == "conv(4),pool,conv(8),pool"
    page = choose(page, "image_depth", 0)
    assert settings(page).image_layers == () and network(page) == ["Dense"]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("image0.size", 6, "conv(6),pool"),
        ("image0.kernel", 5, "conv(4;kernel=5),pool"),
        ("image0.stride", 2, "conv(4;stride=2),pool"),
        ("image0.dilation", 2, "conv(4;dilation=2),pool"),
        ("image0.padding", "valid", "conv(4;padding=valid),pool"),
        ("image0.activation", "tanh", "conv(4):tanh,pool"),
        ("image0.biases", False, "conv(4):relu:no_biases,pool"),
        ("image0.what", "average", "pool(;kind=average),pool"),
        ("image1.what", "average", "conv(4),pool(kind=average)"),
        ("image1.what", "convolution", "conv(4),conv(8)"),
        ("image1.size", 4, "conv(4),pool(4)"),
        ("image1.stride", 1, "conv(4),pool(stride=1)"),
        ("image1.all", True, "conv(4),pool(all)"),
    ],
)
def test_every_number_and_choice_of_a_layer_can_be_changed(page, name, value, text):
    page = choose(page, name, value)
    assert in_address(page, "image_layers") == text.replace("(;", "(")
    assert page.session_state[PLAYER].run.step == 0


def test_what_leaves_no_output_is_told_at_the_control_and_changes_nothing(page):
    page = choose(page, "image0.padding", "valid")
    before = page.session_state[PLAYER].run
    page = widget(page, "image0.kernel").set_value(9).run()
    assert any("xpected a kernel that fits into the 8 places" in text for text in warnings(page))
    assert page.session_state[PLAYER].run is before and settings(page).image_layers[0].kernel == 3


def test_a_refused_size_is_told_above_its_row(page):
    page = widget(page, "image1.size").set_value(9).run()
    assert any("a window of 9" in text for text in warnings(page))
    assert settings(page).image_layers[1].window == 2


def test_other_data_leave_the_layers_out_and_say_so(page):
    page = set_on_picture(page, "dataset", "iris")
    told = " ".join(read(box.value) for box in page.sidebar.info)
    assert "The convolution and pooling layers are left out" in told
    assert settings(page).image_layers == ()


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "conv(8", "conv(0)", "$\\href{x}{y}$", "conv(8):**bold**"]
)
def test_hostile_text_in_the_address_is_told_and_the_rest_is_used(run_page, text):
    page = run_page("playground", dataset="digits", image_layers=text, learning_rate="0.03")
    assert settings(page).image_layers == () and settings(page).learning_rate == 0.03
    assert any(told.startswith("image_layers=") for told in warnings(page))


@pytest.mark.parametrize("panel", ["Tensors", "Results", "Own data", "Export and share"])
def test_every_panel_is_drawn_for_a_network_with_convolutions(run_page, panel):
    page = run_page("playground", dataset="digits", image_layers="conv(4),pool", hidden="", step="20")
    assert page.session_state[PLAYER].run.step == 20
    page.session_state[PANEL] = panel
    page.run()
    assert not page.exception, [error.value for error in page.exception]


def test_a_place_of_a_channel_is_written_out_in_the_inspector(page):
    select = {"path": "layers[1].Z", "entry": (3, 2, 5, 1), "written": True}
    page.session_state[INSPECTOR + "playground"] = Selection(**select)
    page.run()
    assert not page.exception, [error.value for error in page.exception]
    assert any("10 × 8 × 8 × 4 (sample × row × column × filter)" in one.value for one in page.caption)
    assert any("row" in one.label for one in page.number_input)
    assert "einsum" in " ".join(code_lines(page))


def test_the_activation_of_all_layers_is_that_of_convolutions_too(run_page):
    page = run_page("playground", dataset="digits", image_layers="conv(4),pool", hidden="6:relu")
    page = set_on_picture(page, "activation", "tanh")
    assert settings(page).image_layers[0].activation == settings(page).hidden[0].activation == "tanh"


def test_the_picture_knows_the_activations_of_convolutions(run_page):
    page = run_page("playground", dataset="digits", image_layers="conv(4):tanh,pool,conv(4)", hidden="6:relu")
    controls = page.session_state[PLAYER].controls
    assert (controls.convolutions, controls.activations) == (("tanh", "relu"), ("relu",))

"""The Playground by AppTest: every control reaches the run, the address and back, and nothing breaks it."""

import re
from urllib.parse import urlencode

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nnviz.experiments import RunRecipe, replay
from nnviz.ui.shell.session import PANEL, PLAYER, SETTINGS
from tests.pages.messages import read, warnings
from tests.pages.picture import send, set_on_picture
from tests.pages.reading import in_address


def settings(page: AppTest):
    """The settings of the page's session."""
    return page.session_state[SETTINGS + "playground"]


HIDDEN_OFF = "4:tanh,2:tanh:no_biases"


def widget(page: AppTest, name: str):
    """The control of one setting."""
    key = "playground." + name
    for kind in (page.selectbox, page.slider, page.number_input, page.select_slider, page.button_group, page.toggle):
        for found in kind:
            if found.key == key:
                return found
    raise AssertionError(f"no control {name!r}")


def choose(page: AppTest, name: str, value) -> AppTest:
    """Set a control; a change during training reruns only the stage, so run the page once more."""
    widget(page, name).set_value(value).run()
    page.run()
    assert not page.exception, [error.value for error in page.exception]
    return page


def test_the_page_shows_a_stage_with_the_usual_network(run_page):
    page = run_page("playground")
    assert page.get("bidi_component")
    assert [part.units for part in settings(page).hidden] == [4, 2]


def test_a_new_learning_rate_keeps_the_weights(run_page):
    page = run_page("playground")
    theta = page.session_state[PLAYER].run.state.network.theta
    set_on_picture(page, "learning_rate", 0.3)
    run = page.session_state[PLAYER].run
    assert run.settings.learning_rate == 0.3
    assert run.state.network.theta is theta


def test_another_layer_size_changes_the_network(run_page):
    page = choose(run_page("playground"), "units0", 7)
    assert page.session_state[PLAYER].run.state.network.layers[0].W.shape == (2, 7)


def test_each_layer_has_an_activation_of_its_own(run_page):
    page = choose(run_page("playground"), "activation1", "relu")
    assert [part.activation for part in settings(page).hidden] == ["tanh", "relu"]


@pytest.mark.parametrize("depth", [0, 5])
def test_layers_can_be_taken_away_and_added(run_page, depth):
    page = choose(run_page("playground"), "layers", depth)
    assert len(settings(page).hidden) == depth
    assert page.session_state[PLAYER].run.step == 0


def test_the_digits_bring_a_softmax_head_and_ten_outputs(run_page):
    page = set_on_picture(run_page("playground"), "dataset", "digits")
    assert settings(page).head_name == "softmax"
    assert page.session_state[PLAYER].run.state.network.n_out == 10


def test_settings_stand_in_the_address_and_come_back(run_page):
    page = set_on_picture(run_page("playground"), "dataset", "spiral")
    set_on_picture(page, "learning_rate", 0.01)
    query = {name: value[0] if isinstance(value, list) else value for name, value in page.query_params.items()}
    assert query == {"dataset": "spiral", "learning_rate": "0.01"}
    assert settings(run_page("playground", **query)) == settings(page)


def test_a_bad_parameter_is_left_out_with_a_message_and_the_others_stay(run_page):
    page = run_page("playground", dataset="xor", learning_rate="fast", batch_size="0", unknown="1")
    assert settings(page).dataset == "xor"
    assert settings(page).learning_rate == settings(run_page("playground")).learning_rate
    told = " ".join(warnings(page))
    assert "learning_rate=fast" in told and "batch_size=0" in told and "unknown" not in told


def test_settings_that_cannot_be_carried_out_are_told_and_change_nothing(run_page):
    page = run_page("playground", dataset="circle", scaling="unit")
    assert any("scaling" in text or "range" in text for text in warnings(page))
    assert page.session_state[PLAYER].run.settings == settings(page)


def test_without_a_feature_the_page_says_what_is_missing_and_keeps_the_run(run_page):
    page = run_page("playground")
    run = page.session_state[PLAYER].run
    widget(page, "features").set_value([]).run()
    assert any("feature" in text for text in warnings(page))
    assert widget(page, "features").value == list(settings(page).features)
    assert page.session_state[PLAYER].run is run


def test_a_stop_rule_is_set_and_taken_back(run_page):
    page = choose(run_page("playground"), "max_epochs", 3)
    assert settings(page).max_epochs == 3
    choose(page, "max_epochs", None)
    assert settings(page).max_epochs is None


def test_an_emptied_seed_is_refused_with_a_reason_and_the_old_one_stays(run_page):
    page = run_page("playground", seed="5")
    widget(page, "seed").set_value(None).run()
    assert any("Seed" in text for text in warnings(page))
    assert settings(page).seed == 5
    assert widget(page, "seed").value == 5


def test_a_panel_that_is_switched_off_gives_way_to_the_tensors(run_page):
    page = run_page("playground")
    for name in ("Results", "Own data", "Export and share", None):
        page.session_state[PANEL] = name
        page.run()
        assert not page.exception, name
    assert page.session_state[PANEL] == "Tensors"


def test_a_head_that_does_not_fit_other_data_is_given_up_with_the_reason(run_page):
    page = set_on_picture(run_page("playground", head="tanh", loss="huber(delta=0.5)"), "dataset", "iris")
    told = " ".join(read(info.value) for info in page.info)
    assert "one tanh unit" in told and "replaced by softmax" in told and "Huber" in told
    set_on_picture(page, "learning_rate", 0.3)
    assert not page.info


def test_numbers_of_the_optimizer_change_and_weights_and_memory_stay(run_page):
    page = run_page("playground", optimizer="adam")
    before = page.session_state[PLAYER].run.state
    choose(page, "optimizer.beta1", 0.5)
    after = page.session_state[PLAYER].run.state
    assert (before.rules.optimizer.beta1, after.rules.optimizer.beta1) == (0.9, 0.5)
    assert after.network.theta is before.network.theta and after.memory is before.memory
    assert page.query_params["optimizer"] in ("adam(beta1=0.5)", ["adam(beta1=0.5)"])


def test_biases_are_switched_off_layer_by_layer_and_the_address_says_so(run_page):
    page = run_page("playground")
    choose(page, "biases1", False)
    biases = [layer.b is not None for layer in page.session_state[PLAYER].run.state.network.layers]
    assert biases == [True, False, True] and page.query_params["hidden"] in (HIDDEN_OFF, [HIDDEN_OFF])
    choose(page, "output_biases", False)
    assert page.session_state[PLAYER].run.state.network.layers[2].b is None
    again = run_page("playground", hidden=HIDDEN_OFF, output_biases="False")
    assert not again.warning and not widget(again, "biases1").value and not widget(again, "output_biases").value
    assert ":small[:gray[no dropout, no biases]]" in [part.proto.popover.label for part in again.get("popover")]


def test_parameters_of_an_activation_come_from_the_address_and_begin_anew_when_changed(run_page):
    page = run_page("playground", hidden="3:leaky_relu(slope=0.2):0.1,2:tanh")
    assert not page.warning and widget(page, "activation0.slope").value == 0.2 and widget(page, "dropout0").value == 0.1
    choose(page, "activation0.slope", 0.3)
    assert page.session_state[PLAYER].run.state.network.layers[0].activation.parameters == (("slope", 0.3),)
    assert str(settings(page).hidden[0]) == "3:leaky_relu(slope=0.3):0.1"


def test_the_scaling_of_a_target_is_a_control_that_says_its_numbers(run_page):
    page = run_page("playground", dataset="reg-gauss")
    assert widget(page, "target_scaling").value == "none"
    page = choose(page, "target_scaling", "standardize")
    run = page.session_state[PLAYER].run
    assert run.data.target_scaling.changes and "standardize" in page.query_params["target_scaling"]
    assert any("0 stands for the mean" in caption.value for caption in page.caption)
    with pytest.raises(AssertionError, match="no control"):
        widget(run_page("playground"), "target_scaling")


def test_all_samples_can_be_trained_on_and_the_page_says_what_that_means(run_page):
    page = run_page("playground")
    said = "the test data are the same"
    assert not any(said in caption.value for caption in page.caption)
    page = choose(page, "train_share", 1.0)
    assert page.session_state[PLAYER].run.data.test_is_train
    assert any(said in caption.value for caption in page.caption)


ADDRESSES = [
    {"step": "100", "changes": "50:learning_rate:0.3~70:0.W.0.1:0.5"},
    {"changes": "0:0.W.0.1:0.5"},
    {"step": "60", "changes": "60:1.b.1:-1", "learning_rate": "0.03"},
]


@pytest.mark.parametrize("query", ADDRESSES, ids=["a rate and a weight", "before the first step", "at the last step"])
def test_an_address_with_changes_leads_to_the_same_numbers_when_the_page_is_loaded_again(run_page, query):
    first = run_page("playground", **query)
    again = run_page("playground", **{name: in_address(first, name) for name in first.query_params})
    runs = [page.session_state[PLAYER].run for page in (first, again)]
    expected = replay(RunRecipe.from_query(query)[0])
    for run in runs:
        assert run.step == expected.step == int(query.get("step", 0))
        assert np.array_equal(run.state.network.theta, expected.state.network.theta)


def test_an_address_far_away_draws_the_page_and_says_how_long_the_way_is(run_page, monkeypatch):
    monkeypatch.setattr("nnviz.ui.playground.state.PATIENCE", 0.3)
    page = run_page("playground", step="5000000", changes="4000000:learning_rate:0.3")
    player = page.session_state[PLAYER]
    assert player.playing and 0 < player.run.step < 5_000_000
    assert re.fullmatch(
        "On the way to step 5,000,000: [0-9,]+ steps a second, "
        "about [0-9,]+ (seconds|minutes|hours) left. A pause ends it here.",
        player.way,
    )
    step = player.run.step
    page.run()
    assert page.session_state[PLAYER] is player and player.run.step > step, "it goes on, and does not begin anew"


@pytest.mark.parametrize("step", ["10000001", "-1", "1e3", "NaN", "inf", "9" * 500, "5.5", "![x](y)"])
def test_a_step_that_no_address_leads_to_is_left_out_with_the_limit(run_page, step):
    page = run_page("playground", step=step)
    assert page.session_state[PLAYER].run.step == 0
    (told,) = warnings(page)
    assert "was left out: expected a whole number from 0 to 10,000,000" in told and len(told) < 120


def test_what_is_set_on_the_picture_is_shown_by_the_sidebar_and_the_other_way_round(run_page):
    page = set_on_picture(run_page("playground"), "units.0", 7)
    assert widget(page, "units0").value == 7
    set_on_picture(page, "layers", 3)
    set_on_picture(page, "activation", "relu")
    assert [part.activation for part in settings(page).hidden] == ["relu"] * 3
    assert widget(page, "layers").value == 3 and widget(page, "activation2").value == "relu"
    choose(page, "units1", 5)
    controls = page.session_state[PLAYER].controls
    assert controls.units == (7, 5, 2) and controls.activations == ("relu",) * 3


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("units.0", 0, "from 1 to 512, got 0"),
        ("units.7", 3, "got units.7=3"),
        ("layers", 10**9, "layers from 0 to 12"),
        ("activation.0", "gelu()<b>", "gelu"),
        ("learning_rate", "fast", "got 'fast'"),
        ("seed", 3, "got seed=3"),
    ],
)
def test_what_the_settings_refuse_is_told_on_the_picture_and_changes_nothing(run_page, name, value, reason):
    page = run_page("playground")
    before = settings(page)
    player = set_on_picture(page, name, value).session_state[PLAYER]
    assert reason in player.message and settings(page) == before == player.settings


def test_a_penalty_that_is_none_has_no_rate_to_set(run_page):
    page = run_page("playground")
    rate = page.session_state[PLAYER].controls.row[-1]
    assert rate.name == "penalty_rate" and rate.off
    set_on_picture(page, "penalty", "l2")
    assert not page.session_state[PLAYER].controls.row[-1].off


def test_noise_and_schedule_are_on_the_picture_where_there_are_some(run_page):
    names = [control.name for control in run_page("playground", dataset="iris").session_state[PLAYER].controls.row]
    assert "noise" not in names
    scheduled = run_page("playground", schedule="step").session_state[PLAYER].controls
    assert scheduled.scheduled and "noise" in [control.name for control in scheduled.row]


def test_what_was_set_on_the_picture_can_be_undone(run_page):
    page = run_page("playground")
    before = settings(page)
    set_on_picture(page, "units.0", 7)
    page.button(key="playground.undo").click().run()
    assert settings(page) == before == page.session_state[PLAYER].settings
    page.run()
    assert page.session_state[PLAYER].controls.units == (4, 2)


def test_a_browser_whose_server_was_lost_is_led_back_to_its_step(run_page):
    """The page stands where its first address led; the browser knows the step and the change on the way."""
    way = RunRecipe.from_query({"hidden": "3:relu", "step": "40", "changes": "30:learning_rate:0.3"})[0]
    page = run_page("playground", hidden="3:relu", learning_rate="0.3", lesson="none")
    assert page.session_state[PLAYER].run.step == 0
    page = send(page, "return", {"query": urlencode({"lesson": "none", "embed": "true"} | way.to_query())})
    player = page.session_state[PLAYER]
    assert player.recipe == way and not player.playing
    assert np.array_equal(player.run.state.network.theta, replay(way).state.network.theta)
    assert {name: in_address(page, name) for name in page.query_params} == {"lesson": "none"} | way.to_query()
    before = player.ahead.camera.scene.id
    page = send(page, "return", {"query": urlencode({"lesson": "none"} | way.to_query())})
    assert page.session_state[PLAYER].ahead.camera.scene.id == before, "it is there already"

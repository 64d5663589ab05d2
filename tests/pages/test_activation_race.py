"""The activation race by AppTest: prediction first, controls, verdict, tensors, table."""

import csv
import io

import pytest

from nnviz.experiments.activation_race import RaceSettings, run_race
from nnviz.stage import Command
from nnviz.ui.activation_race.live import PLAYER
from nnviz.ui.activation_race.prediction import CLOSE, answered
from nnviz.ui.activation_race.results import result_csv
from tests.pages.messages import warnings
from tests.pages.reading import in_address, texts, widget
from tests.seeds import some
from tests.stage.decoding import read

SHORT = {"seeds": "10", "epochs": "2", "depth": "1", "width": "3"}


def message(page):
    (element,) = [e for e in page.get("bidi_component") if e.proto.component_name == "nnviz.activation_race"]
    return read(element.proto.bytes)


def prediction(page):
    return next(e for e in page.button_group if e.key == "nnviz.race.prediction")


def finished(run_page, **query):
    page = run_page("activation_race", **(SHORT | query))
    prediction(page).set_value("just watch").run()
    next(b for b in page.button if b.key == "activation_race.finish").click().run()
    assert not page.exception
    return page.run()


def test_the_usual_race_is_relu_sigmoid_and_leaky_relu_with_twenty_seeds(run_page):
    found = message(run_page("activation_race"))
    about = found.header["scene_spec"]["race"]
    assert [one["title"] for one in about["contestants"]] == ["ReLU", "sigmoid", "leaky ReLU"]
    assert len(about["seeds"]) == 20


def test_nobody_starts_before_a_prediction(run_page):
    page = run_page("activation_race", **SHORT)
    assert "predict" in message(page).header["locked"].lower()
    assert not [b for b in page.button if b.key == "activation_race.finish"]
    page.session_state[PLAYER].carry_out(Command("play", 0.0, 0, 5))
    page.run()
    assert page.session_state[PLAYER].race.step == 0
    prediction(page).set_value("sigmoid").run()
    assert message(page).header["locked"] == ""


def test_the_address_brings_a_race_back(run_page):
    page = run_page("activation_race", vary="learning_rate", contestants="0.3,0.01", seeds="15", dataset="xor")
    about = message(page).header["scene_spec"]["race"]
    assert [one["title"] for one in about["contestants"]] == ["η = 0.3", "η = 0.01"]
    assert len(about["seeds"]) == 15
    assert in_address(page, "contestants") == "0.3,0.01"


def test_what_cannot_be_read_in_the_address_is_told(run_page):
    page = run_page("activation_race", contestants="relu,relu", seeds="3", dataset="reg-plane")
    assert len(page.warning) == 3
    assert message(page).header["scene_spec"]["race"]["vary"] == "activation"


def test_another_thing_to_differ_in_sets_up_another_race_and_asks_again(run_page):
    page = run_page("activation_race", **SHORT)
    prediction(page).set_value("ReLU").run()
    widget(page, "selectbox", "activation_race.vary").set_value("width").run()
    assert not page.exception
    found = message(page)
    assert [one["title"] for one in found.header["scene_spec"]["race"]["contestants"]][0] == "2 units per layer"
    assert found.header["locked"]
    assert in_address(page, "vary") == "width"


def test_contestants_can_be_chosen_and_one_alone_is_refused(run_page):
    page = run_page("activation_race", **SHORT)
    widget(page, "multiselect", "activation_race.contestants").set_value(["tanh", "sigmoid"]).run()
    assert page.session_state[PLAYER].settings.entries == ("tanh", "sigmoid")
    widget(page, "multiselect", "activation_race.contestants").set_value(["tanh"]).run()
    assert "2 to 6" in warnings(page)[0]
    assert page.session_state[PLAYER].settings.entries == ("tanh", "sigmoid")
    assert widget(page, "multiselect", "activation_race.contestants").value == ["tanh", "sigmoid"]


def test_the_verdict_is_that_of_the_race_itself(run_page):
    page = finished(run_page)
    expected = run_race(RaceSettings(seeds=10, epochs=2, depth=1, width=3)).ranking
    plain = texts(page).replace("\\", "")
    assert expected.sentence in plain
    for comparison in expected.comparisons:
        assert comparison.sentence in plain
    for place in expected.places:
        assert f"{place.solved} of 10" in plain


def test_what_is_equal_is_counted_and_compared(run_page):
    assert "250 training points, 250 test points" in texts(run_page("activation_race", **SHORT))
    assert "of all 2 layers (compared bit for bit)" in texts(run_page("activation_race", **SHORT))
    assert "of layer 1, where" in texts(run_page("activation_race", vary="depth", contestants="1,2"))
    assert "the random numbers behind" in texts(run_page("activation_race", vary="initializer"))
    assert "no layer has the same shape" in texts(run_page("activation_race", vary="width"))


def test_the_tensors_of_each_contestant_are_open_at_the_step_on_view(run_page):
    page = finished(run_page)
    assert any("Tensors at step 50" in element.value for element in page.header)
    racing = page.session_state[PLAYER]
    racing.carry_out(Command("seek", 30.0, 30, 10**14))
    next(e for e in page.button_group if e.key == "activation_race.contestant").set_value("sigmoid").run()
    assert not page.exception
    assert any("Tensors at step 30" in element.value for element in page.header)
    assert any("sigmoid, seed 0" in element.proto.label for element in page.get("page_link"))


def test_new_seeds_race_with_seeds_that_were_not_used(run_page):
    page = run_page("activation_race", **SHORT)
    widget(page, "number_input", "activation_race.first_seed").set_value(40).run()
    assert message(page).header["scene_spec"]["race"]["seeds"] == list(range(40, 50))


@pytest.mark.parametrize("query", some([{"criterion": "test_accuracy"}, {"dataset": "iris"}, {"dataset": "digits"}], 2))
def test_other_data_and_another_judge_run_to_the_end(run_page, query):
    page = finished(run_page, **query)
    assert page.session_state[PLAYER].race.over


def test_the_table_holds_every_seed_with_the_settings_of_the_race():
    found = run_race(RaceSettings(seeds=10, epochs=1))
    rows = list(csv.DictReader(io.StringIO(result_csv(found))))
    assert len(rows) == 2 * 3 * 10
    assert {row["race_learning_rate"] for row in rows} == {"0.1"}
    assert float(rows[-1]["test_loss"]) == found.end.test_loss[2, 9]
    assert {row["contestant"] for row in rows} == {"ReLU", "sigmoid", "leaky ReLU"}


def test_a_prediction_is_judged_by_the_computed_verdict():
    found = run_race(RaceSettings(seeds=10, epochs=40, contestants=("relu", "sigmoid"))).ranking
    assert found.winner == 0
    assert "Yes: ReLU won" in answered("ReLU", found)
    assert "No: ReLU won" in answered("sigmoid", found)
    assert "No: ReLU won" in answered(CLOSE, found)
    assert "ReLU won" in answered("just watch", found) and "Yes" not in answered("just watch", found)
    near = run_race(RaceSettings(seeds=10, epochs=1, contestants=("relu", "leaky_relu"))).ranking
    assert near.winner is None
    assert "Yes: too close" in answered(CLOSE, near)

"""Tasks, by AppTest: what is hidden until the question is answered, controls, the table."""

import numpy as np
import pytest

from nnviz.experiments.attending.heads import maps
from nnviz.experiments.recording.recording import begin
from nnviz.experiments.transformer.settings import TransformerSettings
from nnviz.experiments.transformer.tasks import place_of, sequence_of, task_of
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import code_lines, drawn, in_address, widget


@pytest.fixture(autouse=True)
def nothing_kept():
    run_cache.clear()
    yield
    run_cache.clear()


def show(page):
    return widget(page, "button", "transformer.question.tasks.show").click().run()


def test_the_maps_are_veiled_until_the_question_is_answered(run_page):
    page = run_page("transformer")
    header, _ = drawn(page, "attending")
    assert [panel["veiled"] for panel in header["panels"][:2]] == [True, True]
    header, arrays = drawn(show(page), "attending")
    assert [panel["veiled"] for panel in header["panels"][:2]] == [False, False]
    now = TransformerSettings()
    network = begin(task_of(now)).networks()[0]
    found = maps(network, sequence_of(now))
    np.testing.assert_array_equal(arrays["frame P"][0], found.P[0, 0])
    np.testing.assert_array_equal(arrays["frame dP"][0], found.dP[0, 0])
    assert "The answer comes with the end of the training." in [caption.value for caption in page.caption]


def test_the_sequence_stands_beside_what_is_predicted(run_page):
    header, arrays = drawn(run_page("transformer", tasks_task="sort", tasks_heads="2"), "attending")
    strip = header["panels"][2]["parts"][0]
    given, target, predicted = strip["rows"]
    assert target["symbols"] == sorted(given["symbols"]) == predicted["right"]
    assert arrays["frame said"].shape[1:] == (6,)


def test_to_sort_comes_with_two_heads_and_an_mlp_and_to_copy_without(run_page):
    page = run_page("transformer")
    widget(page, "button_group", "transformer.tasks_task").set_value("sort").run()
    assert in_address(page, "tasks_heads") == "2" and in_address(page, "tasks_mlp") == "True"
    assert drawn(page, "attending")[0]["panels"][0]["titles"] == ["head 1", "head 2"]
    widget(page, "button_group", "transformer.tasks_task").set_value("copy").run()
    settings = page.session_state[SETTINGS + "transformer"]
    assert (settings.tasks_heads, settings.tasks_mlp) == (1, False)


def test_of_several_blocks_one_is_shown(run_page):
    page = run_page("transformer", tasks_blocks="2", tasks_block="3")
    header, arrays = drawn(show(page), "attending")
    assert header["panels"][0]["title"].endswith("block 2")
    now = TransformerSettings(tasks_blocks=2)
    found = maps(begin(task_of(now)).networks()[0], sequence_of(now))
    np.testing.assert_array_equal(arrays["frame P"][0], found.P[0, 1])


def test_tensors_lines_and_the_table_are_at_hand(run_page):
    page = run_page("transformer", tasks_task="copy")
    page.session_state["transformer.tasks.table"] = True
    page.session_state["transformer.tasks.tensors"] = True
    page.run()
    assert not page.exception
    assert any("dP = dO @ V.T" in line for line in code_lines(page))
    assert page.get("download_button")


@pytest.mark.parametrize(("key", "text"), [("tasks_heads", "3"), ("tasks_blocks", "4"), ("tasks_task", "swap")])
def test_what_an_address_cannot_mean_is_told_and_nothing_else_is_lost(run_page, key, text):
    page = run_page("transformer", **{"tasks_seed": "4", key: text})
    assert any(f"{key}={text} was left out" in told for told in warnings(page))
    assert page.session_state[SETTINGS + "transformer"].tasks_seed == 4


def script(page):
    return next(one for one in page.get("download_button") if "script" in one.proto.id).proto.label


def test_the_step_in_the_address_is_gone_to_inspected_and_written(run_page):
    now = TransformerSettings(tasks_step=6)
    stops = task_of(now).stops
    run_cache().keep(("tasks", task_of(now)), to_step(now, 8))
    page = run_page("transformer", tasks_step="6")
    assert drawn(page, "attending")[0]["place"] == stops.index(6)
    assert script(page) == "NumPy script of step 6"
    page.session_state["transformer.tasks.tensors"] = True
    page.run()
    assert not page.exception and any("at step 6, where" in caption.value for caption in page.caption)


def test_a_step_that_is_not_trained_yet_is_on_its_way(run_page):
    page = run_page("transformer", tasks_step="200")
    header, _ = drawn(page, "attending")
    assert header["place"] == place_of(TransformerSettings(tasks_step=200)) > len(header["steps"])
    assert script(page) == "NumPy script of step 0"


def test_another_training_begins_at_its_first_step_and_another_sequence_stays(run_page):
    page = run_page("transformer", tasks_step="6")
    widget(page, "number_input", "transformer.tasks_sample").set_value(2).run()
    assert in_address(page, "tasks_step") == "6"
    widget(page, "toggle", "transformer.tasks_mlp").set_value(True).run()
    assert drawn(page, "attending")[0]["place"] == 0
    assert page.session_state[SETTINGS + "transformer"].tasks_step == 0


def to_step(now, step):
    recording = begin(task_of(now))
    while recording.step < step:
        recording = recording.next_frame()
    return recording


def test_what_goes_wrong_is_told_with_its_numbers_and_nothing_where_all_is_well(run_page):
    now = TransformerSettings(tasks_rate=0.3, tasks_step=60)
    run_cache().keep(("tasks", task_of(now)), to_step(now, 61))
    page = run_page("transformer", tasks_rate="0.3", tasks_step="60")
    assert "What goes wrong at step 60" in [one.value for one in page.header]
    told = " ".join(one.value for one in page.markdown)
    assert "**Saturated attention.**" in told and "Start again with a smaller learning rate" in told
    well = TransformerSettings(tasks_step=60)
    run_cache().keep(("tasks", task_of(well)), to_step(well, 61))
    page = run_page("transformer", tasks_step="60")
    assert not [one.value for one in page.header if "wrong" in one.value]

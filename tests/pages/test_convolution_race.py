"""The race on the page of convolution by AppTest: predicted, trained, told; data, samples, shuffling and seed."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.experiments.convolution.race import SEEDS, RaceTask, begin_race
from nnviz.experiments.convolution.race_contestants import COURSES, samples
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import drawn, in_address, texts, widget


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Races of two frames, kept nowhere."""
    for data, course in COURSES.items():
        monkeypatch.setitem(COURSES, data, replace(course, steps=course.stride, n_test=40))
    run_cache.clear()
    samples.cache_clear()
    yield
    run_cache.clear()
    samples.cache_clear()


def complete(task):
    return run_cache().run_to_end(("convolution race", task), lambda: begin_race(task))


def show(page):
    return widget(page, "button", "convolution.question.race.show").click().run()


def panels(page):
    header, arrays = drawn(page, "race")
    return header["panels"], header, arrays


def test_what_answers_the_question_is_hidden_until_then(run_page):
    page = run_page("convolution", topic="race")
    (course, dots, _), header, _ = panels(page)
    assert course["series"] == [] and dots["veiled"] and header["readings"] == []
    (course, dots, _), header, _ = panels(show(page))
    assert [one["at"] for one in course["series"]] == [0, 1, 2] and not dots["veiled"]
    assert [reading["title"] for reading in header["readings"]] == ["linear:", "dense:", "convolution:"]
    assert "The answer comes with the end of the training." in [caption.value for caption in page.caption]


def test_the_first_frame_has_all_networks_and_their_bands(run_page):
    _, header, arrays = panels(show(run_page("convolution", topic="race")))
    race = begin_race(RaceTask())
    np.testing.assert_array_equal(arrays["frame networks"][0], race.end.accuracy)
    assert arrays["frame networks"].shape[1:] == (3, SEEDS)
    for k, name in enumerate(("accuracy low", "accuracy", "accuracy high")):
        np.testing.assert_array_equal(arrays[f"frame {name}"][0], race.end.band("accuracy")[k])
    assert header["total"] == 2


@pytest.mark.parametrize(("data", "shape"), [("bars", (4, 12, 12)), ("signals", (10, 40, 40)), ("digits", (10, 8, 8))])
def test_they_see_pictures_of_one_sample_of_each_class_and_shuffled_ones_differ(run_page, data, shape):
    plain = panels(run_page("convolution", topic="race", race_data=data))[2]["pictures"]
    assert plain.shape == shape
    page = run_page("convolution", topic="race", race_data=data, race_shuffled="1")
    mixed = panels(page)[2]["pictures"]
    assert not np.array_equal(plain, mixed)
    if data != "signals":
        np.testing.assert_allclose(np.sort(plain.reshape(len(plain), -1)), np.sort(mixed.reshape(len(mixed), -1)))


def test_other_data_bring_their_usual_number_of_samples_and_controls_stand_in_the_address(run_page):
    page = run_page("convolution", topic="race", race_samples="50", race_seed="3")
    widget(page, "button_group", "convolution.race_data").set_value("signals").run()
    widget(page, "toggle", "convolution.race_shuffled").set_value(True).run()
    assert not page.exception
    settings = page.session_state[SETTINGS + "convolution"]
    assert (settings.race_data, settings.race_size, settings.race_shuffled, settings.race_seed) == (
        "signals",
        1000,
        True,
        3,
    )
    assert in_address(page, "race_data") == "signals"
    assert panels(page)[1]["training"] == repr(RaceTask("signals", 1000, True, 3))


@pytest.mark.parametrize(("key", "text"), [("race_samples", "5"), ("race_data", "cats"), ("race_seed", "-1")])
def test_what_an_address_cannot_mean_is_told_and_nothing_else_is_lost(run_page, key, text):
    page = run_page("convolution", topic="race", race_shuffled="1", **{key: text})
    assert any(f"{key}={text} was left out" in told for told in warnings(page))
    assert page.session_state[SETTINGS + "convolution"].race_shuffled


def test_at_its_end_the_race_answers_and_has_a_table_and_tensors(run_page):
    complete(RaceTask())
    page = show(run_page("convolution", topic="race"))
    said = texts(page)
    assert "| **convolution** | 4 kernels 3 × 3, global max, 4 | 60 |" in said
    assert "The median of 20 networks is correct on" in said
    for panel in ("race_lines", "race_tensors"):
        page.session_state[f"convolution.{panel}"] = True
    page.run()
    assert not page.exception


def test_the_other_race_is_marked_in_the_picture_once_it_has_been_run(run_page):
    other = complete(RaceTask(shuffled=True))
    page = show(run_page("convolution", topic="race"))
    marks = panels(page)[0][0]["marks"]
    assert [mark["text"] for mark in marks] == ["guessing", "dense, shuffled", "convolution, shuffled"]
    assert marks[2]["value"] == other.end.medians[2]

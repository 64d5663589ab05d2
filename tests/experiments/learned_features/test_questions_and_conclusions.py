"""Questions, conclusions and tables of the page "What a layer has learned", over the range of their controls."""

import re
from functools import cache
from pathlib import Path

import pytest

from nnviz.experiments.learned_features.conclusions import conclusions
from nnviz.experiments.learned_features.information import InformationTask
from nnviz.experiments.learned_features.questions import COMPRESSED, compression, question
from nnviz.experiments.learned_features.rows import rows
from nnviz.experiments.learned_features.settings import TOPICS, LearnedFeaturesSettings
from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recording.recording import begin
from tests.seeds import some

DOCS = Path(__file__).parents[3] / "docs" / "experiments.md"

RANGE = [
    *(
        {"topic": "plane", "plane_width": w, "plane_depth": d, "plane_activation": g}
        for w, d, g in [(2, 1, "identity"), (2, 3, "relu"), (3, 2, "sigmoid")]
    ),
    *(
        {"topic": topic, "depth": d, "units": u, "activation": g}
        for topic in ("digits", "units", "seeds")
        for d, u, g in [(1, 4, "sigmoid"), (4, 64, "relu"), (2, 32, "identity")]
    ),
    {"topic": "seeds", "samples": 5},
    {"topic": "units", "layer": 4, "unit": 10},
    *({"topic": "information", "bins": kind, "bin_width": 0.02, "bin_count": 2} for kind in ("fixed", "range")),
    *(
        {"topic": "grokking", "squares": s, "cross_entropy": c, "decay": d}
        for s, c, d in [(True, True, 0.0), (False, True, 2.0), (True, False, 1.0)]
    ),
]


@cache
def started(task):
    return begin(task).next_frame()


@pytest.mark.parametrize("given", RANGE, ids=str)
def test_a_topic_is_asked_about_and_told_at_every_end_of_its_controls(given):
    settings = LearnedFeaturesSettings(**given)
    recording = started(settings.task)
    asked = question(settings, recording)
    assert asked is None or isinstance(asked, Question | Prediction)
    assert (asked is None) <= (settings.topic == "digits")
    told = conclusions(settings, recording)
    assert 2 <= len(told) <= 5 and "step" in told[-1] and not re.search(r"\bnan\b", " ".join(told))
    table = rows(settings, recording)
    assert table and all(row.keys() == table[0].keys() for row in table)


@pytest.mark.parametrize(
    ("given", "answer"),
    some(
        [
            ({"topic": "grokking", "modulus": "23", "seed": 0, "cross_entropy": False}, "within 3 times as many steps"),
            ({"topic": "plane", "plane_activation": "identity"}, "none"),
            ({"topic": "grokking", "modulus": "23", "seed": 0}, "after more than 3 times as many steps"),
            ({"topic": "plane", "plane_width": 3}, "all of them"),
        ],
        2,
    ),
)
def test_a_prediction_becomes_the_question_with_the_same_text_and_one_answer(given, answer):
    settings = LearnedFeaturesSettings(**given)
    start = begin(settings.task)
    before = question(settings, start)
    after = question(settings, start.run_to_end())
    assert isinstance(before, Prediction) and isinstance(after, Question)
    assert (after.text, tuple(option.text for option in after.options)) == (before.text, before.options)
    assert after.answer == answer


@pytest.mark.parametrize(("given", "lost"), [({"depth": 1, "units": 64, "activation": "identity"}, False), ({}, True)])
def test_random_layers_lose_information_only_where_no_layer_beats_the_pixels(given, lost):
    settings = LearnedFeaturesSettings(topic="digits", **given)
    asked = question(settings, begin(settings.task))
    assert isinstance(asked, Question)
    assert (asked.answer == "the pixels") == ("Random layers only lose information" in asked.because) == lost


@pytest.mark.parametrize("bins", ["fixed", "range"])
def test_the_answer_on_compression_is_that_of_the_measured_falls(bins):
    settings = LearnedFeaturesSettings(topic="information", bins=bins)
    recording = begin(InformationTask(seed=7, epochs=1)).run_to_end()
    asked = question(settings, recording)
    tanh, relu = (fall >= COMPRESSED for fall in compression(settings, recording))
    assert isinstance(asked, Question)
    named = {
        (True, True): "in both",
        (True, False): "tanh only",
        (False, True): "ReLU only",
        (False, False): "in neither",
    }
    assert asked.answer == named[tanh, relu]


@pytest.mark.long
@pytest.mark.parametrize(("bins", "answer"), [("fixed", "tanh only"), ("range", "in both")])
def test_bins_over_the_range_make_relu_compress(bins, answer):
    settings = LearnedFeaturesSettings(topic="information", bins=bins)
    asked = question(settings, begin(settings.task).run_to_end())
    assert isinstance(asked, Question) and asked.answer == answer


def test_a_layer_and_a_unit_must_be_there_and_are_fitted():
    with pytest.raises(ValueError, match="expected a layer from 1 to 2"):
        LearnedFeaturesSettings().changed(depth=1, layer=3)
    with pytest.raises(ValueError, match="expected a unit from 1 to 10"):
        LearnedFeaturesSettings().changed(layer=4, unit=11)
    fitted = LearnedFeaturesSettings(layer=4, unit=10).fitted(depth=1)
    assert (fitted.depth, fitted.layer, fitted.unit) == (1, 2, 10)
    assert LearnedFeaturesSettings(layer=2, unit=32).fitted(units=8).unit == 8


def test_every_topic_has_a_task_and_three_share_one():
    tasks = {topic: LearnedFeaturesSettings(topic=topic).task for topic in TOPICS}
    assert tasks["digits"] == tasks["units"] == tasks["seeds"]
    assert len(set(tasks.values())) == 4


def test_the_examples_of_the_document_run_and_say_what_the_text_says(capsys):
    section = DOCS.read_text(encoding="utf-8").split("## What a layer has learned")[1].split("\n## ")[0]
    for block in re.findall(r"```python\n(.*?)```", section, re.DOTALL):
        exec(block, {})
    said = capsys.readouterr().out
    assert "**0 of 24**" in said and "**24 of 24**" in said
    assert "95 % of the others never" in said
    assert re.search(r"1\.00 0\.0\d 0\.[4-9]\d", said)
    assert "bins of width 4: " in said

"""Seeds at the end of their range: what a page computes from several of them, and what "New weights" leads to."""

from importlib import import_module
from typing import get_args

import pytest

from nnviz.engine import SEED_LIMIT
from nnviz.experiments.address.seeds import FirstSeed, Seed, largest_seed, next_seed
from nnviz.experiments.depth.settings import DepthSettings
from nnviz.experiments.initialization_and_dropout.initializations import measure_initializations
from nnviz.experiments.learned_features.settings import Topic
from nnviz.experiments.replay.recipe import RunRecipe
from nnviz.experiments.run.settings import RunSettings
from nnviz.experiments.vanishing_gradients.remedies import measure_remedy
from nnviz.experiments.width_and_depth import begin_approximation, begin_depths
from nnviz.experiments.width_and_depth.settings import WidthAndDepthSettings
from nnviz.lessons.running import with_seed
from nnviz.stage.requests import Command
from nnviz.stage.run_player import RunPlayer
from tests.experiments.address.records import RECORDS
from tests.pages.reading import in_address
from tests.seeds import some
from tests.topics import TOPICS

SEED_TYPES = {"Seed": Seed.__metadata__[0].metadata, "FirstSeed": FirstSeed.__metadata__[0].metadata}
OTHERS = {"clipping_seed", "live_seed"}
"""Numbers of one of a few networks."""


def record_of(page):
    """The class of a page's settings."""
    return RunSettings if page == "playground" else import_module(f"nnviz.ui.{page}.state").state.record


def seed_fields(record):
    """The fields of some settings that are seeds."""
    return [name for name, field in record.model_fields.items() if field.metadata in SEED_TYPES.values()]


@pytest.mark.parametrize("record", RECORDS)
def test_every_seed_among_settings_has_one_of_two_types(record):
    named = {name for name, field in record.model_fields.items() if name.endswith("seed") and field.annotation is int}
    assert named - OTHERS <= set(seed_fields(record))


@pytest.mark.parametrize("record", [record for record in RECORDS if seed_fields(record)])
def test_behind_the_largest_seed_comes_one_that_the_settings_take(record):
    for name in seed_fields(record):
        last = record().changed(**{name: largest_seed(record, name)})
        assert next_seed(last, name) == 0
        assert next_seed(last, name, by=20) == 19
        assert next_seed(record(), name) == getattr(record(), name) + 1
        last.changed(**{name: next_seed(last, name)})


def test_only_seeds_have_a_next_one():
    with pytest.raises(ValueError, match="expected a setting whose type is Seed or FirstSeed, got units"):
        next_seed(WidthAndDepthSettings(), "units")


def last(record, *names, **settings):
    return record(**settings, **{name: largest_seed(record, name) for name in names})


@pytest.mark.parametrize(
    "compute",
    [
        lambda: begin_approximation(last(WidthAndDepthSettings, "seed")),
        lambda: begin_approximation(last(WidthAndDepthSettings, "seed", start="built")),
        lambda: begin_depths("saw-2", seed=last(WidthAndDepthSettings, "depth_seed").depth_seed),
        lambda: measure_initializations(last(DepthSettings, "seed", depth=2, width=4, steps=10)),
        lambda: measure_remedy(last(DepthSettings, "seed", depth=2, width=4, steps=10)),
    ],
    ids=["approximation", "trained on", "depths", "initializations", "remedies"],
)
def test_several_seeds_from_the_largest_first_one_on_are_seeds(compute):
    assert compute() is not None


SPOTS = [
    *((page, {}) for page in ("activation_race", "backward_pass", "initialization_and_dropout", "linear_collapse")),
    *((page, {}) for page in ("playground", "vanishing_gradients", "width_and_depth")),
    *(("clinic", {"case": case}) for case in ("mystery", "dead")),
    *(("learned_features", {"topic": topic}) for topic in get_args(Topic)),
    *((page, {"topic": topic}) for page, topics in TOPICS.items() for topic in topics.pages),
]


@pytest.mark.parametrize(("page", "query"), some(SPOTS, 12))
def test_a_page_opens_with_the_largest_seeds_and_its_widgets_show_them(run_page, page, query):
    record = record_of(page)
    largest = {name: largest_seed(record, name) for name in seed_fields(record)}
    found = run_page(page, **query, **{name: str(value) for name, value in largest.items()})
    assert not any("left out" in warning.value for warning in found.warning)
    for one in found.number_input:
        name = one.key.split(".")[-1]
        assert name not in largest or one.value == largest[name]


@pytest.mark.parametrize(
    ("page", "button", "name"),
    [
        ("clinic", "New weights", "seed"),
        ("clinic", "Another patient", "patient"),
        ("width_and_depth", "New weights", "plane_seed"),
    ],
)
def test_new_weights_behind_the_largest_seed_are_those_of_the_first(run_page, page, button, name):
    more = {"case": "mystery"} if name == "patient" else {}
    found = run_page(page, **more, **{name: str(SEED_LIMIT - 1)})
    next(one for one in found.button if one.label == button).click().run()
    assert not found.exception and not found.warning
    assert name not in found.query_params or in_address(found, name) == "0"


def test_the_stage_and_a_lecture_begin_anew_behind_the_largest_seed():
    player = RunPlayer(last(RunSettings, "seed"))
    player.carry_out(Command("reseed", 0.0, 0, 1))
    assert player.settings.seed == 0
    assert with_seed(RunRecipe(last(RunSettings, "seed")), 2).start.seed == 1

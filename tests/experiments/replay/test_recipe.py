"""A run shared by an address: whatever a person did on the way, opening it gives the same numbers, bit for bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import OPTIMIZERS, SCHEDULES
from nnviz.experiments import (
    Change,
    HiddenSettings,
    RunRecipe,
    RunSettings,
    advance,
    apply_change,
    edit_parameter,
    replace_parameters,
    replaying,
    start,
    with_settings,
)
from nnviz.experiments.replay.recipe import MAX_CHANGES, MAX_STEP, MAX_TEXT
from nnviz.experiments.replay.replay import replay

SMALL = st.builds(
    RunSettings,
    dataset=st.sampled_from(["circle", "blobs", "reg-gauss"]),
    samples=st.integers(10, 40),
    hidden=st.lists(
        st.builds(
            HiddenSettings,
            units=st.integers(1, 4),
            activation=st.sampled_from(["tanh", "relu", "prelu"]),
            dropout=st.sampled_from([0.0, 0.3]),
        ),
        max_size=2,
    ).map(tuple),
    optimizer=st.sampled_from(tuple(OPTIMIZERS)),
    batch_size=st.integers(1, 12),
    seed=st.integers(0, 9),
)
FIELDS = st.one_of(
    st.fixed_dictionaries({"learning_rate": st.floats(1e-9, 100.0)}),
    st.fixed_dictionaries({"batch_size": st.integers(1, 30)}),
    st.fixed_dictionaries(
        {"optimizer": st.sampled_from(tuple(OPTIMIZERS)), "clip_norm": st.none() | st.floats(0.1, 9.0)}
    ),
    st.fixed_dictionaries({"schedule": st.sampled_from(tuple(SCHEDULES))}),
    st.fixed_dictionaries({"penalty": st.sampled_from(["none", "l1", "l2"]), "penalty_rate": st.floats(0.0, 0.1)}),
    st.fixed_dictionaries({"max_epochs": st.none() | st.integers(1, 5), "patience": st.none() | st.integers(1, 3)}),
)


def same(a, b) -> bool:
    """Whether two runs are the same moment: every number by its bits, and what comes next."""
    numbers = [
        (run.state.network.theta, *(v for v in (run.state.memory.v, run.state.memory.s) if v is not None))
        for run in (a, b)
    ]
    return (
        [v.tobytes() for v in numbers[0]] == [v.tobytes() for v in numbers[1]]
        and (a.step, a.offset, a.settings, a.stop, a.watch) == (b.step, b.offset, b.settings, b.stop, b.watch)
        and repr(a.evaluation) == repr(b.evaluation)
        and advance(a, 3).state.network.theta.tobytes() == advance(b, 3).state.network.theta.tobytes()
    )


@given(SMALL, st.data())
@settings(max_examples=60)
def test_a_replay_from_an_address_is_the_live_run_bit_for_bit(first, data):
    run, recipe = start(first), RunRecipe(first)
    for _ in range(data.draw(st.integers(0, 4))):
        run = advance(run, data.draw(st.integers(0, 15)))
        act = data.draw(st.sampled_from(["settings", "edit", "load"]))
        if act == "settings":
            fields = data.draw(FIELDS)
            recipe = recipe.with_fields(run.step, **fields)
            run = with_settings(run, run.settings.changed(**fields))
        elif act == "edit":
            layer = data.draw(
                st.sampled_from([i for i, part in enumerate(run.state.network.layers) if part.parameters])
            )
            name = data.draw(st.sampled_from(run.state.network.layers[layer].parameter_names))
            shape = getattr(run.state.network.layers[layer], name).shape
            index = tuple(data.draw(st.integers(0, n - 1)) for n in shape)
            value = data.draw(st.floats(-1e100, 1e100))
            recipe = recipe.with_edit(run.step, layer, name, index, value)
            run = edit_parameter(run, layer, name, index, value)
        else:
            theta = np.random.default_rng(run.step).normal(size=run.state.network.n_parameters)
            recipe = recipe.with_weights(run.step, theta)
            run = replace_parameters(run, theta)
    run = advance(run, data.draw(st.integers(0, 15)))
    recipe = recipe.at(run.step)
    opened, messages = RunRecipe.from_query(recipe.to_query())
    assert messages == () and opened == recipe
    assert same(replay(opened), run)
    assert recipe.settings == run.settings


def test_the_pieces_in_which_a_replay_trains_decide_nothing():
    recipe = RunRecipe(RunSettings(optimizer="adam"), (), 400)
    runs = list(replaying(recipe))
    assert runs[-1].step == 400 and len(runs) > 3
    assert same(runs[-1], advance(start(recipe.start), 400))


def test_an_address_is_short_and_readable():
    recipe = (
        RunRecipe(RunSettings(dataset="xor")).with_fields(500, learning_rate=0.3).with_edit(700, 0, "W", (1, 3), 0.5)
    )
    assert recipe.at(900).to_query() == {
        "dataset": "xor",
        "step": "900",
        "changes": "500:learning_rate:0.3~700:0.W.1.3:0.5",
    }


def test_the_address_of_an_edited_kernel_has_an_index_for_each_axis():
    for text in ("700:3.K.2.0.7.15:0.5", "700:3.K.2.7.15:0.5"):
        change = Change.parse(text)
        assert change.edit is not None and change.edit.name == "K" and str(change) == text


def test_the_first_moment_needs_nothing_but_the_settings():
    assert RunRecipe(RunSettings()).to_query() == {}
    assert RunRecipe.from_query({}) == (RunRecipe(RunSettings()), ())


def test_going_back_forgets_later_changes_and_keeps_those_of_that_very_step():
    recipe = RunRecipe(RunSettings()).with_fields(5, learning_rate=0.3).with_fields(9, batch_size=20)
    assert [change.step for change in recipe.at(9).changes] == [5, 9]
    assert [change.step for change in recipe.at(8).changes] == [5]
    assert recipe.at(8).settings == RunSettings(learning_rate=0.3)
    assert recipe.at(4).changes == ()


def test_a_change_that_restarts_the_run_is_no_part_of_a_recipe():
    with pytest.raises(ValueError, match="begin a RunRecipe"):
        RunRecipe(RunSettings()).with_fields(5, seed=3)


BAD = {
    "500:learning_rate:fast": "expected a number above 0",
    "500:learning_rate:": "learning_rate",
    "500:learning_rate": "expected a step",
    "500": "expected a step",
    "x:learning_rate:0.3": "expected a step",
    "-5:learning_rate:0.3": "expected a step",
    "2000:learning_rate:0.3": "after the last step",
    "500:seed:3": "cannot change during a run",
    "500:__class__:3": "cannot change during a run",
    "500:0.W.9.9:1": "a place in W",
    "500:7.W.0.0:1": "expected one of",
    "500:0.theta.0:1": "expected one of",
    "500:0.W.0.0:nan": "finite",
    "500:0.W.0.0:1e400": "finite",
    "500:0.W.0.0:": "finite",
    "500:theta:AAAA": "8 bytes",
    "500:theta:AAAAAAAAAAA": "finite weights for this network",
    "500:theta:é": "base64",
    "<script>alert(1)</script>": "expected a step",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_change_is_dropped_with_a_message_and_the_others_stay(text):
    recipe, messages = RunRecipe.from_query(
        {"step": "1000", "changes": f"100:batch_size:20~{text}~900:learning_rate:0.3"}
    )
    assert [str(change) for change in recipe.changes] == ["100:batch_size:20", "900:learning_rate:0.3"]
    assert len(messages) == 1 and BAD[text] in messages[0] and len(messages[0]) < 400
    assert recipe.step == 1000


@pytest.mark.parametrize("text", ["-1", "1.5", "nan", "9" * 5000, str(MAX_STEP + 1), "٣", "1e3", " 1"])
def test_a_step_that_is_no_step_is_dropped_with_a_message(text):
    recipe, messages = RunRecipe.from_query({"step": text})
    assert recipe == RunRecipe(RunSettings()) and len(messages) == 1 and "step=" in messages[0]


def test_changes_out_of_order_are_dropped():
    recipe, messages = RunRecipe.from_query({"step": "9", "changes": "5:batch_size:20~4:batch_size:30"})
    assert len(recipe.changes) == 1 and "write them in order" in messages[0]


@given(st.text(max_size=80), st.text(max_size=10))
def test_any_text_gives_a_recipe_that_can_be_replayed(changes, step):
    recipe, messages = RunRecipe.from_query({"changes": changes, "step": step, "hidden": "2"})
    assert RunRecipe.from_query(recipe.to_query()) == (recipe, ())
    assert all(isinstance(message, str) for message in messages)


def test_too_much_for_an_address_is_refused_with_the_limits():
    many = RunRecipe(RunSettings(), tuple(Change(i, (("learning_rate", 0.1),)) for i in range(MAX_CHANGES + 1)), 500)
    with pytest.raises(ValueError, match=f"{MAX_CHANGES} changes"):
        many.to_query()
    with pytest.raises(ValueError, match="step"):
        RunRecipe(RunSettings(), (), MAX_STEP + 1).to_query()
    with pytest.raises(ValueError, match="loaded from a file"):
        RunRecipe(RunSettings()).with_weights(3, np.zeros(401)).to_query()
    for text in ("~".join(["1:batch_size:20"] * (MAX_CHANGES + 1)), "1" * (MAX_TEXT + 1)):
        recipe, messages = RunRecipe.from_query({"step": "5", "changes": text})
        assert recipe.changes == () and str(MAX_CHANGES) in messages[0]


def test_the_largest_address_holds_below_eight_thousand_characters():
    full = RunRecipe(RunSettings()).with_weights(3, np.random.default_rng(0).normal(size=400))
    assert sum(len(name) + len(text) + 2 for name, text in full.to_query().items()) < 7000


def test_own_data_are_not_in_an_address():
    from nnviz.datasets import dataset

    with pytest.raises(ValueError, match="own data"):
        RunRecipe(RunSettings().with_own(dataset("moons"))).to_query()


def test_a_replay_reports_how_far_it_is_and_can_be_cancelled():
    shares, asked = [], []

    def enough() -> bool:
        asked.append(1)
        return len(asked) == 3

    run = replay(RunRecipe(RunSettings(), (), 5000), shares.append, enough)
    assert 0 < run.step < 5000 and len(shares) == 3 and shares == sorted(shares)
    assert replay(RunRecipe(RunSettings(), (), 50), shares.append).step == 50 and shares[-1] == 1.0


def test_a_way_that_training_does_not_reach_ends_early():
    recipe, _ = RunRecipe.from_query({"max_epochs": "1", "step": "100", "changes": "90:learning_rate:0.3"})
    run = replay(recipe)
    assert run.step == 25 and run.settings.learning_rate == 0.1


def test_a_change_is_made_as_by_hand():
    run = advance(start(RunSettings()), 4)
    assert apply_change(run, Change(4, (("learning_rate", 0.3),))).settings.learning_rate == 0.3


def test_kernels_that_were_edited_replay_from_an_address():
    settings = RunSettings().changed(dataset="digits", image_layers=("conv(2)", "pool"), hidden=(), train_share=0.1)
    run = advance(start(settings), 2)
    recipe = RunRecipe(settings).with_edit(2, 1, "K", (2, 0, 0, 1), 0.75).with_edit(2, 1, "b", (1,), -0.5)
    edited = edit_parameter(edit_parameter(run, 1, "K", (2, 0, 0, 1), 0.75), 1, "b", (1,), -0.5)
    there = RunRecipe(settings, recipe.changes, 5)
    read, messages = RunRecipe.from_query(there.to_query())
    assert messages == () and read == there
    np.testing.assert_array_equal(replay(read).state.network.theta, advance(edited, 3).state.network.theta)


@pytest.mark.parametrize("text", ["0:1.K.3.0.0.0:1", "0:1.K.0.0.0:1", "0:1.W.0.0:1", "0:2.K.0.0.0.0:1"])
def test_an_edit_of_a_kernel_that_there_is_not_is_left_out(text):
    query = {"dataset": "digits", "image_layers": "conv(2),pool", "step": "1", "changes": text}
    recipe, (message,) = RunRecipe.from_query(query)
    assert recipe.changes == () and "was left out" in message

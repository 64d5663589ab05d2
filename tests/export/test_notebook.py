"""Notebooks are valid, run cell by cell, with matplotlib and without, and give the losses of the run."""

import re

import numpy as np
import pytest

from nnviz import __version__
from nnviz.engine import take_steps
from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.attending.recipe import TransformerRecipe
from nnviz.experiments.width_and_depth import deep_tent
from nnviz.export.network_files import network_notebook
from nnviz.export.notebook import notebook
from nnviz.export.run_notebook import CURVE_POINTS, run_notebook
from nnviz.export.script import numpy_script
from nnviz.export.section import Section
from nnviz.export.transformer_notebook import transformer_notebook
from tests.export.notebooks import cells, run_cells
from tests.export.scripts import own_run, own_table, trained, trained_on

ADDRESS = "https://nnviz.example/playground?hidden=4:tanh&step=30"
HISTORY = [(0.0, 0.0, 0.7, 0.8, 0.5, 0.5), (30.0, 1.2, 0.6, 0.7, 0.6, 0.6), (40.0, 1.6, 0.5, 0.6, 0.6, 0.6)]

RUNS = {
    "two classes": lambda: trained(30, optimizer="adam", learning_rate=0.01),
    "one column of signs": lambda: trained(30, head="tanh"),
    "three classes": lambda: trained(30, dataset="blobs", head="softmax", loss="categorical_cross_entropy"),
    "numbers": lambda: trained_on("reg-gauss", 30),
    "images": lambda: trained_on("digits", 3, image_layers=("conv(2)", "pool")),
    "sequences": lambda: trained_on("parity", 3),
    "an own table": lambda: own_run(own_table(np.random.default_rng(1).normal(size=(30, 3)), np.arange(30) % 3)),
}


@pytest.mark.parametrize("name", RUNS)
def test_the_cells_of_a_run_give_its_losses_and_draw_figures(name: str, monkeypatch):
    run = RUNS[name]()
    names, said, called = run_cells(run_notebook(run, HISTORY, ADDRESS), monkeypatch)
    for quantity in ("train_loss", "test_loss", "train_accuracy", "test_accuracy"):
        there, here = getattr(run.evaluation, quantity), names["found"][quantity]
        assert np.isclose(here, there, rtol=1e-12, atol=1e-12, equal_nan=True), quantity
    assert names["all_same"] and "The same as in nnviz." in said
    assert {"imshow", "plot", "show"} <= set(called)
    assert ("pcolormesh" in called) == run.settings.plane
    assert len(names["losses"]) == names["more_steps"] == names["step"] - run.step - len(names["found_next"])


def test_the_output_is_drawn_with_the_weights_of_the_step(monkeypatch):
    run = RUNS["two classes"]()
    names, _, _ = run_cells(run_notebook(run), monkeypatch)
    places = run.data.features(names["places"])
    assert np.allclose(names["output"].ravel(), run.output(places)[:, 0], rtol=1e-12, atol=1e-12)


def test_a_transformer_gives_its_loss_and_shows_what_its_heads_look_at(monkeypatch):
    recipe = TransformerRecipe("sort", blocks=2, heads=2, hidden=64)
    state = take_steps(recipe.state(), recipe.batch_of, 3)
    names, said, called = run_cells(transformer_notebook(recipe, state, ADDRESS), monkeypatch)
    assert names["all_same"] and "The same as in nnviz." in said
    assert called.count("imshow") >= 4 and [P.shape[1] for P in names["attended"]] == [2, 2]
    with pytest.raises(ValueError, match="expected one network that learns"):
        transformer_notebook(TransformerRecipe("sort", seeds=2), state)


def test_a_network_alone_compares_itself(monkeypatch):
    _, said, called = run_cells(network_notebook(deep_tent(3), np.linspace(0, 1, 7)[:, None], "Tent"), monkeypatch)
    assert float(re.search(r"difference from nnviz: (\S+)", said)[1]) < 1e-12 and called.count("imshow") == 4


def test_without_matplotlib_everything_but_the_figures_runs(monkeypatch):
    names, said, _ = run_cells(run_notebook(RUNS["two classes"](), HISTORY), monkeypatch, pictures=False)
    assert names["all_same"] and names["plt"] is None and "matplotlib is not installed" in said


def test_the_cells_are_the_parts_of_the_script_and_stay_the_same():
    run = RUNS["two classes"]()
    text = run_notebook(run, HISTORY, ADDRESS)
    script = numpy_script(run)
    assert text == run_notebook(run, HISTORY, ADDRESS)
    kept = {cell["id"]: "".join(cell["source"]) for cell in cells(text)}
    parts = [
        kept[name] for name in ("settings", "data", "functions", "weights", "forward", "backward", "loss", "training")
    ]
    assert "\n\n\n".join(parts) in script and "SETTINGS = {" in parts[0]
    assert len({cell["id"] for cell in cells(text) + cells(text, "markdown")}) == len(cells(text)) * 2 + 1


def test_a_long_history_is_thinned_and_ends_at_the_step_on_view(monkeypatch):
    run = advance(start(RunSettings()), 2)
    long = [(k / 1000, k / 25000, 0.5, 0.5, 0.5, 0.5) for k in range(5000)]
    names, _, _ = run_cells(run_notebook(run, long), monkeypatch)
    assert len(names["recorded"]) == CURVE_POINTS and names["recorded"][-1, 0] <= run.step


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "http://x/><script>", "http://x/ y", "http://x/`a`"])
def test_what_is_no_address_of_the_web_is_left_out(bad: str):
    made = notebook("A", "B", [Section("a", "c", "1")], bad)
    assert bad not in made and ADDRESS in notebook("A", "B", [Section("a", "c", "1")], ADDRESS)
    assert __version__ in made
